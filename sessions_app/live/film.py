"""A film's own file, for a screen: in ranges, so that it begins anywhere and goes on after a cut.

Beside Django, which would hold a thread and the whole film in memory. Only who may see the screen
of a session gets it, and only the film of a step in that session.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from pathlib import Path
from typing import IO

from content import film_files
from sessions_app.live import doors, threads
from sessions_app.live.frame import PROJECTOR
from sessions_app.live.headers import safety
from sessions_app.live.replies import Scope, Send, header, reply
from sessions_app.models import Step

Receive = Callable[[], Awaitable[dict]]
PIECE = 256 * 1024  # bytes sent at once
MOST = 4 * 1024 * 1024  # bytes of one reply to a range; a player asks for the rest itself
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
KEPT = b"private, max-age=86400"  # by that browser alone


class OutOfRange(Exception):
    """What was asked begins after the end."""


def part(asked: str, size: int) -> tuple[int, int] | None:
    """The first and last byte of what is asked in a Range header; None where it asks for all.

    No longer than `MOST`. More ranges at once, or what can't be read, is taken as
    all, as HTTP says. Raises `OutOfRange`.
    """
    found = RANGE.fullmatch(asked.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:  # so many at the end
        if not int(last) or not size:
            raise OutOfRange
        return max(0, size - int(last), size - MOST), size - 1
    begin, end = int(first), int(last) if last else size - 1
    if last and end < begin:
        return None
    if begin >= size:
        raise OutOfRange
    return begin, min(end, size - 1, begin + MOST - 1)


async def serve(
    scope: Scope, receive: Receive, send: Send, ref: str, step_ref: str, which: str
) -> None:
    """The video or the subtitles of this step's film.

    Raises `doors.NoEntry` before anything is sent.
    """
    if scope["method"] not in ("GET", "HEAD"):
        await reply(send, 405, headers=((b"allow", b"GET, HEAD"),))
        return
    session = await doors.facilitator(scope, ref, PROJECTOR)
    path = await threads.asking(_path, session.pk, step_ref, which)
    if path is None:
        await reply(send, 404)
        return
    try:
        file = path.open("rb")
    except OSError:  # taken away just now
        await reply(send, 404)
        return
    gone = asyncio.ensure_future(_gone(receive))
    try:
        with file:
            await _send(scope, send, file, path, gone)
    finally:
        gone.cancel()


async def _gone(receive: Receive) -> None:
    """Until the asker is gone: a player cuts its line whenever somebody moves the film."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _path(session_pk: int, step_ref: str, which: str) -> Path | None:
    step = Step.objects.filter(session_id=session_pk, ref=step_ref).first()
    film = step.script.film if step else None
    if film is None:
        return None
    own = film_files.of(film.youtube)
    return own.video if which == "video" else own.subtitles


async def _send(
    scope: Scope, send: Send, file: IO[bytes], path: Path, gone: asyncio.Future
) -> None:
    about = path.stat()
    size = about.st_size
    tag = f'"{about.st_mtime_ns:x}-{size:x}"'
    kind = film_files.kind(path).encode()
    heads = [
        (b"content-type", kind),
        (b"accept-ranges", b"bytes"),
        (b"etag", tag.encode()),
        (b"last-modified", formatdate(about.st_mtime, usegmt=True).encode()),
        (b"cache-control", KEPT),
        *safety(200, kind),
    ]
    asked = header(scope, b"range")
    if header(scope, b"if-range") not in ("", tag):
        asked = ""  # the file is another one by now
    try:
        found = part(asked, size)
    except OutOfRange:
        await reply(send, 416, headers=((b"content-range", b"bytes */%d" % size),))
        return
    begin, end = found or (0, size - 1)
    length = end - begin + 1
    heads.append((b"content-length", b"%d" % length))
    if found:
        heads.append((b"content-range", b"bytes %d-%d/%d" % (begin, end, size)))
    await send({"type": "http.response.start", "status": 206 if found else 200, "headers": heads})
    left = 0 if scope["method"] == "HEAD" else length
    file.seek(begin)
    while left > 0 and not gone.done():
        piece = await threads.reading(file.read, min(PIECE, left))
        if not piece:
            return  # shorter than it was: the line is cut, and the player asks again
        left -= len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": left > 0})
    if not length or scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
