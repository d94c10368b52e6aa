"""HTTP/1.1 on plain sockets, for thousands of phones in one process. Loopback only."""

import asyncio
import gzip
import json
import socket
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotLoopback(ValueError):
    """This generator sends traffic to this machine only."""


@dataclass
class Response:
    """One whole answer; `at` is the steady time of its last byte."""

    status: int
    headers: dict[str, str]
    cookies: dict[str, str]
    body: bytes = b""
    at: float = 0.0

    def json(self) -> dict:
        """The body, read as JSON."""
        return json.loads(self.text)

    @property
    def text(self) -> str:
        """The body, read as text."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


@dataclass
class Event:
    """One server-sent event, or a comment (then `name` is '')."""

    name: str
    data: str
    id: str | None
    at: float


@dataclass
class _Parser:
    """Takes bytes, gives the head once and the body in pieces."""

    buffer: bytearray = field(default_factory=bytearray)
    head: Response | None = None
    left: int = 0  # bytes of the current piece
    chunked: bool = False
    done: bool = False
    bodiless: bool = False  # the answer to a HEAD

    def feed(self, data: bytes) -> list[bytes]:
        """The pieces of body that these bytes complete."""
        self.buffer += data
        if self.head is None and not self._read_head():
            return []
        return self._chunks() if self.chunked else self._plain()

    def _read_head(self) -> bool:
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        lines = bytes(self.buffer[:end]).decode("latin1").split("\r\n")
        del self.buffer[: end + 4]
        headers: dict[str, str] = {}
        jar: dict[str, str] = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                key, _, rest = value.strip().partition("=")
                jar[key] = rest.partition(";")[0]
            else:
                headers[name.lower()] = value.strip()
        self.head = Response(int(lines[0].split()[1]), headers, jar)
        self.chunked = headers.get("transfer-encoding") == "chunked"
        self.left = int(headers.get("content-length", 0))
        if self.bodiless:
            self.chunked, self.left = False, 0
        self.done = not self.chunked and self.left == 0
        return True

    def _plain(self) -> list[bytes]:
        piece = bytes(self.buffer[: self.left])
        del self.buffer[: self.left]
        self.left -= len(piece)
        self.done = self.left == 0
        return [piece] if piece else []

    def _chunks(self) -> list[bytes]:
        pieces = []
        while True:
            end = self.buffer.find(b"\r\n")
            if end < 0:
                return pieces
            size = int(self.buffer[:end], 16)
            if len(self.buffer) < end + 2 + size + 2:
                return pieces
            if size == 0:
                self.done = True
                return pieces
            pieces.append(bytes(self.buffer[end + 2 : end + 2 + size]))
            del self.buffer[: end + 2 + size + 2]


class Wire(asyncio.Protocol):
    """One connection: a request at a time, whole or as a stream."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.closed = False
        self._parser = _Parser()
        self._pieces: list[bytes] = []
        self._waiting: asyncio.Future[Response] | None = None
        self._on_piece: Callable[[bytes, float], None] | None = None
        self._on_close: Callable[[], None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        had_head = self._parser.head is not None
        pieces = self._parser.feed(data)
        head = self._parser.head
        if head is None:
            return
        if self._on_piece is not None:
            if not had_head and self._waiting is not None and not self._waiting.done():
                head.at = now
                self._waiting.set_result(head)
            if head.status == 200:
                for piece in pieces:
                    self._on_piece(piece, now)
        else:
            self._pieces += pieces
        if self._parser.done:
            self._finish(head, now)

    def _finish(self, head: Response, now: float) -> None:
        head.body, head.at = b"".join(self._pieces), now
        waiting, self._waiting = self._waiting, None
        self._parser, self._pieces = _Parser(), []
        on_close, self._on_close, streaming = self._on_close, None, self._on_piece is not None
        self._on_piece = None
        if waiting is not None and not waiting.done():
            waiting.set_result(head)
        if streaming and on_close is not None:
            on_close()

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ConnectionResetError("the server closed the line"))
        self._waiting = None
        if self._on_close is not None:
            on_close, self._on_close = self._on_close, None
            on_close()

    def ask(self, request: bytes) -> asyncio.Future[Response]:
        """Send a request; the future has the whole answer."""
        self._waiting = asyncio.get_running_loop().create_future()
        self._parser.bodiless = request.startswith(b"HEAD ")
        self.transport.write(request)
        return self._waiting

    def listen(
        self,
        request: bytes,
        on_piece: Callable[[bytes, float], None],
        on_close: Callable[[], None] | None = None,
    ) -> asyncio.Future[Response]:
        """Send a request for a stream; the future has the head, pieces go to `on_piece`."""
        self._on_piece = on_piece
        self._on_close = on_close
        return self.ask(request)

    def close(self) -> None:
        """Hang up."""
        if self.transport is not None:
            self.transport.close()


async def connect(base: str) -> Wire:
    """A connection to this address, which must be on this machine."""
    parts = urlsplit(base)
    if parts.hostname not in LOOPBACK:
        raise NotLoopback(base)
    loop = asyncio.get_running_loop()
    _, wire = await loop.create_connection(Wire, parts.hostname, parts.port)
    wire.transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return wire


def request(
    base: str,
    path: str,
    fields: list[tuple[str, str]] | None = None,
    cookies: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    method: str | None = None,
) -> bytes:
    """The bytes of a request: GET, or POST of a form when there are fields."""
    lines = [
        f"{method or ('GET' if fields is None else 'POST')} {path} HTTP/1.1",
        f"Host: {urlsplit(base).netloc}",
    ]
    body = b""
    if fields is not None:
        body = urlencode(fields).encode()
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in cookies.items()))
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Unpacked:
    """Reads a compressed stream for somebody who reads a plain one."""

    def __init__(self, on_piece: Callable[[bytes, float], None]) -> None:
        self._reader = zlib.decompressobj(wbits=31)
        self._on_piece = on_piece

    def __call__(self, piece: bytes, at: float) -> None:
        self._on_piece(self._reader.decompress(piece), at)

    @property
    def whole(self) -> bool:
        """Whether the stream came to its end, and its sum was right."""
        return self._reader.eof


class EventReader:
    """Makes events of the pieces of a stream."""

    def __init__(self, on_event: Callable[[Event], None]) -> None:
        self._rest = b""
        self._on_event = on_event

    def __call__(self, piece: bytes, at: float) -> None:
        blocks = (self._rest + piece).split(b"\n\n")
        self._rest = blocks.pop()
        for block in blocks:
            self._on_event(_event(block.decode(), at))


def _event(block: str, at: float) -> Event:
    name, data, number = "", [], None
    for line in block.split("\n"):
        key, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if key == "event":
            name = value
        elif key == "data":
            data.append(value)
        elif key == "id":
            number = value
        elif key == "retry":
            name = "retry"
            data.append(value)
    return Event(name, "\n".join(data), number, at)
