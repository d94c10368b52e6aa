"""A whole copy of the database while the site runs, and putting one back while nothing does.

What a copy leaves out stands in `left_out`. A copy that is put back is first brought up to this
release, every session that ran in it is ended, and what is too old goes: all before the
database is anybody's, so that no answer or pen that was wiped since comes back.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import F

from operations import left_out, locks, postgres_copy, sqlite_copy
from sessions_app import upkeep
from sessions_app.models import DialogueSession

_ERRORS = (sqlite3.Error, psycopg.Error)
LEAP = 10_000  # by so much versions rise, past any that a phone saw after the copy was made

NO_COPY = "{path} is geen kopie van deze site. Kies een bestand dat met 'backup' is gemaakt."
OTHER_KIND = (
    "{path} is een kopie van een {theirs}-database, en DATABASE_URL wijst naar {ours}. "
    "Zet hem terug op een {theirs}-database."
)
BROKEN = "{path} is beschadigd ({what}). Kies een andere kopie. Er is niets veranderd."
NEWER = (
    "{path} komt van een nieuwere versie van de app. Zet eerst die versie klaar. "
    "Er is niets veranderd."
)
RUNNING = (
    "De database is nog in gebruik, door de server of door een ander commando. "
    "Stop dat eerst. Er is niets veranderd."
)
NO_FOLDER = "De map {folder} bestaat niet. Maak die eerst, of kies een andere plek."
ITSELF = "{path} is de database zelf. Kies een andere plek voor de kopie."
NO_DATABASE = "Er is nog geen database ({path}). Draai eerst: manage.py migrate"
NOT_WRITTEN = "De kopie is niet gemaakt: {what}"


class CopyError(Exception):
    """A copy could not be made or put back; the Dutch sentence says why and what to do."""


def backup(path: Path) -> None:
    """Write a copy of the database to this file, while others go on; an older file is replaced.

    Complete or not there at all: it is written beside it first and read back.
    """
    if not path.parent.is_dir():
        raise CopyError(NO_FOLDER.format(folder=path.parent))
    if _sqlite():
        if not _database().exists():
            raise CopyError(NO_DATABASE.format(path=_database()))
        if path.resolve() == _database().resolve():
            raise CopyError(ITSELF.format(path=path))
    part = locks.beside(path, "part")
    try:
        _empty(part)
        if _sqlite():
            sqlite_copy.write(_database(), part)
        else:
            postgres_copy.write(part)
        wrong = (sqlite_copy if _sqlite() else postgres_copy).wrong_with(part)
        if wrong:
            raise CopyError(NOT_WRITTEN.format(what=wrong))
        _to_disk(part)
        part.replace(path)
        _to_disk(path.parent)
    except (OSError, DatabaseError, *_ERRORS) as error:
        raise CopyError(NOT_WRITTEN.format(what=error)) from error
    finally:
        part.unlink(missing_ok=True)


def forget_old(folder: Path, now: float | None = None) -> list[Path]:
    """Delete our copies in this folder that are older than the privacy page promises; which."""
    oldest = (now or time.time()) - timedelta(days=settings.BACKUP_DAYS).total_seconds()
    gone = []
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.stat().st_mtime < oldest and _is_copy(path):
            path.unlink()
            gone.append(path)
    return gone


def restore(path: Path) -> int:
    """Replace the database by a copy; how many sessions ran in it, and are over now.

    Raises `CopyError` and then has changed nothing.
    """
    if not path.is_file():
        raise CopyError(NO_COPY.format(path=path))
    kinds = {"SQLite": sqlite_copy.is_database(path), "PostgreSQL": postgres_copy.is_copy(path)}
    ours = "SQLite" if _sqlite() else "PostgreSQL"
    theirs = next((name for name, fits in kinds.items() if fits), None)
    if theirs is None:
        raise CopyError(NO_COPY.format(path=path))
    if theirs != ours:
        raise CopyError(OTHER_KIND.format(path=path, theirs=theirs, ours=ours))
    return _restore_sqlite(path) if _sqlite() else _restore_postgres(path)


def _restore_sqlite(path: Path) -> int:
    database = _database()
    if not database.parent.is_dir():
        raise CopyError(NO_FOLDER.format(folder=database.parent))
    new = locks.beside(database, "restoring")
    try:
        with locks.alone(database), _standing_in(new):
            locks.remove(new)
            _empty(new)
            with suppress(*_ERRORS):
                sqlite_copy.take(path, new)
            _check(path, sqlite_copy.wrong_with(new), sqlite_copy.migrations(new))
            ended = _bring_up_to_now()
            connection.close()
            sqlite_copy.settle(new)
            if wrong := sqlite_copy.wrong_with(new):
                raise CopyError(BROKEN.format(path=path, what=wrong))
            _to_disk(new)
            locks.give_to_owner(new, database)
            # A log that is left would be taken for that of the new file, and break it.
            sqlite_copy.settle(database)
            for ending in ("-wal", "-shm", "-journal"):
                database.with_name(database.name + ending).unlink(missing_ok=True)
            new.replace(database)
            _to_disk(database.parent)
            return ended
    except locks.InUse:
        raise CopyError(RUNNING) from None
    finally:
        locks.remove(new)


def _restore_postgres(path: Path) -> int:
    connection.close()
    # A pool has connections besides the one that we use.
    connection.close_pool()  # type: ignore[attr-defined]
    connection.settings_dict["OPTIONS"].pop("pool", None)
    if postgres_copy.others():
        raise CopyError(RUNNING)
    _check(path, postgres_copy.wrong_with(path), postgres_copy.migrations(path))
    with transaction.atomic():
        postgres_copy.take(path)
        ended = _bring_up_to_now()
    _chores()  # what can't be done inside a transaction
    return ended


def _check(path: Path, wrong: str, had: set[tuple[str, str]]) -> None:
    """Raise the sentence for a copy that can't be put back."""
    if wrong:
        raise CopyError(BROKEN.format(path=path, what=wrong))
    if not had:
        raise CopyError(NO_COPY.format(path=path))
    if had - set(MigrationLoader(None).disk_migrations):
        raise CopyError(NEWER.format(path=path))


def _bring_up_to_now() -> int:
    """Make what was put back fit to be served; how many sessions of it are over now."""
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        for statement in left_out.drops():
            cursor.execute(statement)
    ended = upkeep.end_all()
    DialogueSession.objects.exclude(phase=DialogueSession.Phase.ENDED).update(
        version=F("version") + LEAP
    )
    _chores()
    return ended


def _chores() -> None:
    """All that happens by itself, as `manage.py tidy`."""
    call_command("tidy", stdout=StringIO())


@contextmanager
def _standing_in(new: Path) -> Iterator[None]:
    """Let this process take `new` for the database inside the block."""
    connection.close()
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(new)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def _is_copy(path: Path) -> bool:
    return sqlite_copy.is_copy(path) or postgres_copy.is_copy(path)


def _sqlite() -> bool:
    return connection.vendor == "sqlite"


def _database() -> Path:
    return Path(connection.settings_dict["NAME"])


def _empty(path: Path) -> None:
    """A new file that only we can read."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _to_disk(path: Path) -> None:
    """Wait until a file, or what a folder says of its files, is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
