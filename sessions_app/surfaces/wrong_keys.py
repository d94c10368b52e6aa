"""Keys of links that led nowhere, counted by where they came from: guessing does not pay."""

from allauth.core import ratelimit
from django.http import HttpRequest

from accounts import counts
from sessions_app.live import guessing
from sessions_app.writing import writing


def within_budget(request: HttpRequest, action: str) -> bool:
    """Count a key that led nowhere; whether that is within the budget (ACCOUNT_RATE_LIMITS).

    A right key is never counted: a whole ward shares one address.
    """
    asked = HttpRequest()
    asked.method = "POST"  # a GET is never counted
    address = guessing.address_of({"client": (request.META.get("REMOTE_ADDR", ""), 0)})
    with writing(durable=False):
        counts.forget_old()
        return bool(ratelimit.consume(asked, action=action, key=address))
