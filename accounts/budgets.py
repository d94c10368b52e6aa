"""How often a code for logging in may be asked, so that nobody keeps somebody else out.

A browser that logged in to an account before holds a signed cookie that says so, and has a budget
of its own. Strangers share one per network and address: whatever they ask for, the owner's browser
goes on. Why not one budget per address: docs/decisions/0014.
"""

import secrets

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from accounts.models import User

COOKIE_SECONDS = 180 * 24 * 3600
_signer = TimestampSigner(salt="accounts.known_browser")


def may_ask(request: HttpRequest, address: str, user: User | None) -> bool:
    """Count one request for a code at this address, and say whether it is within the budget."""
    browser = known_browser(request, user)
    if browser:
        return ratelimit.consume(request, action="code_for_known_browser", key=browser)
    here = get_adapter().get_client_ip(request)
    return ratelimit.consume(request, action="code_from_network") and ratelimit.consume(
        request, action="code_for_stranger", key=f"{here} {address.lower()}"
    )


def known_browser(request: HttpRequest, user: User | None) -> str:
    """What tells this browser from others, when this user logged in with it before; else ''."""
    said = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, "")
    try:
        whose, _, browser = _signer.unsign(said, max_age=COOKIE_SECONDS).partition("-")
    except BadSignature:
        return ""
    return browser if user is not None and whose == str(user.pk) else ""


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Give this browser the cookie by which it is known next time."""
    browser = known_browser(request, user) or secrets.token_urlsafe(9)
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE,
        _signer.sign(f"{user.pk}-{browser}"),
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
