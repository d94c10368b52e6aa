"""What is made with the site's key and must go on to fit under the next one.

A key is changed while letters are out, screens are open and rooms talk. Whatever Django signs it
checks under older keys by itself (`SECRET_KEY_FALLBACKS`); what we make anew and compare does so
here.
"""

import hashlib
import hmac

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare


def signature(salt: str, value: str) -> str:
    """The signature to give out now."""
    return signing.Signer(salt=salt).signature(value)


def fits(given: str, salt: str, value: str, length: int | None = None) -> bool:
    """Whether somebody brings this value's signature (or its first part), under any key."""
    signer = signing.Signer(salt=salt)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [signer.signature(value, key)[:length] for key in keys]
    return any(constant_time_compare(given, signature) for signature in made)


def lasting() -> str:
    """The key for what must stay the same in the middle of a session: the oldest that is kept."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS][-1]


def lasting_digest(salt: str, value: str) -> str:
    """32 signs that stand for this value through a session, and don't say what it is."""
    made = hmac.new(lasting().encode(), f"{salt}:{value}".encode(), hashlib.sha256)
    return made.hexdigest()[:32]
