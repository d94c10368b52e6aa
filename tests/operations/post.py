"""Mail servers to test with: one that takes letters, and one that never answers."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PostOffice(socketserver.ThreadingTCPServer):
    """Takes letters; says `rcpt` to who a letter is for."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Counter)
        self.rcpt = "250 ok"
        self.letters: list[str] = []
        self.came = threading.Condition()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def until(self, count: int, seconds: float = 10) -> list[str]:
        """The letters, once there are so many."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.letters) >= count, seconds), self.letters
            return list(self.letters)


class _Counter(socketserver.StreamRequestHandler):
    server: PostOffice

    def handle(self) -> None:
        self.wfile.write(b"220 hier\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 kom maar\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                with self.server.came:
                    self.server.letters.append(b"".join(lines).decode())
                    self.server.came.notify_all()
            said = self.server.rcpt if verb == b"RCPT" else "250 ok"
            self.wfile.write(f"{said}\r\n".encode())
            if verb == b"QUIT":
                return


@contextmanager
def post_office(port: int = 0) -> Iterator[PostOffice]:
    """A mail server that works."""
    with PostOffice(port) as office:
        serving = threading.Thread(target=office.serve_forever, args=(0.02,), daemon=True)
        serving.start()
        yield office
        office.shutdown()
        serving.join()


@contextmanager
def dead_post_office() -> Iterator[int]:
    """A mail server that accepts and never says a word; its port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield listening.getsockname()[1]
