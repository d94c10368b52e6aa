"""From the event loop to Django's threads and back, so that no visitor can hold a thread.

A thread gets a request whose body is there already, and leaves its reply behind; sending that to
who reads slowly is work of the event loop (`wire` cuts off who does not read at all).
"""

import re
from collections.abc import Awaitable, Callable
from io import SEEK_END, BytesIO
from typing import IO, cast

from a2wsgi import WSGIMiddleware

from bijnaderinzien import refusals
from content import film_files
from sessions_app.live import bodies, doors

Scope = dict
Receive = Callable[[], Awaitable[dict]]
Send = Callable[[dict], Awaitable[None]]
Pages = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST = 128 * 1024  # bytes of a form; the longest of ours is a few thousand words
MOST_IN_OFFICE = 1_000_000  # bytes: an editor saves a whole theme at once
OFFICE = "/beheer/"
FILM = re.compile(r"/beheer/content/film/\d{1,10}/change/")  # where an editor puts a film's file
MOST_WITH_FILM = film_files.MOST + MOST_IN_OFFICE
PIECE = 256 * 1024  # bytes handed to a thread at once


class Bridge:
    """A WSGI application as an ASGI one, in a fixed number of threads."""

    def __init__(self, application: Callable, threads: int) -> None:
        # Its own types name every key of a scope; here a scope is a dict.
        self._pages = cast(Pages, WSGIMiddleware(application, workers=threads))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        body: IO[bytes] = BytesIO()
        if scope["method"] not in ("GET", "HEAD"):
            try:
                body = await _body(scope, receive)
            except bodies.TooLarge:
                await refusals.refuse(send, 413)
                return
            except bodies.TooSlow:
                await refusals.refuse(send, 408)
                return
            except bodies.Gone:
                return
        with body:
            await self._answer(scope, body, send)

    async def _answer(self, scope: Scope, body: IO[bytes], send: Send) -> None:
        kept: list[dict] = []

        async def keep(message: dict) -> None:
            kept.append(message)

        length = body.seek(0, SEEK_END)
        body.seek(0)
        await self._pages(_with_length(scope, length), _given(body, length), keep)
        await _hand_over(kept, send)


def _with_length(scope: Scope, length: int) -> Scope:
    """The request as it is now: whole, whatever was said of its length.

    Names with an underscore go: in WSGI they are the same as those with a hyphen, so a visitor
    could say what only the proxy may.
    """
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if name not in (b"content-length", b"transfer-encoding") and b"_" not in name
    ]
    return {**scope, "headers": [*headers, (b"content-length", b"%d" % length)]}


async def _body(scope: Scope, receive: Receive) -> IO[bytes]:
    """All that is sent; only who edits films may send one. Raises `bodies.Unreadable`."""
    if FILM.fullmatch(scope["path"]) and await doors.edits_films(scope):
        return await bodies.on_disk(receive, MOST_WITH_FILM)
    most = MOST_IN_OFFICE if scope["path"].startswith(OFFICE) else MOST
    return BytesIO(await bodies.whole(receive, most))


def _given(body: IO[bytes], length: int) -> Receive:
    async def receive() -> dict:
        piece = body.read(PIECE)
        return {"type": "http.request", "body": piece, "more_body": body.tell() < length}

    return receive


async def _hand_over(kept: list[dict], send: Send) -> None:
    """Send what the thread left behind: the head, and the body as one piece."""
    head = [message for message in kept if message["type"] == "http.response.start"]
    body = b"".join(m.get("body", b"") for m in kept if m["type"] == "http.response.body")
    for message in head[:1]:
        await send(message)
        await send({"type": "http.response.body", "body": body})
