"""Whether this process can serve: does the database write and read, is everything there?

Asked by machines, over and over, so at most one look is under way however many ask, in a thread of
its own: a database that hangs takes nobody else's.
"""

import asyncio
import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from operations.models import Pulse
from sessions_app.live.threads import tidily
from sessions_app.writing import writing

logger = logging.getLogger(__name__)
PATIENCE = 1.8  # seconds that who asks waits; more than that is a no
LEAST_FREE = 32 * 1024 * 1024  # bytes on the disk of the database; an evening writes less
WHOLE_SHARE = 0.02  # of the time that may go to looking through the whole SQLite file
WHOLE_WITHIN = 1.0  # seconds that such a look gets; a file too large for that is not looked at

NO_ANSWER = "database does not answer"
REPLACED = "database file was replaced under this process: restart it"
GONE = "database file is gone"
BROKEN = "database file is broken: restore a copy"
FULL = "disk is full"
NOT_WRITTEN = "database takes nothing"
NOT_MIGRATED = "migrations not applied"
NO_FILES = "static files are missing: run collectstatic"

_thread = ThreadPoolExecutor(1, thread_name_prefix="readiness")


class Readiness:
    """What this process knows of whether it can serve."""

    def __init__(self) -> None:
        self._looking: asyncio.Future[str] | None = None
        self._migrated = False  # once true it stays so; looking takes longer than all the rest
        self._file: File | None = None
        self._whole_again = 0.0  # when the whole file is looked through again
        self._broken = ""

    async def reason(self) -> str:
        """What stops this process from serving; '' when nothing does. Takes two seconds at most."""
        if self._looking is None or self._looking.done():
            loop = asyncio.get_running_loop()
            self._looking = loop.run_in_executor(_thread, tidily, self.look)
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.shield(self._looking)
        except TimeoutError:
            return NO_ANSWER

    def look(self) -> str:
        """Look at everything, one after the other; the first thing that is wrong."""
        if connection.vendor == "sqlite":
            connection.close()  # one that stays open goes on seeing what it read before
        try:
            return (
                self._wrong_file()
                or self._not_migrated()
                or self._not_writing()
                or self._not_whole()
                or missing_files()
            )
        except (DatabaseError, OSError):
            logger.exception("The database could not be asked whether it is ready")
            return self._not_whole() or NO_ANSWER

    def _wrong_file(self) -> str:
        if connection.vendor != "sqlite":
            return ""
        path = Path(connection.settings_dict["NAME"])
        try:
            self._file = self._file or File(path)
            if self._file.replaced():
                return REPLACED
        except FileNotFoundError:
            return GONE
        disk = os.statvfs(path.parent)
        return FULL if disk.f_bavail * disk.f_frsize < LEAST_FREE else ""

    def _not_migrated(self) -> str:
        if not self._migrated:
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            self._migrated = not plan
        return "" if self._migrated else NOT_MIGRATED

    def _not_writing(self) -> str:
        try:
            with writing():
                written = _count() if connection.vendor == "sqlite" else _beat()
        except DatabaseError:
            logger.exception("The database took nothing")
            return self._not_whole() or NOT_WRITTEN
        return "" if written else NOT_WRITTEN

    def _not_whole(self) -> str:
        """Whether the SQLite file is broken; found at once by who touches a broken part."""
        if connection.vendor != "sqlite":
            return ""
        now = time.monotonic()
        if now >= self._whole_again or self._broken:
            self._broken = _broken()
            self._whole_again = now + (time.monotonic() - now) / WHOLE_SHARE
        return self._broken


class File:
    """The SQLite file that this process opened, to see whether it is still that one.

    Somebody may copy another one over it; SQLite doesn't see that, and mixes the two until nothing
    can be read. Each look makes the number in the file's header rise (`user_version`), so one
    that fell is of an older file. The header is read past SQLite, on a line that stays open:
    closing it would drop the locks that SQLite has on the file in this process.
    """

    VERSION = (60, 4)  # where in the header it stands, and how long it is

    def __init__(self, path: Path) -> None:
        self._path = path
        self._line = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._is = self._identity(os.fstat(self._line))
        self._highest = 0
        self._replaced = False

    def replaced(self) -> bool:
        """Whether it is another file; once it was, what this process remembers stays wrong."""
        start, length = self.VERSION
        now = int.from_bytes(os.pread(self._line, length, start), "big")
        other = self._identity(self._path.stat()) != self._is
        self._replaced = self._replaced or other or now < self._highest
        self._highest = now
        return self._replaced

    @staticmethod
    def _identity(found: os.stat_result) -> tuple[int, int]:
        return found.st_dev, found.st_ino


def _count() -> bool:
    """Let the number in the file's header rise by one, and read it back."""
    with connection.cursor() as cursor:
        number = cursor.execute("PRAGMA user_version").fetchone()[0] + 1
        cursor.execute(f"PRAGMA user_version = {number:d}")
        return bool(cursor.execute("PRAGMA user_version").fetchone()[0] == number)


def _beat() -> bool:
    """Write a row, and read it back."""
    now = timezone.now()
    Pulse.objects.update_or_create(pk=1, defaults={"at": now})
    return Pulse.objects.filter(pk=1, at=now).exists()


def missing_files() -> str:
    """Whether a file that pages ask for is not there."""
    if settings.WHITENOISE_USE_FINDERS or not isinstance(staticfiles_storage, ManifestFilesMixin):
        return ""
    names = staticfiles_storage.hashed_files.values()
    root = Path(settings.STATIC_ROOT)
    there: dict[Path, set[str]] = {}
    for name in names:
        path = root / name
        if path.parent not in there:
            with suppress(OSError):
                there[path.parent] = set(os.listdir(path.parent))
        if path.name not in there.get(path.parent, ()):
            return NO_FILES
    return "" if names else NO_FILES


def _broken() -> str:
    """Look through the whole file, as SQLite can."""
    until = time.monotonic() + WHOLE_WITHIN
    try:
        with connection.cursor() as cursor:
            raw = connection.connection
            raw.set_progress_handler(lambda: time.monotonic() > until, 10_000)
            try:
                cursor.execute("PRAGMA quick_check(1)")
                return "" if cursor.fetchone()[0] == "ok" else BROKEN
            finally:
                raw.set_progress_handler(None, 0)
    except DatabaseError as error:
        return BROKEN if _says_broken(error) else ""


def _says_broken(error: DatabaseError) -> bool:
    """Whether SQLite means the file, and not that it is full, busy or was stopped by us."""
    return "malformed" in str(error) or "not a database" in str(error)


readiness = Readiness()
