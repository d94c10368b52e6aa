"""What a database keeps behind the tables: a write-ahead log, rows that are dead. Wipe it.

SQLite copies every change into a log beside the file, PostgreSQL leaves deleted rows in place until
they are written over. Both would give the pens of an ended session to who has the disk.
"""

import logging
import threading
import time

from django.db import connection

from sessions_app.models import Answer, LookBackQuestion, LookBackSeat, Participant, Signal

logger = logging.getLogger(__name__)
AT_ONCE = 1.0  # seconds that the end of a session waits for readers to step aside
LATER = 600.0  # seconds that a thread goes on trying after that
PAUSE = 0.05  # seconds between two tries
TABLES = (Answer, Participant, Signal, LookBackQuestion, LookBackSeat)


def wipe_log() -> None:
    """Empty SQLite's write-ahead log; where somebody reads just then, go on trying by itself.

    Does nothing on PostgreSQL, whose log is the server's own.
    """
    if connection.vendor == "sqlite" and not wipe_log_within(AT_ONCE):
        threading.Thread(target=_wipe_later, name="wipe-log", daemon=True).start()


def wipe_log_within(seconds: float) -> bool:
    """Try for so long; True when nothing is left in the log."""
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    until = time.monotonic() + seconds
    while _is_busy():
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE)
    return True


def rewrite_tables() -> bool:
    """Write the tables of answers anew without their dead rows; True where there was need.

    On PostgreSQL this holds the tables for a moment, so only when no session runs. Not inside a
    transaction, which could not end before itself.
    """
    if connection.in_atomic_block:
        return False
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in TABLES:
                cursor.execute(f"VACUUM FULL {model._meta.db_table}")
        return True
    return wipe_log_within(LATER / 20)


def _is_busy() -> bool:
    """One try; whether somebody who reads or writes kept a part of the log."""
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout=0")  # or it waits its own 20 seconds
        try:
            return bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience:d}")


def _wipe_later() -> None:
    if not wipe_log_within(LATER):
        logger.warning("The write-ahead log could not be emptied; the next end or stop tries again")
    connection.close()
