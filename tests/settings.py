"""Settings of the suite: those of the product, with what a test machine has."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("DATABASE_URL", "sqlite:////tmp/bijnaderinzien-tests.sqlite3")

from bijnaderinzien.settings import *  # noqa: F403
from bijnaderinzien.settings import DATABASES, MAILERS, SQLITE, STORAGES

if SQLITE:
    # A file: in memory, threads of the live server would not see each other's writes.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATABASES['default']['NAME']}.test"}
MAILERS["default"] = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected for tests; whitenoise would warn of the missing folder
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
