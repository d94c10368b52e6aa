"""Who changes the tables does so alone: others wait their turn.

A lock that goes with its holder, however that ends: on SQLite on a file beside the database, on
PostgreSQL one of its own, on a connection that does nothing else.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper

from operations import locks

if TYPE_CHECKING:  # on SQLite nobody loads it
    import psycopg

LOCK = 0x424E4931  # the number of ours among PostgreSQL's advisory locks
LONGEST = 600.0  # seconds that others are waited for
EVERY = 0.2  # seconds between two tries


class Busy(Exception):
    """Somebody else went on changing the tables for too long."""


@contextmanager
def alone(connection: BaseDatabaseWrapper, waits: Callable[[], None]) -> Iterator[None]:
    """Be the only one inside the block; `waits()` is called once where that takes a while."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "postgresql":
        with _line(connection) as line:
            _wait(lambda: _take_number(line), waits)
            yield
    elif ":memory:" in name or name.startswith("file:") or not Path(name).parent.is_dir():
        yield
    else:
        lock = locks.open_lock(Path(name), "changing")
        try:
            _wait(lambda: _take_file(lock), waits)
            yield
        finally:
            os.close(lock)


def parameters(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """How to reach PostgreSQL besides the pool, as Django does."""
    given = connection.get_connection_params()
    return {k: v for k, v in given.items() if k not in ("cursor_factory", "context")}


def _line(connection: BaseDatabaseWrapper) -> "psycopg.Connection":
    import psycopg

    with connection.wrap_database_errors:
        return psycopg.connect(**parameters(connection), autocommit=True)


def _wait(take: Callable[[], bool], waits: Callable[[], None]) -> None:
    until = time.monotonic() + LONGEST
    told = False
    while not take():
        if not told:
            waits()
            told = True
        if time.monotonic() > until:
            raise Busy
        time.sleep(EVERY)


def _take_number(line: "psycopg.Connection") -> bool:
    found = line.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
    return bool(found and found[0])


def _take_file(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
