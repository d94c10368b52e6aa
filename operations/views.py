"""What a person may ask of how the site runs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from operations import outbox


@login_not_required
@require_GET
def mail_state(request: HttpRequest, key: str) -> HttpResponse:
    """What became of the last letter to the address behind this key, as a part of a page.

    The same for every address, whether it has an account or not: either gets a letter.
    """
    context = {"state": outbox.state(key)}
    return render(request, "operations/mail_state.html#said", context)
