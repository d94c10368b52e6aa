"""The way in: typing a code that was mailed, and links that log in once. All else is allauth's."""

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import LoginByCodeStage
from allauth.account.views import ConfirmLoginCodeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.entrance import Entrance
from accounts.models import LoginLink

PHONE_LASTS = 12 * 3600  # seconds: the day of a session


@login_not_required
def to_login(request: HttpRequest) -> HttpResponse:
    """Addresses from when making an account was another page than logging in."""
    return redirect(f"{reverse('account_login')}?{request.GET.urlencode()}".rstrip("?"))


@method_decorator(
    login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_login"),
    name="dispatch",
)
class ConfirmCode(ConfirmLoginCodeView):
    """The page on which the code is typed; it asks the same of everybody."""

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As allauth's, with our way in: any address may come back with its code."""
        self.stage = request._login_stage  # type: ignore[attr-defined]  # set by the decorator
        self._process = Entrance.resume(self.stage)
        if self._process is None:
            return self._again("De code werkt niet meer. Vraag een nieuwe code aan.")
        return super(ConfirmLoginCodeView, self).dispatch(request, *args, **kwargs)

    def form_invalid(self, form: Form) -> HttpResponse:
        """Say what is wrong; after a few wrong codes only a new one helps."""
        empty = form.has_error("code", "required")
        if empty or (self._process and self._process.record_invalid_attempt()):
            return self.render_to_response(self.get_context_data(form=form))
        return self._again("De code klopte een paar keer niet. Vraag een nieuwe code aan.")

    def _again(self, sentence: str) -> HttpResponse:
        """Back to asking for a code, on the way to the same page."""
        messages.error(self.request, sentence)
        return redirect(self.passthrough_next_url(reverse("account_login")))


confirm_code = ConfirmCode.as_view()


@login_not_required
@require_GET
def once(request: HttpRequest, token: str) -> HttpResponse:
    """Log the link's user in, once, and go on to `next`. Does not exist with DEBUG off."""
    if not settings.DEBUG:
        raise Http404
    user = LoginLink.objects.redeem(token, LoginLink.Purpose.DEMO)
    if user is None:
        messages.error(
            request,
            "Deze inloglink is al gebruikt of verlopen. Log in met een code per e-mail.",
        )
        return redirect("account_login")
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    # On a machine of one's own the link stands for both factors of the back office.
    record_authentication(request, user, method="mfa", type="demo")
    return redirect(_next(request))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def on_phone(request: HttpRequest, token: str) -> HttpResponse:
    """Log in on one's own phone by the QR code of the console, by a press.

    Looking uses nothing up (a phone shows a preview of what it scans), and the page says whose
    account it is, so that nobody goes on in somebody else's by mistake.
    """
    links = LoginLink.objects
    if request.method != "POST":
        user = links.whose(token, LoginLink.Purpose.PHONE)
        status = 200 if user else 404
        return render(request, "account/on_phone.html", {"owner": user}, status=status)
    user = links.redeem(token, LoginLink.Purpose.PHONE)
    if user is None:
        return render(request, "account/on_phone.html", {"owner": None}, status=404)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.set_expiry(PHONE_LASTS)
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    """Where to go after logging in."""
    target = request.GET.get("next", "")
    fine = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return target if fine else "/sessies/"
