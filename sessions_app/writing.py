"""One fair line for everything that writes inside the server."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


class FairLock:
    """A lock that is handed on in order of arrival, so that no writer starves."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Wait for one's turn, then hold the lock inside the block."""
        with self._guard:
            turn: threading.Event | None = None
            if self._held:
                turn = threading.Event()
                self._waiting.append(turn)
            self._held = True
        if turn is not None:
            turn.wait()
        try:
            yield
        finally:
            with self._guard:
                if self._waiting:
                    self._waiting.popleft().set()
                else:
                    self._held = False


_line = FairLock()


@contextmanager
def writing() -> Iterator[None]:
    """A transaction for a verb.

    SQLite lets one writer in at a time and makes the others poll; standing in line here first is
    faster and fair. PostgreSQL locks rows, so there it is a plain transaction. Inside another
    transaction it joins that one.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with _line.hold(), transaction.atomic():
        yield
