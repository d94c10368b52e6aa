"""One connection per process that hears what other processes did, on PostgreSQL.

Outside the pool, because it waits all day. When it breaks it comes back by itself; meanwhile and
after, the hub compares versions, so nothing that was missed stays missed for long.
"""

import logging
import random
import threading
from typing import TYPE_CHECKING

from django.db import connection

from sessions_app import bus

if TYPE_CHECKING:  # on SQLite nobody loads it
    import psycopg

logger = logging.getLogger(__name__)
LONGEST_PAUSE = 2.0  # seconds between two tries to connect


class Listener:
    """A thread around one listening connection; does nothing on SQLite."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen."""
        if connection.vendor != "postgresql":
            return
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="bus", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; the thread ends by itself within a second."""
        self._stopping.set()

    def _run(self) -> None:
        import psycopg

        pause = 0.1
        while not self._stopping.is_set():
            try:
                with psycopg.connect(**_parameters()) as line:
                    line.execute(f"LISTEN {bus.CHANNEL}")
                    pause = 0.1
                    self._hear(line)
            except psycopg.Error as error:
                logger.warning("Lost the line to the database (%s); trying again", error)
                self._stopping.wait(pause * random.uniform(0.5, 1))  # noqa: S311 - spreads only
                pause = min(LONGEST_PAUSE, pause * 2)

    def _hear(self, line: "psycopg.Connection") -> None:
        while not self._stopping.is_set():
            for message in line.notifies(timeout=1):
                bus.deliver(message.payload)
            line.execute("SELECT 1")  # a line that died without a word is noticed here


def _parameters() -> dict:
    """How to connect, as Django does, and quick to see that the other side is gone."""
    given = connection.get_connection_params()
    return {
        **{k: v for k, v in given.items() if k not in ("cursor_factory", "context")},
        "autocommit": True,
        "connect_timeout": 5,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 5000,
    }


listener = Listener()
