"""Who may look at what, asked once per line.

A participant's cookie leads to their session without a look-up of the code, so it tells a guesser
nothing and needs no budget; a thousand phones that come back in one second cost one question. For
console and projector Django decides, with its own session.
"""

import asyncio
import time
from collections.abc import Callable
from io import BytesIO

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from sessions_app import access, codes, participation, pens, seats
from sessions_app.access import Door, Seat
from sessions_app.errors import Refused
from sessions_app.live import guessing, settling, threads
from sessions_app.models import DialogueSession, JoinCode, Participant

SURELY_HELD = seats.UNUSED.total_seconds() * 3 / 4  # seconds a given seat needs no asking for
FRESH = 1.0  # seconds that what was found is remembered
SAYS_NO_AFTER = 0.25  # seconds after which a newcomer hears that a code leads nowhere


class NoEntry(Exception):
    """No seat, or somebody else's session: the page of that address says what to do."""


class _Remembered[T]:
    """What was asked of the database, for a second, however many come with the same question."""

    def __init__(self, ask: Callable[[str], T]) -> None:
        self._ask = ask
        self._known: dict[str, tuple[float, asyncio.Future[T]]] = {}

    async def get(self, key: str) -> T:
        now = time.monotonic()
        known = self._known.get(key)
        if known is None or now - known[0] > FRESH:
            if len(self._known) > 1000:
                self._known.clear()
            known = (now, asyncio.ensure_future(threads.asking(self._ask, key)))
            self._known[key] = known
        try:
            return await asyncio.shield(known[1])
        except Exception:
            self._known.pop(key, None)
            raise

    def forget(self, which: Callable[[str, T], bool]) -> None:
        """Ask again about these."""
        for key, (_, found) in list(self._known.items()):
            if found.done() and not found.exception() and which(key, found.result()):
                del self._known[key]


def _codes_of(session_ref: str) -> tuple[DialogueSession, dict[str, JoinCode]] | None:
    """A session with all its codes."""
    found = DialogueSession.objects.filter(ref=session_ref, deleted_at=None)
    session = found.select_related("current").first()
    if session is None:
        return None
    return session, {found.code: found for found in session.codes.all()}


_own = _Remembered(_codes_of)  # by public id, for who is in
_doors = _Remembered(codes.find)  # by code, for newcomers
_seated: dict[str, set[str]] = {}  # per session the pens of seats that are used, so never freed
_sitting: set[int] = set()  # the same of who did something here, by `_browser`
_new: set[int] = set()  # seats that were given here just now and did nothing since, by `_browser`
_held: dict[int, float] = {}  # seats that were given here, and until when they surely are theirs


async def seat(typed_code: str, cookies: dict[str, str]) -> Seat:
    """The seat of somebody who takes part, which keeps it from freeing itself.

    Raises `NoEntry` for everybody else.
    """
    code = codes.read_code(typed_code)
    for ref, secret in pens.held(cookies).items():
        own = await _own.get(ref)
        if own is not None and code in own[1] and await _sits(own[0], secret):
            return Seat(own[0], secret)
    raise NoEntry


def let_in(session: DialogueSession, secret: str) -> None:
    """A seat was given just now. From any thread."""
    if len(_held) > 5000:
        _new.clear()
        _held.clear()
    browser = _browser(session, secret)
    _new.add(browser)
    _held[browser] = time.monotonic() + SURELY_HELD


def just_let_in(door: Door) -> bool:
    """Whether this browser has its seat since a moment and did nothing yet; says yes once."""
    if door.secret is None:
        return False
    browser = _browser(door.session, door.secret)
    if browser not in _new:
        return False
    _new.discard(browser)
    return True


def did_nothing_yet(seat: Seat) -> bool:
    """Whether this seat was given here and has had no line since, here or elsewhere."""
    return seat.held and _browser(seat.session, seat.secret) in _held


async def door(scope: dict, typed_code: str, cookies: dict[str, str]) -> Door | None:
    """Where the page of a code leads this browser; None when it leads nowhere, or might as well.

    Who was let in before is known by the cookie. A newcomer's code without its key takes its turn
    (`guessing`) before it is looked up; a no comes a fixed time later, so that its moment says as
    little as its words. Raises `guessing.Busy`.
    """
    code = codes.read_code(typed_code)
    for ref, secret in pens.held(cookies).items():
        own = await _own.get(ref)
        if own is not None and code in own[1]:
            return Door(own[0], own[1][code].current, secret=secret)
    given = QueryDict(scope.get("query_string", b"")).get("k", "")
    if codes.fits(code, given):
        return await _look_up(code, keyed=True)
    async with guessing.one_at_a_time(scope) as line:
        said_at = time.monotonic() + SAYS_NO_AFTER
        found = await _look_up(code, keyed=False)
        if found is not None and found.may_join:
            return found
        await line.miss()
    await asyncio.sleep(said_at - time.monotonic())
    return None


async def _look_up(code: str, keyed: bool) -> Door | None:
    """The door of this code; an open one is remembered for a moment, a closed one may open."""
    found = await _doors.get(code)
    door = Door(found.session, found.current, keyed) if found else None
    if door is None or not door.may_join:
        _doors.forget(lambda known, _: known == code)
    return door


async def _sits(session: DialogueSession, secret: str) -> bool:
    """Whether this secret has a seat, from now on used. About one that is, it asks once."""
    browser = _browser(session, secret)
    if session.ended or browser in _sitting:
        return True
    if session.ref not in _seated:
        if len(_seated) > 200:
            _seated.clear()
        _seated[session.ref] = await threads.asking(_used_seats, session.pk)
    pen = pens.join_pen(secret, session.ref)
    if pen in _seated.get(session.ref, ()):
        _sit(browser)
        return True
    _new.discard(browser)
    if time.monotonic() < _held.pop(browser, 0.0):
        settling.soon(session, secret)
    elif not await threads.asking(_sit_down, session, secret):
        return False
    _seated.setdefault(session.ref, set()).add(pen)
    _sit(browser)
    return True


def _sit(browser: int) -> None:
    """Note that this browser has a used seat; one that was forgotten is asked for again."""
    if len(_sitting) > 20_000:
        _sitting.clear()
    _sitting.add(browser)


def _browser(session: DialogueSession, secret: str) -> int:
    """By what a browser in one session is known here: no pen, and nothing outside this process."""
    return hash((session.ref, secret))


def _used_seats(session_pk: int) -> set[str]:
    return set(Participant.objects.filter(session_id=session_pk).values_list("pen", flat=True))


def _sit_down(session: DialogueSession, secret: str) -> bool:
    """Take the seat that was held, or one again when that freed itself; False in a full room."""
    try:
        participation.join(session, secret, returning=True)
    except participation.Full:
        return False
    except Refused:
        return True  # it ended just now, and after the end who was in needs no seat
    return True


def forget(session_ref: str) -> None:
    """This session changed: ask again what its codes open."""
    _own.forget(lambda ref, _: ref == session_ref)
    _doors.forget(lambda _, found: found is not None and found.session.ref == session_ref)


async def facilitator(scope: dict, ref: str, surface: str) -> DialogueSession:
    """The session of this console or projector, for who may see it; else `NoEntry`."""
    return await threads.asking(_may_see, scope, ref, surface)


def phone(secret: str) -> int:
    """By what presence knows a phone: means nothing outside this process."""
    return hash(secret)


async def edits_films(scope: dict) -> bool:
    """Whether whoever asks may change films, and so send a large file."""
    return await threads.asking(_edits_films, scope)


def _edits_films(scope: dict) -> bool:
    user = _logged_in(scope).user
    return user.is_staff and user.has_perm("content.change_film")


def _logged_in(scope: dict) -> HttpRequest:
    """The request, with who is logged in."""
    request = ASGIRequest(scope, BytesIO())
    sessions = SessionMiddleware(_nothing)
    sessions.SessionStore = _Looked
    sessions.process_request(request)
    AuthenticationMiddleware(_nothing).process_request(request)
    return request


def _may_see(scope: dict, ref: str, surface: str) -> DialogueSession:
    request = _logged_in(scope)
    fetch = access.session_to_lead if surface == "console" else access.session_to_show
    try:
        return fetch(request, ref)
    except Http404:
        raise NoEntry from None


class _Looked(SessionStore):
    """A log-in that is looked at, and never given a new number.

    Django does so when the log-in was made under an older SECRET_KEY. A stream sets no cookie, so
    the browser would be left with the old number: logged out, in the middle of a session.
    """

    key_salt = SessionStore().key_salt  # else its own name would be in it

    def cycle_key(self) -> None:
        """The next page does that."""


def _nothing(request: HttpRequest) -> HttpResponse:
    """Stands where a middleware wants the next one; only its first half is used here."""
    return HttpResponse()
