"""The server: live routes beside Django, all other pages through Django in a few fixed threads.

Django's ASGI handler would cost a thread context per request, and a thread per open stream
(docs/performance.md), so pages go through its WSGI handler.
"""

import asyncio
import gc
import os
import re
import signal
from collections.abc import Awaitable, Callable
from functools import partial

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bijnaderinzien.settings")
pages = WSGIMiddleware(get_wsgi_application(), workers=4)  # sets up Django, so before the rest

from django.urls import reverse  # noqa: E402

from sessions_app.live import answers, doors, frames, stream  # noqa: E402
from sessions_app.live.hub import hub  # noqa: E402
from sessions_app.live.listener import listener  # noqa: E402
from sessions_app.live.replies import reply  # noqa: E402
from sessions_app.live.writer import writer  # noqa: E402
from sessions_app.views.participant import answer_refused as refused  # noqa: E402

Scope = dict
Receive = Callable[[], Awaitable[dict]]
Send = Callable[[dict], Awaitable[None]]

PARTICIPANT = re.compile(r"/m/([^/]+)/(?:(stroom|beeld)|stap/([^/]+)/antwoord)/")
FACILITATOR = re.compile(r"(/sessies/([^/]+)/(leiden|scherm)/)(stroom|beeld)/")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Every request of the site."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _request(scope, receive, send)


async def _request(scope: Scope, receive: Receive, send: Send) -> None:
    path = scope["path"]
    if found := PARTICIPANT.fullmatch(path):
        code, look, step = found.groups()
        page = f"/m/{code}/"
        if step:
            work = partial(answers.answer, scope, receive, send, code, step, refused)
        else:
            work = partial(_look, scope, receive, send, look, frames.PARTICIPANT, code)
    elif found := FACILITATOR.fullmatch(path):
        page, ref, surface, look = found.groups()
        work = partial(_look, scope, receive, send, look, stream.SURFACES[surface], ref)
    else:
        await pages(scope, receive, send)
        return
    try:
        await work()
    except doors.NoEntry:
        # The page of that address says what to do, with the status that belongs to it.
        asked = {**scope, "method": "GET", "path": page, "raw_path": page.encode()}
        await pages(asked, receive, send)


async def _look(
    scope: Scope, receive: Receive, send: Send, look: str, surface: str, key: str
) -> None:
    if scope["method"] not in ("GET", "HEAD"):
        await reply(send, 405, headers=((b"allow", b"GET, HEAD"),))
    elif look == "stroom":
        await stream.stream(scope, receive, send, surface, key)
    else:
        await stream.poll(scope, send, surface, key)


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    _get_ready()
    hub.start()
    writer.start()
    listener.start()
    _close_streams_first()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    listener.stop()
    await hub.stop()
    await writer.stop()
    await send({"type": "lifespan.shutdown.complete"})


def _get_ready() -> None:
    """What the first visitor would wait for otherwise, with a whole room behind them."""
    frames.load()
    reverse("participant:find")  # the first address that is asked for reads all of them
    # What is there now stays. Without this the collector stops everybody for a tenth of a second
    # to look through all of it, each time that a few hundred phones came in.
    gc.collect()
    gc.freeze()


def _close_streams_first() -> None:
    """On a stop, close the streams before the server waits for them to end by themselves."""
    loop = asyncio.get_running_loop()

    def chain(number: int, before: Callable) -> None:
        def stop(signum: int, frame: object) -> None:
            loop.call_soon_threadsafe(hub.close)
            before(signum, frame)

        signal.signal(number, stop)

    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)
        if callable(before):
            chain(number, before)
