"""Connections that behave as no browser does: half requests, and readers that do not read."""

import socket
from contextlib import suppress
from urllib.parse import urlsplit

PATIENCE = 10.0  # seconds after which we call it hanging


class Wire:
    """One raw connection to a server."""

    def __init__(self, url: str, receive_buffer: int | None = None) -> None:
        self.host = urlsplit(url).netloc
        self.socket = socket.socket()
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect((urlsplit(url).hostname, urlsplit(url).port))

    def send(self, text: str | bytes) -> None:
        """Send these bytes as they are."""
        self.socket.sendall(text.encode("latin1") if isinstance(text, str) else text)

    def head(self, line: str, *headers: str) -> bytes:
        """A request without a body, as bytes."""
        return "\r\n".join([line, f"Host: {self.host}", *headers, "", ""]).encode("latin1")

    def until_closed(self) -> bytes:
        """All that comes until the server closes the line; TimeoutError when it does not."""
        parts = []
        with suppress(ConnectionResetError):
            while part := self.socket.recv(65536):
                parts.append(part)
        return b"".join(parts)

    def ask(self, line: str, *headers: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
        """Status, headers (one that comes twice as two lines) and body; then the line closes."""
        self.send(self.head(line, "Connection: close", *headers) + body)
        head, _, rest = self.until_closed().partition(b"\r\n\r\n")
        first, *lines = head.decode("latin1").split("\r\n")
        named: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(":")
            known = named.get(name.lower())
            named[name.lower()] = value.strip() if known is None else f"{known}\n{value.strip()}"
        return int(first.split()[1]), named, rest

    def close(self) -> None:
        self.socket.close()


def ask(url: str, line: str, *headers: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
    """One request on a line of its own; TimeoutError when nobody answers."""
    wire = Wire(url)
    try:
        return wire.ask(line, *headers, body=body)
    finally:
        wire.close()
