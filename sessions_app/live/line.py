"""One open stream, and what is sent through it."""

import asyncio
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial

from sessions_app.live import events
from sessions_app.live.packing import Piece, Sum, stored

Send = Callable[[dict], Awaitable[None]]


class Line:
    """One open stream. Holds at most one frame and one tally that are still to be sent.

    What is sent are pieces that a thousand lines share. A line that was opened `packed` sends them
    as the blocks of one gzip stream, which it ends as such.
    """

    __slots__ = (
        "_beat",
        "_busy",
        "_closing",
        "_frame",
        "_send",
        "_sum",
        "_tally",
        "_task",
        "phone",
        "version",
    )
    _task: asyncio.Future  # what goes on sending; held here, or nobody would

    def __init__(self, send: Send, phone: int | None, packed: Sum | None = None) -> None:
        self._send = send
        self._sum = packed
        self._frame: Piece | None = None
        self._tally: Piece | None = None
        self._closing: bytes | None = None
        self._beat = False
        self._busy = False
        self.phone = phone
        self.version = -1

    def offer(self, version: int, piece: Piece, last: bool = False) -> None:
        """Show this frame next, in place of one that is still waiting; older ones are dropped."""
        if version <= self.version:
            return
        self.version = version
        self._frame = piece
        if last:
            self._closing = b""
        self._go()

    def count(self, piece: Piece) -> None:
        """Show these counters next, but never before the first frame."""
        self._tally = piece
        self._go()

    def beat(self) -> None:
        """A sign of life, unless something else is on its way already."""
        if not self._busy:
            self._beat = True
            self._go()

    def close(self, last_words: bytes) -> None:
        """End the stream after what is waiting."""
        self._closing = last_words
        self._go()

    def _go(self) -> None:
        """Send what is waiting. As long as the socket takes it, this costs no task and no turn."""
        if self._busy:
            return
        self._busy = True
        sending = self._flush()
        try:
            waits_for = sending.send(None)
        except StopIteration:
            return
        self._task = asyncio.ensure_future(_go_on(sending, waits_for))

    async def _flush(self) -> None:
        try:
            while (piece := self._next()) is not None:
                if self._sum is None:
                    await self._send(piece.message)
                else:
                    self._sum.add(piece.body)
                    await self._send(piece.packed_message)
            if self._closing is not None:
                await self._send({"type": "http.response.body", "body": self._end()})
        except OSError:  # the phone is gone; its stream notices by itself
            pass
        finally:
            self._busy = self._closing is not None  # after the end nothing more is sent

    def _next(self) -> Piece | None:
        """What is sent now: the frame goes before everything else."""
        piece = None
        if self._frame is not None:
            piece, self._frame = self._frame, None
        elif self._tally is not None and self.version >= 0:
            piece, self._tally = self._tally, None
        elif self._beat:
            piece, self._beat = BEAT, False
        return piece

    def _end(self) -> bytes:
        last_words = self._closing or b""
        if self._sum is None:
            return last_words
        self._sum.add(last_words)
        return stored(last_words) + self._sum.tail()


BEAT = Piece(events.BEAT)


@types.coroutine
def _go_on(begun: Coroutine[object, None, None], waits_for: object) -> Generator[object]:
    """Go on with a coroutine that was begun outside a task and now waits for this future."""
    while True:
        try:
            given = yield waits_for
        except BaseException as error:  # a cancelled task, say: the coroutine must know
            step = partial(begun.throw, error)
        else:
            step = partial(begun.send, given)
        try:
            waits_for = step()
        except StopIteration:
            return
