"""The stream of a surface, and the same by asking again and again.

Not a Django view: Django keeps a thread for every open streaming response. Here a waiting phone
costs one sleeping coroutine (docs/performance.md).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from zlib import crc32

from sessions_app.live import doors, events, packing
from sessions_app.live.frame import CONSOLE, PARTICIPANT, PROJECTOR
from sessions_app.live.headers import safety
from sessions_app.live.hub import hub
from sessions_app.live.line import Line
from sessions_app.live.replies import Scope, Send, cookies, header, reply, reply_json

Receive = Callable[[], Awaitable[dict]]
KIND = b"text/event-stream; charset=utf-8"
HEADERS = [
    (b"content-type", KIND),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"vary", b"accept-encoding"),
]
PLAIN = b"plat=1"  # in the address: this way here, a compressed stream does not come through
SURFACES = {"leiden": CONSOLE, "scherm": PROJECTOR}


async def stream(scope: Scope, receive: Receive, send: Send, surface: str, key: str) -> None:
    """Server-sent events until the session ends, the phone goes or the server stops.

    `key` is the join code of a participant, else the public id of the session. Raises
    `doors.NoEntry` before anything was sent.
    """
    entry = await _authorise(scope, surface, key)
    if entry.ended:
        await reply(send, 204)
        return
    if hub.closing:
        await reply(send, 503, b"", ((b"retry-after", b"1"),))
        return
    packed = packing.accepts(header(scope, b"accept-encoding")) and scope["query_string"] != PLAIN
    encoding = [(b"content-encoding", b"gzip")] if packed else []
    headers = [*HEADERS, *encoding, *safety(200, KIND)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    opening, total = events.opening(), packing.Sum() if packed else None
    if total is not None:
        total.add(opening)
        opening = packing.HEAD + packing.stored(opening)
    await send({"type": "http.response.body", "body": opening, "more_body": True})
    line = Line(send, entry.phone, total)
    hub.enter(entry.ref, surface, line, entry.screen_round)
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        hub.leave(entry.ref, surface, line)


async def poll(scope: Scope, send: Send, surface: str, key: str) -> None:
    """The current frame as JSON, for where a proxy holds the stream back.

    304 when the asker has it. Raises `doors.NoEntry` before anything was sent.
    """
    entry = await _authorise(scope, surface, key)
    try:
        shown, tally = await hub.look(entry.ref, surface, entry.phone)
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


@dataclass(frozen=True)
class _Entry:
    """Whose stream this is."""

    ref: str  # of the session
    ended: bool
    phone: int | None = None  # by what presence knows it
    screen_round: int | None = None  # for console and projector


async def _authorise(scope: Scope, surface: str, key: str) -> _Entry:
    if surface == PARTICIPANT:
        seat = await doors.seat(key, cookies(scope))
        return _Entry(seat.session.ref, seat.session.ended, doors.phone(seat.secret))
    session = await doors.facilitator(scope, key, surface)
    return _Entry(key, session.ended, screen_round=session.screen_round)
