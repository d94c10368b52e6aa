"""Small HTTP answers of the routes beside Django, and Django's pages where people read them."""

import json
from collections.abc import Awaitable, Callable
from io import BytesIO

from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.urls import ResolverMatch

from sessions_app.live import threads

Scope = dict
Send = Callable[[dict], Awaitable[None]]
NO_STORE = (b"cache-control", b"no-store")
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
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [*headers, *length, NO_STORE, (b"x-content-type-options", b"nosniff")],
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
    response = await threads.asking(_page, scope, body, view)
    headers = [
        (name.encode("latin1"), value.encode("latin1"))
        for name, value in response.items()
        if name.lower() not in ("content-length", "cache-control")
    ]
    headers += [(b"set-cookie", c.OutputString().encode()) for c in response.cookies.values()]
    await reply(send, response.status_code, response.content, tuple(headers))


def _page(scope: Scope, body: bytes, view: View) -> HttpResponse:
    if not _pages:
        handler = _Pages()
        handler.load_middleware()
        _pages.append(handler)
    request = ASGIRequest(scope, BytesIO(body))
    request.view_of_ours = view  # type: ignore[attr-defined]
    return _pages[0].get_response(request)
