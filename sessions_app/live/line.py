"""One open stream, and what is sent through it."""

import asyncio
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial

from sessions_app.live import events

Send = Callable[[dict], Awaitable[None]]


class Line:
    """One open stream. Holds at most one frame and one tally that are still to be sent.

    What is sent are whole ASGI messages, so that a thousand lines share one object.
    """

    __slots__ = (
        "_beat",
        "_busy",
        "_closing",
        "_frame",
        "_send",
        "_tally",
        "_task",
        "phone",
        "version",
    )

    def __init__(self, send: Send, phone: int | None) -> None:
        self._send = send
        self._frame: dict | None = None
        self._tally: dict | None = None
        self._closing: bytes | None = None
        self._beat = False
        self._busy = False
        self._task: asyncio.Future | None = None
        self.phone = phone
        self.version = -1

    def offer(self, version: int, message: dict, last: bool = False) -> None:
        """Show this frame next, in place of one that is still waiting; older ones are dropped."""
        if version <= self.version:
            return
        self.version = version
        self._frame = message
        if last:
            self._closing = b""
        self._go()

    def count(self, message: dict) -> None:
        """Show these counters next, but never before the first frame."""
        self._tally = message
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
            while (message := self._next()) is not None:
                await self._send(message)
            if self._closing is not None:
                await self._send({"type": "http.response.body", "body": self._closing})
        except OSError:  # the phone is gone; its stream notices by itself
            return
        finally:
            self._busy = self._closing is not None  # after the end nothing more is sent

    def _next(self) -> dict | None:
        """What is sent now: the frame goes before everything else."""
        message = None
        if self._frame is not None:
            message, self._frame = self._frame, None
        elif self._tally is not None and self.version >= 0:
            message, self._tally = self._tally, None
        elif self._beat:
            message, self._beat = BEAT, False
        return message


def piece(body: bytes) -> dict:
    """A piece of a stream, with more to come."""
    return {"type": "http.response.body", "body": body, "more_body": True}


BEAT = piece(events.BEAT)


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
