"""The server: live routes beside Django, all other pages through Django in a few fixed threads.

Django's ASGI handler would cost a thread context per request, and a thread per open stream
(docs/performance.md), so pages go through its WSGI handler.
"""

import asyncio
import gc
import logging
import os
import re
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bijnaderinzien.settings")
django = get_wsgi_application()  # sets up Django, so before the rest

from django.db import DatabaseError, connection  # noqa: E402
from django.urls import reverse  # noqa: E402

from bijnaderinzien import health, refusals  # noqa: E402
from bijnaderinzien.bridge import Bridge  # noqa: E402
from operations import metrics, sentry  # noqa: E402
from operations.outbox import outbox  # noqa: E402
from sessions_app import attendance, surfaces, traces, upkeep  # noqa: E402
from sessions_app.live import answers, doors, entrance, film, stream, tryout  # noqa: E402
from sessions_app.live.headers import ours, readable  # noqa: E402
from sessions_app.live.hub import hub  # noqa: E402
from sessions_app.live.listener import listener  # noqa: E402
from sessions_app.live.replies import cookies, reply  # noqa: E402
from sessions_app.live.writer import writer  # noqa: E402
from sessions_app.surfaces.participant import views  # noqa: E402

logger = logging.getLogger(__name__)
STOPPING = 2.0  # seconds that a stop tries to send what waits, and to empty SQLite's log
Scope = dict
Receive = Callable[[], Awaitable[dict]]
Send = Callable[[dict], Awaitable[None]]

THREADS = 4  # for pages
LONGEST_ADDRESS = 8 * 1024  # bytes; a whole wish in the address is a few hundred
pages = Bridge(django, THREADS)

ROOM = re.compile(r"/m/([^/]+)/(.*)")
PARTICIPANT = re.compile(r"(?:(stroom|beeld)|stap/([^/]+)/antwoord)/")
TRYOUT = "/ruimtetest/lijn/"
FILM = re.compile(r"(/sessies/([^/]+)/scherm/)film/([^/]+)/(video|ondertitels)/")
FACILITATOR = re.compile(r"(/sessies/([^/]+)/(leiden|scherm)/)(stroom|beeld)/")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Every request of the site."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        try:
            await _request(scope, receive, send)
        except DatabaseError as error:
            await _without_database(error, send)


async def _without_database(error: DatabaseError, send: Send) -> None:
    """Beside Django: say that we are back soon, unless the mistake is ours or a line was begun."""
    if not refusals.database_gone(error):
        raise error
    logger.warning("The database could not be asked (%s)", type(error).__name__)
    with suppress(RuntimeError):  # an answer had begun: the line is closed, and comes back
        await refusals.refuse(send, 503)


async def _request(scope: Scope, receive: Receive, send: Send) -> None:
    path = scope["path"]
    if path in health.ROUTES and scope["method"] in ("GET", "HEAD"):
        await health.ROUTES[path](send)
        return
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    long = len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_ADDRESS
    if long or len(hosts) != 1 or not ours(hosts[0]) or not readable(scope):
        await refusals.refuse(send, 400)
        return
    if path == TRYOUT:
        await tryout.serve(scope, receive, send)
        return
    if found := ROOM.fullmatch(path):
        await _room(scope, receive, send, *found.groups())
        return
    if found := FILM.fullmatch(path):
        page, *of_what = found.groups()
        work = partial(film.serve, scope, receive, send, *of_what)
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


async def _room(scope: Scope, receive: Receive, send: Send, code: str, part: str) -> None:
    """Everything of one session's phones. Only the page itself is for who has no seat yet."""
    if not part:
        await entrance.enter(scope, receive, send, code, views.show, views.busy, views.at_hand)
        return
    try:
        if found := PARTICIPANT.fullmatch(part):
            look, step = found.groups()
            if step:
                await answers.answer(scope, receive, send, code, step, views.answer_refused)
            else:
                await _look(scope, receive, send, look, surfaces.PARTICIPANT, code)
        else:
            await doors.seat(code, cookies(scope))
            await pages(scope, receive, send)
    except doors.NoEntry:
        await entrance.no_seat(scope, send, code, views.show)


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
    await asyncio.to_thread(_end_forgotten)
    attendance.ask(hub.lately)
    sentry.start()
    hub.reached = metrics.hour.reached
    clock = asyncio.create_task(metrics.keep_time(hub.phones))
    hub.start(surfaces.render, surfaces.render_tally)
    writer.start()
    listener.start()
    outbox.start()
    _close_streams_first()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    clock.cancel()
    listener.stop()
    await hub.stop()
    await writer.stop()
    await asyncio.to_thread(outbox.stop, STOPPING)
    await asyncio.to_thread(traces.wipe_log_within, STOPPING)
    await send({"type": "lifespan.shutdown.complete"})


def _end_forgotten() -> None:
    """Before anybody is let in; a database that is not there yet waits for the next round."""
    try:
        upkeep.end_forgotten()
    except DatabaseError:
        logger.warning("Forgotten sessions could not be ended at the start")
    finally:
        connection.close()


def _get_ready() -> None:
    """What the first visitor would wait for otherwise, with a whole room behind them."""
    surfaces.load()
    for status in refusals.STATUSES:
        refusals.page(status)
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
