"""What must be right before anybody is served: one Dutch sentence for each thing that is not.

What settings say wrongly by themselves stands in `bijnaderinzien.environment`. A trouble stops the
start where visitors would meet it; else it is a warning. Migrations, content and files are looked
at here once; `readiness` goes on looking.
"""

import errno
import os
import socket
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from content.models import Edition
from operations import changing
from operations.readiness import missing_files

KEY_LENGTH = 50  # as Django's own check
KEY_VARIETY = 5  # different characters in it
PATIENCE = 3  # seconds that a database gets to answer at the start

SHORT_KEY = (
    "SECRET_KEY is te kort of te makkelijk te raden. Maak een nieuwe met: "
    'python -c "import secrets; print(secrets.token_urlsafe(50))"'
)
NO_MAIL = (
    "Er is geen mailserver: EMAIL_URL ontbreekt of mailt nergens heen. Niemand kan dan inloggen. "
    "Zet bijvoorbeeld EMAIL_URL=smtp+tls://naam:wachtwoord@mail.voorbeeld.nl:587"
)
NO_FOLDER = (
    "De map van de database bestaat niet of er mag niet in geschreven worden: {folder}. "
    "Maak die map, of wijs in DATABASE_URL een andere aan."
)
NO_ANSWER = (
    "De database antwoordt niet ({what}). De server start en blijft het proberen; "
    "kijk of de database draait en of DATABASE_URL klopt."
)
NOT_MIGRATED = "De tabellen in de database zijn niet bij. Draai eerst: manage.py migrate"
NO_CONTENT = (
    "Er is nog geen inhoud, dus niemand kan een sessie plannen. Draai: manage.py load_content"
)
NO_FILES = (
    "De bestanden voor de opmaak en de knoppen ontbreken of zijn niet bij. "
    "Draai eerst: manage.py collectstatic --noinput"
)
PORT_TAKEN = (
    "Poort {port} is al bezet. Draait de server al? Stop die eerst, of kies een andere poort "
    "met PORT=…"
)
PORT_FORBIDDEN = (
    "Poort {port} op {host} mag of kan deze gebruiker niet openen. Kies een poort boven 1023 "
    "met PORT=…"
)


class Trouble(NamedTuple):
    """Something that is not right; whether the server must not start."""

    sentence: str
    stops: bool = True


def of_settings() -> list[Trouble]:
    """What the settings say that is no good for real use."""
    found = []
    if not settings.DEBUG and any(map(_weak, _keys())):
        found.append(Trouble(SHORT_KEY))
    if not settings.DEBUG and settings.MAILS_NOBODY:
        found.append(Trouble(NO_MAIL, stops=settings.HTTPS))
    return found


def of_place() -> list[Trouble]:
    """Whether there is a place for the database's file."""
    if connection.vendor != "sqlite":
        return []
    folder = Path(connection.settings_dict["NAME"]).resolve().parent
    if folder.is_dir() and os.access(folder, os.W_OK):
        return []
    return [Trouble(NO_FOLDER.format(folder=folder))]


def of_database() -> list[Trouble]:
    """What the database lacks. One that does not answer yet stops nothing: it may come."""
    if silent := _silent():
        return [Trouble(NO_ANSWER.format(what=silent), stops=False)]
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return [Trouble(NOT_MIGRATED)]
        if not Edition.objects.exists():
            return [Trouble(NO_CONTENT, stops=False)]
    except DatabaseError as error:
        return [Trouble(NO_ANSWER.format(what=_one_line(error)), stops=False)]
    finally:
        connection.close()
    return []


def of_files() -> list[Trouble]:
    """What pages would miss."""
    return [Trouble(NO_FILES)] if missing_files() else []


def of_port(host: str, port: int) -> list[Trouble]:
    """Whether we can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            sentence = PORT_TAKEN if taken else PORT_FORBIDDEN
            return [Trouble(sentence.format(host=host, port=port))]
    return []


@register(deploy=True)
def for_deploy_check(**rest: object) -> list[CheckMessage]:
    """The same sentences in `manage.py check --deploy`."""
    return [Warning(found.sentence, id="operations.W001") for found in of_settings()]


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _weak(key: str) -> bool:
    return len(key) < KEY_LENGTH or len(set(key)) < KEY_VARIETY


def _silent() -> str:
    """Why PostgreSQL can't be reached; '' when it can. Its pool would try for twenty seconds."""
    if connection.vendor != "postgresql":
        return ""
    import psycopg

    given = {**changing.parameters(connection), "connect_timeout": PATIENCE}
    try:
        psycopg.connect(**given).close()
    except psycopg.Error as error:
        return _one_line(error)
    return ""


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
