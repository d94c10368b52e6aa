"""What the environment says, read with care: each mistake is one Dutch sentence with what to do.

Whoever runs the site reads them, so they name the setting and show a good one. They reach people as
one line (`manage.py`, `serve`), never as a traceback.
"""

from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

NO_KEY = (
    "SECRET_KEY ontbreekt. Maak er een met: "
    'python -c "import secrets; print(secrets.token_urlsafe(50))" '
    "en zet SECRET_KEY=… in de omgeving of in var/env."
)
NO_NUMBER = "{name} is '{value}'. Dat moet een getal zijn van {least} tot en met {most}."
NO_ADDRESS = (
    "BASE_URL is '{value}'. Dat moet het hele adres van de site zijn, met https:// of http:// "
    "ervoor: BASE_URL=https://dialoog.voorbeeld.nl"
)
DEBUGGING = (
    "DEBUG staat aan, en BASE_URL begint met https. Bezoekers zouden dan bij een fout de "
    "binnenkant van de site zien. Zet DEBUG=false, ook in var/env."
)
NO_DATABASE = (
    "DATABASE_URL is geen adres van een database. Gebruik sqlite:////map/db.sqlite3 of "
    "postgres://naam:wachtwoord@server/database"
)
NO_MAIL = (
    "EMAIL_URL is geen adres van een mailserver. Gebruik bijvoorbeeld "
    "smtp+tls://naam:wachtwoord@mail.voorbeeld.nl:587"
)
ONE_PROCESS = (
    "WEB_CONCURRENCY is hoger dan 1, maar de database is SQLite en die kan maar één proces aan. "
    "Zet WEB_CONCURRENCY=1, of geef DATABASE_URL=postgres://… voor meer processen."
)
DATABASES = ("sqlite", "postgres", "postgresql", "psql", "pgsql")


def number(env: environ.Env, name: str, default: int, least: int, most: int) -> int:
    """A whole number within these bounds; ImproperlyConfigured for anything else."""
    value = env.str(name, default=str(default)).strip()
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise ImproperlyConfigured(NO_NUMBER.format(name=name, value=value, least=least, most=most))
    return int(value)


def secret_key(env: environ.Env) -> str:
    """The key that signs; ImproperlyConfigured when there is none."""
    found: str = env.str("SECRET_KEY", default="")
    if not found:
        raise ImproperlyConfigured(NO_KEY)
    return found


def base_url(env: environ.Env, default: str, debug: bool) -> str:
    """The site's public address, without a slash at its end."""
    value: str = env.str("BASE_URL", default=default).rstrip("/")
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(NO_ADDRESS.format(value=value))
    if debug and parts.scheme == "https":
        raise ImproperlyConfigured(DEBUGGING)
    return value


def database(env: environ.Env, url: str) -> dict[str, Any]:
    """What Django must know of the database at this address."""
    scheme, separator, rest = url.partition("://")
    if scheme not in DATABASES or not separator or (scheme != "sqlite" and not rest):
        raise ImproperlyConfigured(NO_DATABASE)
    try:
        found: dict[str, Any] = env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(NO_DATABASE) from error
    return found


def mail(env: environ.Env, url: str) -> dict[str, Any]:
    """What Django must know of the mail server at this address."""
    try:
        found: dict[str, Any] = env.email_url_config(url)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(NO_MAIL) from error
    if url.startswith("smtp") and not found["EMAIL_HOST"]:
        raise ImproperlyConfigured(NO_MAIL)
    return found
