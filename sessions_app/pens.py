"""The secret in a participant's browser, and the pens made of it.

Nobody can be traced: the server stores no secret. A pen is `HMAC(secret, public id)`, so one
person's pens for two questions have nothing in common for whoever lacks the secret.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping

from django.conf import settings
from django.core import signing


def cookie_name(session_ref: str) -> str:
    """The cookie that keeps the secret for one session."""
    return f"{settings.COOKIE_PREFIX}deelname_{session_ref}"


def new_secret() -> str:
    """A fresh secret: 192 random bits."""
    return secrets.token_urlsafe(24)


def left() -> str:
    """In place of a secret: this browser was in, and nobody knows any more as whom."""
    return "geweest"


def seal(session_ref: str, secret: str) -> str:
    """The secret as the cookie holds it, signed for this one session."""
    return _signer(session_ref).sign(secret)


def unseal(session_ref: str, cookie: str | None) -> str | None:
    """The secret in a cookie, or None when it is missing or forged."""
    if not cookie:
        return None
    try:
        return _signer(session_ref).unsign(cookie)
    except signing.BadSignature:
        return None


def held(cookies: Mapping[str, str]) -> dict[str, str]:
    """The secrets that a browser brings, by public id of their session; what is forged is not."""
    start = cookie_name("")
    found = {}
    for name, cookie in cookies.items():
        if name.startswith(start):
            ref = name[len(start) :]
            if secret := unseal(ref, cookie):
                found[ref] = secret
    return found


def pen(secret: str, public_id: str) -> str:
    """The pen with which this browser writes under this id: 64 hex digits."""
    return hmac.digest(secret.encode(), public_id.encode(), hashlib.sha256).hex()


def hand(secret: str) -> Callable[[str], str]:
    """As `pen`, by id, for who writes under many at once: half of the work is the same for all."""
    begun = hmac.new(secret.encode(), digestmod=hashlib.sha256)

    def write(public_id: str) -> str:
        made = begun.copy()
        made.update(public_id.encode())
        return made.hexdigest()

    return write


def join_pen(secret: str, session_ref: str) -> str:
    """The pen of having joined."""
    return pen(secret, f"join:{session_ref}")


def _signer(session_ref: str) -> signing.Signer:
    return signing.Signer(salt=f"sessions_app.deelname:{session_ref}")
