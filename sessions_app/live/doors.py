"""Who may look at what, asked once per line.

A participant's cookie is proof by itself, so a thousand phones that come back in one second cost
one look-up of their code. For console and projector Django decides, with its own session.
"""

import asyncio
import time
from io import BytesIO

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest

from sessions_app import access, codes, pens
from sessions_app.access import Seat
from sessions_app.live import threads
from sessions_app.models import DialogueSession, JoinCode

FRESH = 1.0  # seconds that what a code opens is remembered


class NoEntry(Exception):
    """Wrong code, a closed door or somebody else's session: the page of that address says which."""


_codes: dict[str, tuple[float, asyncio.Future[JoinCode | None]]] = {}


async def seat(typed_code: str, cookies: dict[str, str]) -> Seat:
    """Where a participant's code leads; as `access.seat`, but without a query per phone.

    Raises `NoEntry` when it leads nowhere.
    """
    found = await _code(codes.read_code(typed_code))
    if found is None:
        raise NoEntry
    cookie = cookies.get(pens.cookie_name(found.session.ref))
    return Seat(found.session, pens.unseal(found.session.ref, cookie), found.current)


async def _code(code: str) -> JoinCode | None:
    """What this code opens, asked once a second at most, however many phones come."""
    now = time.monotonic()
    known = _codes.get(code)
    if known is None or now - known[0] > FRESH:
        if len(_codes) > 1000:
            _codes.clear()
        known = (now, asyncio.ensure_future(threads.asking(codes.find, code)))
        _codes[code] = known
    try:
        return await asyncio.shield(known[1])
    except Exception:
        _codes.pop(code, None)
        raise


def forget(session_ref: str) -> None:
    """This session changed: ask again what its codes open."""
    for code, (_, found) in list(_codes.items()):
        known = found.result() if found.done() and not found.exception() else None
        if known is not None and known.session.ref == session_ref:
            del _codes[code]


async def facilitator(scope: dict, ref: str, surface: str) -> bool:
    """Let this request see console or projector; True when the session has ended."""
    return await threads.asking(_may_see, scope, ref, surface)


def phone(secret: str | None) -> int | None:
    """By what presence knows a phone: means nothing outside this process."""
    return None if secret is None else hash(secret)


def _may_see(scope: dict, ref: str, surface: str) -> bool:
    request = ASGIRequest(scope, BytesIO())
    SessionMiddleware(_nothing).process_request(request)
    AuthenticationMiddleware(_nothing).process_request(request)
    fetch = access.session_to_lead if surface == "console" else access.session_to_show
    try:
        session: DialogueSession = fetch(request, ref)
    except Http404:
        raise NoEntry from None
    return session.ended


def _nothing(request: HttpRequest) -> None:
    """Stands where a middleware wants the next one; only its first half is used here."""
