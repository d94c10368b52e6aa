"""The one-time link of the demo; everything else about accounts is allauth's."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from accounts.models import LoginLink


@login_not_required
@require_GET
def once(request: HttpRequest, token: str) -> HttpResponse:
    """Log the link's user in, once, and go on to `next`. Does not exist with DEBUG off."""
    if not settings.DEBUG:
        raise Http404
    user = LoginLink.objects.redeem(token)
    if user is None:
        messages.error(
            request,
            "Deze inloglink is al gebruikt of verlopen. Log in met een code per e-mail.",
        )
        return redirect("account_login")
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/sessies/"
    return redirect(target)
