"""The stream of a surface, and the same by asking again and again.

Not a Django view: Django keeps a thread for every open streaming response. Here a waiting phone
costs one sleeping coroutine (docs/performance.md).
"""

from collections.abc import Awaitable, Callable
from zlib import crc32

from sessions_app.live import doors, events, frames
from sessions_app.live.hub import hub
from sessions_app.live.line import Line
from sessions_app.live.replies import Scope, Send, cookies, header, reply, reply_json

Receive = Callable[[], Awaitable[dict]]
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
SURFACES = {"leiden": frames.CONSOLE, "scherm": frames.PROJECTOR}


async def stream(scope: Scope, receive: Receive, send: Send, surface: str, key: str) -> None:
    """Server-sent events until the session ends, the phone goes or the server stops.

    `key` is the join code of a participant, else the public id of the session. Raises
    `doors.NoEntry` before anything was sent.
    """
    ref, ended, phone = await _authorise(scope, surface, key)
    if ended:
        await reply(send, 204)
        return
    if hub.closing:
        await reply(send, 503, b"", ((b"retry-after", b"1"),))
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.body", "body": events.opening(), "more_body": True})
    line = Line(send, phone)
    hub.enter(ref, surface, line)
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        hub.leave(ref, surface, line)


async def poll(scope: Scope, send: Send, surface: str, key: str) -> None:
    """The current frame as JSON, for where a proxy holds the stream back.

    304 when the asker has it. Raises `doors.NoEntry` before anything was sent.
    """
    ref, _, phone = await _authorise(scope, surface, key)
    try:
        shown, tally = await hub.look(ref, surface, phone)
    except LookupError:
        await reply_json(send, 503, {"fout": "Even geduld, het beeld komt zo."})
        return
    tag = f'"{shown.version}-{crc32((tally or "").encode()):x}"'
    if header(scope, b"if-none-match") == tag:
        await reply(send, 304, headers=((b"etag", tag.encode()),))
        return
    data = {
        "version": shown.version,
        "html": shown.frame.html,
        "clock": shown.seconds_left(),
        "tally": tally,
        "ended": shown.frame.ended,
    }
    await reply_json(send, 200, data, (b"etag", tag.encode()))


async def _authorise(scope: Scope, surface: str, key: str) -> tuple[str, bool, int | None]:
    """Whose stream this is: session, whether it has ended, and the phone for presence."""
    if surface == frames.PARTICIPANT:
        seat = await doors.seat(key, cookies(scope))
        if seat.secret is None and not seat.may_join and not seat.session.ended:
            raise doors.NoEntry
        return seat.session.ref, seat.session.ended, doors.phone(seat.secret)
    return key, await doors.facilitator(scope, key, surface), None
