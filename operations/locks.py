"""Who uses a database and who changes its tables, so that neither happens under the other.

On SQLite every process that opens the file holds a lock on a small file beside it as long as it
lives, whatever it is: the server, `tidy`, a shell. PostgreSQL knows by itself who is connected.
Knows no Django: the database's own wrapper uses it.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_guard = threading.Lock()
_held: dict[str, int] = {}  # files in use by this process, with their open locks


class InUse(Exception):
    """Another process uses the database."""


def use(database: Path) -> None:
    """Say that this process uses the file, until it ends; waits while somebody has it alone."""
    with _guard:
        if str(database) not in _held and database.parent.is_dir():
            lock = open_lock(database, "in-use")
            fcntl.flock(lock, fcntl.LOCK_SH)
            _held[str(database)] = lock


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Have the file alone inside the block; `InUse` when another process uses it."""
    name = str(database)
    with _guard:
        used = name in _held
        if not used:
            _held[name] = open_lock(database, "in-use")
        lock = _held[name]
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse from None
        yield
    finally:
        if used:
            fcntl.flock(lock, fcntl.LOCK_SH)
        else:
            with _guard:
                del _held[name]
            os.close(lock)


def open_lock(database: Path, what: str) -> int:
    """The lock's file beside a database, made when it is not there."""
    path = beside(database, what)
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    give_to_owner(path, database)
    return lock


def give_to_owner(path: Path, database: Path) -> None:
    """Let a file belong to whom the database belongs to, where root made it: as SQLite does."""
    if os.geteuid() == 0 and database.exists():
        owner = database.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def beside(database: Path, what: str) -> Path:
    """The file beside a database with this ending."""
    return database.with_name(f"{database.name}.{what}")


def remove(database: Path) -> None:
    """Remove a database file and all that stands beside it."""
    for ending in ("-wal", "-shm", "-journal", ".in-use", ".changing", ""):
        with suppress(FileNotFoundError):
            database.with_name(database.name + ending).unlink()
    with _guard:
        lock = _held.pop(str(database), None)
    if lock is not None:
        os.close(lock)
