"""The product's settings, with the collected files in a folder of this run alone."""

import os
from pathlib import Path

from bijnaderinzien.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["COLLECTED"])
