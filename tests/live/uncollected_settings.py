"""The product's settings with DEBUG off, for a server whose files nobody collected."""

from bijnaderinzien.settings import *  # noqa: F403
from bijnaderinzien.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]
