"""What a reply needs of accounts, after a view has done its work."""

from collections.abc import Callable

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from accounts import budgets
from accounts.models import User

GetResponse = Callable[[HttpRequest], HttpResponse]


@receiver(user_logged_in)
def note(request: HttpRequest, user: User, **rest: object) -> None:
    """This request logged somebody in."""
    request.logged_in_now = user  # type: ignore[attr-defined]


def known_browser(get_response: GetResponse) -> GetResponse:
    """Whoever logs in is known in this browser from then on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user = getattr(request, "logged_in_now", None)
        if user is not None:
            budgets.remember(request, response, user)
        return response

    return middleware
