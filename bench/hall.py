"""Everybody in oTree's room: start links and WebSockets, on plain sockets. Loopback only."""

import asyncio
import base64
import html
import json
import os
import random
import re
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from bench.wire import LOOPBACK, NotLoopback, connect, request

AT_ONCE = 8  # people who come in at the same time; oTree serves them one by one
BATCH = 20  # people whom one press of 'Advance slowest' moves (its ADVANCE_SLOWEST_BATCH_SIZE)
MOST = 90  # seconds in which an answer must be acknowledged, or it counts as lost


class Socket(asyncio.Protocol):
    """The client's half of a WebSocket: whole text frames, and an answer to pings."""

    def __init__(self, address: str, hear: Callable[[bytes, float], None]) -> None:
        self.opened = asyncio.get_running_loop().create_future()
        self._address = address
        self._hear = hear
        self._rest = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        headers = {"Upgrade": "websocket", "Connection": "Upgrade"}
        headers |= {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key}
        parts = urlsplit(self._address)
        transport.write(
            request(f"http://{parts.netloc}", f"{parts.path}?{parts.query}", headers=headers)
        )

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self._rest += data
        if not self.opened.done():
            end = self._rest.find(b"\r\n\r\n")
            if end < 0:
                return
            if b" 101 " not in self._rest[:20]:
                self.opened.set_exception(ConnectionRefusedError(bytes(self._rest[:200])))
                self._transport.close()
                return
            del self._rest[: end + 4]
            self.opened.set_result(None)
        for kind, body in self._frames():
            if kind == 1:
                self._hear(body, now)
            elif kind == 9:
                self._write(10, body)
            elif kind == 8:
                self._transport.close()

    def _frames(self) -> Iterator[tuple[int, bytes]]:
        while len(self._rest) >= 2:
            size, start = self._rest[1], 2
            if size >= 126:
                start = 4 if size == 126 else 10
                if len(self._rest) < start:
                    return
                size = int.from_bytes(self._rest[2:start])
            if len(self._rest) < start + size:
                return
            frame = self._rest[0] & 15, bytes(self._rest[start : start + size])
            del self._rest[: start + size]
            yield frame

    def _write(self, kind: int, body: bytes) -> None:
        # A client must mask; with a mask of zeros the bytes stay what they are.
        size = len(body)
        length = bytes([128 + size]) if size < 126 else b"\xfe" + size.to_bytes(2)
        self._transport.write(bytes([128 + kind]) + length + bytes(4) + body)

    def send(self, message: dict) -> None:
        """Send this as JSON, as oTree's `liveSend` does."""
        self._write(1, json.dumps(message).encode())

    def connection_lost(self, error: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(error or ConnectionResetError("closed"))

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


class Hall:
    """Everybody in oTree's room."""

    def __init__(self, base: str, people: list[str]) -> None:
        if urlsplit(base).hostname not in LOOPBACK:
            raise NotLoopback(base)
        self.base = base
        self.people = people
        self.sockets: list[Socket] = []
        self.seen: list[float] = []
        self.marker = b"\0"
        self.set_at = 0.0
        self.waiting: dict[int, asyncio.Future[float]] = {}

    async def come_in(self) -> None:
        """Everybody opens their start link, then the page's socket."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(number: int, code: str) -> Socket:
            async with gate:
                wire = await connect(self.base)
                head = await wire.ask(request(self.base, f"/InitializeParticipant/{code}"))
                parts = urlsplit(head.headers["location"])
                page = await wire.ask(request(self.base, parts.path, cookies=head.cookies))
                wire.close()
                found = re.search(r'data-socket-url="(/live[^"]+)"', page.text)
                assert found, f"{parts.path}: {page.status}"
                address = self.base + html.unescape(found[1])
                loop = asyncio.get_running_loop()
                _, socket = await loop.create_connection(
                    lambda: Socket(address, lambda body, at: self._hear(number, body, at)),
                    *urlsplit(self.base).netloc.split(":"),
                )
                await socket.opened
                return socket

        self.sockets = await asyncio.gather(*(one(n, c) for n, c in enumerate(self.people)))

    def _hear(self, number: int, body: bytes, at: float) -> None:
        if self.marker in body[:200]:
            self.seen.append(at)
            if len(self.seen) == 1:
                self.set_at = json.loads(body)["live_method_payload"]["stored"]
        elif b"kept" in body and number in self.waiting:
            self.waiting.pop(number).set_result(at)

    async def step(self, number: int, size: int) -> tuple[float, float]:
        """One step for all; seconds to the last phone, from the press and from it being set."""
        self.seen, self.marker = [], b'"step": %d,' % number
        began = time.monotonic()
        self.sockets[0].send({"step": number, "size": size})
        async with asyncio.timeout(30):
            while len(self.seen) < len(self.sockets):
                await asyncio.sleep(0.005)
        return max(self.seen) - began, max(self.seen) - self.set_at

    async def answer(self, seconds: float, text: str) -> tuple[list[float], float]:
        """Everybody answers once; seconds to each acknowledgement and over all."""
        loop, count = asyncio.get_running_loop(), len(self.sockets)
        began = time.monotonic() + 0.05
        took: list[float] = []

        async def one(number: int, socket: Socket) -> float:
            due = began + seconds * (number + random.random()) / count
            await asyncio.sleep(max(0, due - time.monotonic()))
            self.waiting[number] = said = loop.create_future()
            socket.send({"answer": f"{text} {number}"})
            at = await asyncio.wait_for(said, MOST)
            took.append(at - due)
            return at

        ends = await asyncio.gather(
            *(one(n, s) for n, s in enumerate(self.sockets)), return_exceptions=True
        )
        return took, max((at for at in ends if isinstance(at, float)), default=began) - began

    async def advance(self, session: str) -> float:
        """Everybody to the next page by oTree's own button, which takes `BATCH` at a time.

        Seconds until the last was moved. That each phone then has to load the page is not counted.
        """
        wire = await connect(self.base)
        page = await wire.ask(request(self.base, f"/SessionMonitor/{session}"))
        token = re.search(r'name="csrftoken" value="(\w+)"', page.text)
        assert token, f"{page.status}: no token"
        fields = [("advancemode", "all"), ("csrftoken", token[1])]
        began = time.monotonic()
        for _ in range(0, len(self.people), BATCH):
            said = await wire.ask(
                request(
                    self.base, f"/AdvanceSession/{session}", cookies=page.cookies, fields=fields
                )
            )
            assert said.status == 200, said.text[:200]
        wire.close()
        return time.monotonic() - began

    def leave(self) -> None:
        """Everybody goes home."""
        for socket in self.sockets:
            socket.close()
