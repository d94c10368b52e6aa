"""HTTP on the socket, with the deadlines that uvicorn leaves to a proxy.

A line costs no thread, but it does cost a file and memory. Who asks must finish its question, and
who gets an answer must read it.
"""

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

HEAD_SECONDS = 20  # to send the lines above a body
HEAD_BYTES = 32 * 1024  # of those lines; a browser with the cookies of ten sessions sends 4 KiB
STALL_SECONDS = 60  # without reading while we have something to say
IDLE_SECONDS = 75  # before the first question; browsers open lines that they may need


class _Whole:
    """A transport that sends the lines above a reply together with what comes after them.

    Uvicorn writes them apart, so that every reply was two packets, and two wake-ups at both ends.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._head = b""

    def __getattr__(self, name: str) -> object:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send; the head of a reply waits for a body, until the loop's next turn at most."""
        if data.startswith(b"HTTP/1.1 ") and not data.startswith(STATUS_LINE[100]):
            self._flush()
            self._head = data
            self._loop.call_soon(self._flush)
        elif self._head:
            head, self._head = self._head, b""
            self._transport.write(head + data)
        else:
            self._transport.write(data)

    def close(self) -> None:
        """Close after what was written."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head)


class Wire(HttpToolsProtocol):
    """One connection."""

    _deadline: asyncio.TimerHandle | None = None
    _stall: asyncio.TimerHandle | None = None
    _head = 0  # bytes of a head that is not whole yet
    _in_head = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast(asyncio.Transport, _Whole(transport, self.loop)))
        self._within(IDLE_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._in_time()
        self._stop_stalling()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head += len(data)
            if self._head > HEAD_BYTES:
                self._too_much()
                return
        super().data_received(data)
        # What came with the first piece counts too.
        if self._in_head and not self._head:
            self._head = len(data)
            if self._head > HEAD_BYTES:
                self._too_much()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head = True, 0
        self._within(HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._in_time()
        super().on_headers_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stop_stalling()
        self._stall = self.loop.call_later(STALL_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_stalling()

    def _within(self, seconds: float) -> None:
        """Cut the line when what was begun is not done by then."""
        self._in_time()
        self._deadline = self.loop.call_later(seconds, self.transport.abort)

    def _in_time(self) -> None:
        _cancel(self._deadline)
        self._deadline = None

    def _stop_stalling(self) -> None:
        _cancel(self._stall)
        self._stall = None

    def _too_much(self) -> None:
        self.transport.write(STATUS_LINE[431] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
