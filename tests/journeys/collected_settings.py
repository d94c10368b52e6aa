"""The product's settings, with the collected files in a folder of this run alone."""

import os
from pathlib import Path

from bijnaderinzien.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["COLLECTED"])
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages ask for no others; half of what is to be packed

# What examines a page, where that page can fetch it (`looks.axe`).
WHITENOISE_ROOT = Path(__file__).resolve().parents[1] / "vendor"
WHITENOISE_MAX_AGE = 3600
