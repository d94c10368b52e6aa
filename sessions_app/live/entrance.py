"""The page of a code: who is in sees the step, a newcomer the door (docs/decisions/0017).

It is found here, in the event loop, where a code can wait for its turn without holding a thread;
what is shown is made by Django, as every page.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from sessions_app.access import Door
from sessions_app.live import bodies, doors, guessing
from sessions_app.live.replies import Scope, Send, cookies, reply_light, reply_made, reply_page

Receive = Callable[[], Awaitable[dict]]
LARGEST_BODY = 4 * 1024  # bytes: a token and a button


class Page(Protocol):
    """Makes the page of a code; `door` is None where it leads nowhere."""

    def __call__(self, request: HttpRequest, code: str, door: Door | None) -> HttpResponse: ...


class AtHand(Protocol):
    """The page of a code, when it was made a moment ago for somebody else who stands the same.

    `just_in` says that this browser took its seat a moment ago.
    """

    def __call__(self, code: str, door: Door, just_in: bool) -> str | None: ...


class Busy(Protocol):
    """Makes the page that asks to wait."""

    def __call__(self, request: HttpRequest, code: str) -> HttpResponse: ...


async def enter(
    scope: Scope,
    receive: Receive,
    send: Send,
    code: str,
    page: Page,
    busy: Busy,
    at_hand: AtHand,
) -> None:
    """Look (GET, HEAD) or take a seat (POST)."""
    body = b""
    if scope["method"] == "POST":
        try:
            body = await bodies.whole(receive, LARGEST_BODY)
        except bodies.Unreadable:  # no form of ours: without its token it is refused below
            body = b""
    try:
        door = await doors.door(scope, code, cookies(scope))
    except guessing.Busy:
        await reply_page(scope, send, body, _view(partial(busy, code=code)))
        return
    if scope["method"] == "GET" and door is not None:
        html = at_hand(code, door, doors.just_let_in(door) and not scope["query_string"])
        if html is not None:
            await reply_made(scope, send, html)
            return
    view = _view(partial(page, code=code, door=door))
    newcomer = door is not None and door.may_join and door.secret is None
    if scope["method"] == "POST" and newcomer and await reply_light(scope, send, body, view):
        return
    await reply_page(scope, send, body, view)


async def no_seat(scope: Scope, send: Send, code: str, page: Page) -> None:
    """A part of a session that needs a seat: without one nothing is looked up, and said."""
    asked = {**scope, "method": "GET"}
    await reply_page(asked, send, b"", _view(partial(page, code=code, door=None)))


def _view(work: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        return work(request)

    return view
