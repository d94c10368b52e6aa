"""The product's settings, with collected files of its own: nothing else on this machine moves."""

import os
from pathlib import Path

from bijnaderinzien.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["BENCH_STATIC"])
