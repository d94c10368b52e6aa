"""One fair line for everything that writes inside the server."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction

from accounts.models import User

# Within which the same, asked by the same person, is one press too many: on slow Wi-Fi people press
# again before a page answers.
SECOND_PRESS = timedelta(minutes=2)


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
def writing(durable: bool = True) -> Iterator[None]:
    """A transaction for a verb.

    SQLite lets one writer in at a time and makes the others poll; standing in line here first is
    faster and fair. PostgreSQL locks rows, so there it is a plain transaction. Inside another
    transaction it joins that one.

    `durable=False` is for what nobody was promised: a power cut (not a crash of ours) may undo it,
    and in return it does not wait for the disk.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    elif connection.vendor == "sqlite":
        with _line.hold(), _synchronous(durable), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            if not durable:
                _run("SET LOCAL synchronous_commit TO off")
            yield


@contextmanager
def writing_for(user: User) -> Iterator[None]:
    """A transaction about what this person makes or keeps; of one person one at a time.

    Two presses at the same moment would both find that it is not there yet, and together pass the
    most that one may have.
    """
    with writing():
        # Rows that refer to the account may be written meanwhile.
        User.objects.select_for_update(no_key=True).filter(pk=user.pk).first()
        yield


@contextmanager
def _synchronous(durable: bool) -> Iterator[None]:
    """On SQLite: let commits inside the block not wait for the disk, unless they must be."""
    if durable:
        yield
        return
    _run("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        _run("PRAGMA synchronous=FULL")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
