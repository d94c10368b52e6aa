"""A line to the database that a test can cut."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, urlsplit


class Relay:
    """Passes on what comes in at `port` to PostgreSQL, unless it is cut."""

    def __init__(self, database: str) -> None:
        parts = urlsplit(database)
        folder = parse_qs(parts.query).get("host", [""])[0]
        self._target: str | tuple[str, int]
        if folder:  # a socket in the file system
            self._target = f"{folder}/.s.PGSQL.{parts.port or 5432}"
        else:
            self._target = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._name = parts.path
        self._user = parts.username or "postgres"
        self._open: list[socket.socket] = []
        self._listening: socket.socket | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The address of the database by way of this line."""
        return f"postgres://{self._user}@127.0.0.1:{self.port}{self._name}"

    def restore(self) -> None:
        """Let the line work (again), at the same port."""
        self._listening = socket.socket()
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listening.bind(("127.0.0.1", self.port))
        self._listening.listen(64)
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def cut(self) -> None:
        """Every connection breaks, and no new one comes."""
        if self._listening is not None:
            with suppress(OSError):  # wakes who accepts
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            self._listening = None
        while self._open:
            line = self._open.pop()
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                here, _ = listening.accept()
                family = socket.AF_UNIX if isinstance(self._target, str) else socket.AF_INET
                there = socket.socket(family)
                self._open += [here, there]
                there.connect(self._target)
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while piece := one.recv(65536):
            other.sendall(piece)
    for line in (one, other):
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


@contextmanager
def relay(database: str) -> Iterator[Relay]:
    """A line to this database."""
    line = Relay(database)
    line.restore()
    yield line
    line.cut()
