"""What stands between a phone and the server in real buildings, in a few lines each."""

import asyncio
import random
from contextlib import suppress
from urllib.parse import urlsplit


class Proxy:
    """A proxy on this machine: one request per connection, with one bad habit.

    `buffer` holds an answer until it is whole, so a stream never arrives; `wary` does so with what
    is compressed, to look into it first; `forbid` refuses streams; `idle` cuts an answer that is
    silent for so many seconds; `delay` holds every piece up for so many seconds; `loss` is the
    chance that a piece got lost and had to be sent again.
    """

    def __init__(
        self,
        url: str,
        *,
        buffer: bool = False,
        wary: bool = False,
        forbid: bool = False,
        idle: float | None = None,
        delay: float = 0,
        loss: float = 0,
    ) -> None:
        self._upstream = urlsplit(url)
        self._buffer = buffer
        self._wary = wary
        self._forbid = forbid
        self._idle = idle
        self._delay = delay
        self._loss = loss
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task] = set()
        self._gone = False
        self.cuts = 0
        self.url = ""

    async def __aenter__(self) -> "Proxy":
        self._server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def down(self) -> None:
        """The network is gone: every connection breaks and no new one lives."""
        self._gone = True
        for task in list(self._tasks):
            task.cancel()

    def up(self) -> None:
        """The network is back."""
        self._gone = False

    async def __aexit__(self, *error: object) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._pass_on(reader, writer)
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if self._gone:
            return
        lines = head.decode("latin1").split("\r\n")
        length = next(
            (int(x.split(":")[1]) for x in lines if x.lower().startswith("content-length:")), 0
        )
        body = await reader.readexactly(length)
        if self._forbid and "/stroom/" in lines[0]:
            writer.write(
                b"HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            )
            await writer.drain()
            return
        kept = [x for x in lines if x and not x.lower().startswith("connection:")]
        await self._travel()
        there, back = await asyncio.open_connection(self._upstream.hostname, self._upstream.port)
        try:
            back.write("\r\n".join([*kept, "Connection: close", "", ""]).encode("latin1") + body)
            await self._answer(there, writer)
        finally:
            back.close()

    async def _travel(self) -> None:
        """As long as one piece is under way; what got lost is sent again a second later."""
        lost = random.random() < self._loss
        await asyncio.sleep(self._delay + (1.0 if lost else 0.0))

    async def _answer(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held = []
        while True:
            try:
                piece = await asyncio.wait_for(there.read(65536), self._idle)
            except TimeoutError:
                self.cuts += 1
                return
            if not piece:
                break
            wary = self._wary and b"\r\ncontent-encoding: gzip" in piece.lower()
            if self._buffer or wary or held:
                held.append(piece)
                continue
            await self._travel()
            writer.write(piece)
            await writer.drain()
        writer.write(b"".join(held))
        await writer.drain()
