"""Small HTTP answers of the routes beside Django, and Django's pages where people read them."""

import json
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.middleware.gzip import GZipMiddleware
from django.urls import ResolverMatch
from django.utils.module_loading import import_string

from sessions_app.live import threads
from sessions_app.live.headers import of_pages, safety

Scope = dict
Send = Callable[[dict], Awaitable[None]]
NO_STORE = (b"cache-control", b"no-store")
FILLED_IN = "filled-in-for-each-browser"  # stands where a page that many get has a token of its own
SEE_OTHER = 303
SOUND = "bijnaderinzien.middleware.sound"  # stands above us: by name, as the settings know it
View = Callable[[HttpRequest], HttpResponse]


def header(scope: Scope, name: bytes) -> str:
    """A header of the request; '' when it is missing. Several cookies lines are joined."""
    found = [value for key, value in scope["headers"] if key == name]
    return b"; ".join(found).decode("latin1")


def cookies(scope: Scope) -> dict[str, str]:
    """The cookies of the request."""
    return parse_cookie(header(scope, b"cookie"))


async def reply(
    send: Send, status: int, body: bytes = b"", headers: tuple[tuple[bytes, bytes], ...] = ()
) -> None:
    """A whole answer at once; never stored by anybody on the way."""
    length = ((b"content-length", b"%d" % len(body)),) if status not in (204, 304) else ()
    kind = next((value for name, value in headers if name == b"content-type"), b"")
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [*headers, *length, NO_STORE, *safety(status, kind)],
        }
    )
    await send({"type": "http.response.body", "body": body})


async def reply_json(send: Send, status: int, data: dict, *headers: tuple[bytes, bytes]) -> None:
    """An answer for scripts."""
    body = json.dumps(data, ensure_ascii=False).encode()
    await reply(send, status, body, ((b"content-type", b"application/json"), *headers))


class _Pages(BaseHandler):
    """Django's middleware around a view that we hand over with the request."""

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        match = ResolverMatch(request.view_of_ours, (), {})  # type: ignore[attr-defined]
        request.resolver_match = match
        return match


_pages: list[_Pages] = []


async def reply_page(scope: Scope, send: Send, body: bytes, view: View) -> None:
    """What `view` says, with all that Django's middleware adds to a page."""
    await _reply_as(send, await threads.asking(_page, scope, body, view))


async def reply_made(scope: Scope, send: Send, html: str) -> None:
    """A page that is there already, in which only the visitor's token is missing (`FILLED_IN`).

    A whole room asks for it within seconds. It needs no database, so it needs no thread, and of
    Django's middleware only what says something about this page.
    """
    request = ASGIRequest(scope, BytesIO())

    def fill_in(asked: HttpRequest) -> HttpResponse:
        return HttpResponse(html.replace(FILLED_IN, get_token(asked)))

    response = GZipMiddleware(CsrfViewMiddleware(fill_in))(request)
    await _reply_as(send, cast(HttpResponse, response))  # nothing in it is async


async def reply_light(scope: Scope, send: Send, body: bytes, view: View) -> bool:
    """Where `view` leads on to, for a visitor without a log-in; False when it says anything else.

    Leading on needs of Django's middleware only what guards a form, which is a third of its time.
    Nothing was sent when this says False: the whole of `reply_page` says why not, and how.
    """
    if settings.SESSION_COOKIE_NAME in cookies(scope):
        return False
    response = await threads.asking(_light, scope, body, view)
    if response.status_code != SEE_OTHER:
        return False
    await _reply_as(send, response)
    return True


def _light(scope: Scope, body: bytes, view: View) -> HttpResponse:
    def guarded(request: HttpRequest) -> HttpResponse:
        csrf.process_request(request)
        refused = csrf.process_view(request, view, (), {})
        return refused or cast(HttpResponse, csrf.process_response(request, view(request)))

    csrf = CsrfViewMiddleware(view)
    request = ASGIRequest(scope, BytesIO(body))
    request.user = AnonymousUser()
    sound = import_string(SOUND)
    return sound(guarded)(request)


async def _reply_as(send: Send, response: HttpResponse) -> None:
    ours = {b"content-length", b"cache-control", *(name for name, _ in of_pages())}
    named = [(n.lower().encode("latin1"), v.encode("latin1")) for n, v in response.items()]
    headers = [(name, value) for name, value in named if name not in ours]
    headers += [(b"set-cookie", c.OutputString().encode()) for c in response.cookies.values()]
    await reply(send, response.status_code, response.content, tuple(headers))


def _page(scope: Scope, body: bytes, view: View) -> HttpResponse:
    if not _pages:
        handler = _Pages()
        handler.load_middleware()
        _pages.append(handler)
    request = ASGIRequest(scope, BytesIO(body))
    request.view_of_ours = view  # type: ignore[attr-defined]
    return cast(HttpResponse, _pages[0].get_response(request))  # none of our views streams
