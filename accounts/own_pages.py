"""The pages of one's own account that are ours: what is kept, where one is logged in, leaving."""

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import belongings, browsers, export, leaving
from accounts.models import User


class LeaveForm(forms.Form):
    """What becomes of what only this person has, and that they mean it."""

    GONE, LEFT = "weg", "laat"

    rest = forms.ChoiceField(
        label="Wat gebeurt er met je sessies?",
        widget=forms.RadioSelect,
        choices=[
            (GONE, "Verwijder ze ook, met hun verslagen en codes"),
            (LEFT, "Laat ze staan. Het beheer zoekt iemand die ervoor zorgt"),
        ],
        error_messages={"required": "Kies wat er met je sessies gebeurt."},
    )
    address = forms.CharField(
        label="Typ je e-mailadres, dan weten we zeker dat je dit wilt",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, user: User, data: QueryDict | None, has_rest: bool) -> None:
        super().__init__(data)
        self.user = user
        if not has_rest:
            del self.fields["rest"]

    def clean_address(self) -> str:
        """Their own address."""
        typed = self.cleaned_data["address"].strip().lower()
        if typed != self.user.email.lower():
            raise forms.ValidationError(
                f"Dit is niet het adres van dit account. Typ {self.user.email}."
            )
        return typed


@require_safe
@never_cache
def data(request: HttpRequest) -> HttpResponse:
    """What is kept of this account, and the two ways to have it: a file, and gone."""
    return render(request, "account/data.html", {"rest": belongings.summary(_user(request))})


@require_safe
@never_cache
def data_file(request: HttpRequest) -> HttpResponse:
    """All of it as one file."""
    response = JsonResponse(
        export.of(_user(request)),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="bij-nader-inzien-{day}.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Delete one's own account."""
    user = _user(request)
    rest = belongings.summary(user)
    form = LeaveForm(user, request.POST if request.method == "POST" else None, bool(rest))
    problem = ""
    if form.is_valid():
        try:
            leaving.leave(user, form.cleaned_data.get("rest") == LeaveForm.LEFT)
        except leaving.MayNotGo as refused:
            problem = refused.sentence
        else:
            request.session.flush()
            request.user = AnonymousUser()
            messages.success(request, "Je account is verwijderd.")
            return redirect("pages:home")
    status = 422 if form.errors or problem else 200
    context = {"form": form, "rest": rest, "problem": problem}
    return render(request, "account/leave.html", context, status=status)


@require_safe
@never_cache
def logged_in(request: HttpRequest) -> HttpResponse:
    """Where this person is logged in."""
    here = request.session.session_key
    return render(
        request, "account/browsers.html", {"browsers": browsers.of(_user(request)), "here": here}
    )


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Log out in one other browser, or in all others."""
    which = request.POST.get("browser", "")
    if which == "andere":
        browsers.end_others(_user(request), request.session.session_key or "")
        messages.success(request, "Je bent overal anders uitgelogd.")
    elif which.isascii() and which.isdecimal() and len(which) < 19:
        browsers.end(_user(request), int(which))
        messages.success(request, "Daar ben je nu uitgelogd.")
    return redirect("accounts:logged_in")


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)  # every page asks for a log-in
