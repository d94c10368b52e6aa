"""The back office: for staff, and only after a second factor.

Whoever reads somebody's e-mail has their log-in code; that must not be enough to change what a
team is shown, or an account.
"""

from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class Office(AdminSite):
    """Django's, behind two factors."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff that showed a second factor since logging in."""
        return super().has_permission(request) and second_factor_shown(request)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """What is still missing: a log-in, a factor to show, or a factor at all."""
        target = _target(request)
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
        if not super().has_permission(request):
            raise PermissionDenied
        if second_factor_shown(request):
            return redirect(target)
        if is_mfa_enabled(request.user, FACTORS):
            return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': target})}")
        return render(request, "account/second_factor.html", status=403)


def second_factor_shown(request: HttpRequest) -> bool:
    """Whether this browser showed a second factor since it logged in."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def _target(request: HttpRequest) -> str:
    """The page of the office that was asked for."""
    asked = request.GET.get("next", "")
    fine = url_has_allowed_host_and_scheme(asked, {request.get_host()})
    return asked if fine else reverse("admin:index")
