"""Settings of the suite: those of the product, with what a test machine has."""

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
# In this working copy, so that two copies on one machine never share a database.
os.environ.setdefault(
    "DATABASE_URL", f"sqlite:///{Path(__file__).resolve().parents[1]}/var/tests/suite.sqlite3"
)

from bijnaderinzien.settings import *  # noqa: F403
from bijnaderinzien.settings import BASE_DIR, DATABASES, MAILERS, SQLITE, STORAGES

if SQLITE:
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # no power cuts
    # A file: in memory, threads of the live server would not see each other's writes.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATABASES['default']['NAME']}.test"}
MAILERS["default"] = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # else every client of a test looks through all files as it begins
STATIC_ROOT = None  # type: ignore[assignment]  # nothing is collected for tests; whitenoise would warn of the missing folder
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FILM_CHECK_URL = ""  # tests ask nothing of the internet
FILMS_DIR = str(BASE_DIR / "var/tests/films")  # empty: what somebody keeps here is not tested
