"""Codes that lead nowhere, counted per address: guessing must not pay.

Only failures are counted, never joins: a whole ward shares one address.
"""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

PER_MINUTE = 30


def one_too_many(request: HttpRequest) -> bool:
    """Count a failed code; True when this address failed more than 30 times this minute.

    The cache holds a keyed hash, not the address itself.
    """
    address = get_adapter().get_client_ip(request)
    minute = int(time.time() // 60)
    key = salted_hmac("sessions_app.tries", f"{address} {minute}", algorithm="sha256").hexdigest()
    # Twice the minute: the count must not vanish between the two calls.
    cache.add(key, 0, timeout=120)
    return cache.incr(key) > PER_MINUTE
