"""The body of a request, read in the event loop before anybody works on it.

A thread that waits for a body is held by whoever sends it: four unfinished forms stopped every
page. Nothing is handed on before it is whole, small enough and in time.
"""

import asyncio
from collections.abc import Awaitable, Callable
from tempfile import SpooledTemporaryFile
from typing import IO

Receive = Callable[[], Awaitable[dict]]
SECONDS = 20  # to send a whole body, on the worst Wi-Fi as well
IN_MEMORY = 1_000_000  # bytes of a large file before it goes to the disk
READ_ON = 16  # times the limit that is read and thrown away, so that a browser hears why


class Unreadable(Exception):
    """No body to work with; the subclass says why."""


class TooLarge(Unreadable):
    """More than is accepted here."""


class TooSlow(Unreadable):
    """Not whole within `SECONDS`."""


class Gone(Unreadable):
    """The line closed before the end."""


async def whole(receive: Receive, most: int) -> bytes:
    """The body, of at most so many bytes. Raises `TooLarge`, `TooSlow` or `Gone`."""
    try:
        async with asyncio.timeout(SECONDS):
            return await _read(receive, most)
    except TimeoutError:
        raise TooSlow from None


async def on_disk(receive: Receive, most: int) -> IO[bytes]:
    """The same for a large file: kept on the disk, read from its beginning; closing wipes it.

    It may take long, as long as something comes in.
    """
    kept: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the caller closes it
    size = 0
    more = True
    try:
        while more:
            async with asyncio.timeout(SECONDS):
                message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            piece = message.get("body", b"")
            size += len(piece)
            if size > most:
                raise TooLarge
            await asyncio.to_thread(kept.write, piece)
            more = message.get("more_body", False)
    except BaseException as error:
        kept.close()
        if isinstance(error, TimeoutError):
            raise TooSlow from None
        raise
    kept.seek(0)
    return kept


async def _read(receive: Receive, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    more = True
    while more and size <= READ_ON * most:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        size += len(message.get("body", b""))
        if size <= most:
            parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    if size > most:
        raise TooLarge
    return b"".join(parts)
