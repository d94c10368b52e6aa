"""The headers for safety of what does not go through Django.

A page has those that Django's middleware gives, asked of that same middleware, once, so that a rule
of the settings holds everywhere. What is no page needs less: a whole room joins within seconds, and
three replies of each phone were a kilobyte heavier than what they said.
"""

import re
from functools import cache, lru_cache
from io import BytesIO

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.utils.module_loading import import_string

Header = tuple[bytes, bytes]
MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bijnaderinzien.middleware.permissions_policy",
)
# Nothing in it runs or loads, and no page shows it as its own: all that a page's policy could add.
_NOTHING = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_ALWAYS = {b"x-content-type-options", b"strict-transport-security"}
# A browser reads this of every hop of a navigation, and would part the next page from its window.
_ON_THE_WAY = {b"cross-origin-opener-policy"}
_CHARSET = re.compile(rb"charset\s*=\s*([^;]*)", re.IGNORECASE)


def safety(status: int, kind: bytes) -> tuple[Header, ...]:
    """What a reply with this status and content type needs; names in lower case, and values."""
    leads_on = 300 <= status < 400
    if kind.startswith(b"text/html") and not leads_on:
        return of_pages()
    return _of_the_rest(leads_on)


@cache
def _of_the_rest(leads_on: bool) -> tuple[Header, ...]:
    names = _ALWAYS | (_ON_THE_WAY if leads_on else set())
    return (_NOTHING, *(header for header in of_pages() if header[0] in names))


@cache
def of_pages() -> tuple[Header, ...]:
    """What every page has."""

    def nothing(request: HttpRequest) -> HttpResponse:
        response = HttpResponse()
        del response["Content-Type"]
        return response

    answer = nothing
    for path in reversed(MIDDLEWARE):
        answer = import_string(path)(answer)
    # Asked as over HTTPS, or there would be no Strict-Transport-Security.
    request = ASGIRequest(
        {"type": "http", "method": "GET", "path": "/", "headers": [], "scheme": "https"}, BytesIO()
    )
    request._get_scheme = lambda: "https"  # type: ignore[attr-defined]
    return tuple(
        (name.lower().encode("latin1"), value.encode("latin1"))
        for name, value in answer(request).items()
    )


def ours(host: bytes) -> bool:
    """Whether the site answers to this name (`ALLOWED_HOSTS`)."""
    return _ours(host, tuple(settings.ALLOWED_HOSTS))


@lru_cache(256)
def _ours(host: bytes, allowed: tuple[str, ...]) -> bool:
    domain, _ = split_domain_port(host.decode("latin1"))
    return bool(domain) and validate_host(domain, allowed)


def readable(scope: dict) -> bool:
    """Whether what is sent is in UTF-8, as all our forms are.

    Django reads with any charset that is named, also with those that are no text at all, and does
    so before anything of ours could catch what it raises.
    """
    for name, value in scope["headers"]:
        if name == b"content-type":
            named = _CHARSET.findall(value)
            if any(c.strip(b" \t\"'").lower() not in (b"utf-8", b"utf8") for c in named):
                return False
    return True
