"""A line to try a network with: does what the server says come through at once, and stay?

Without a session and without anything of who asks. It goes exactly as a real line does: the same
headers, the same packing, as long a silence as a real one ever has.
"""

import asyncio
from collections.abc import Awaitable, Callable

from sessions_app.live import events, packing
from sessions_app.live.headers import safety
from sessions_app.live.hub import BEAT_EVERY, hub
from sessions_app.live.packing import Piece, Sum
from sessions_app.live.replies import Scope, Send, header, reply
from sessions_app.live.stream import HEADERS, KIND, PLAIN

Receive = Callable[[], Awaitable[dict]]
PAUSES = (0.0, 1.0, 1.0, BEAT_EVERY + 1.0)  # seconds before each line
AT_ONCE = 40  # lines that are tried at the same time, in one process
LOOKS = 0.5  # seconds between two looks whether this server stops

_open = 0


async def serve(
    scope: Scope, receive: Receive, send: Send, pauses: tuple[float, ...] = PAUSES
) -> None:
    """Some lines with a silence between them, and the end. 503 while many are trying already."""
    global _open
    if scope["method"] != "GET":
        await reply(send, 405, headers=((b"allow", b"GET"),))
        return
    if _open >= AT_ONCE or hub.closing:
        await reply(send, 503, headers=((b"retry-after", b"20"),))
        return
    _open += 1
    gone = asyncio.ensure_future(_gone(receive))
    try:
        await _say(scope, send, gone, pauses)
    finally:
        _open -= 1
        gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(scope: Scope, send: Send, gone: asyncio.Future, pauses: tuple[float, ...]) -> None:
    packed = packing.accepts(header(scope, b"accept-encoding")) and scope["query_string"] != PLAIN
    encoding = [(b"content-encoding", b"gzip")] if packed else []
    headers = [*HEADERS, *encoding, *safety(200, KIND)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    total = Sum()
    for number, pause in enumerate(pauses, 1):
        if not await _wait(pause, gone):
            return
        piece = Piece(events.event("regel", str(number)))
        total.add(piece.body)
        body = piece.packed if packed else piece.body
        start = packing.HEAD if packed and number == 1 else b""
        await send({"type": "http.response.body", "body": start + body, "more_body": True})
    await send({"type": "http.response.body", "body": total.tail() if packed else b""})


async def _wait(seconds: float, gone: asyncio.Future) -> bool:
    """So long, unless the asker is gone or this server stops; whether to go on."""
    left = seconds
    while left > 0 and not gone.done() and not hub.closing:
        await asyncio.wait({gone}, timeout=min(left, LOOKS))
        left -= LOOKS
    return not gone.done() and not hub.closing
