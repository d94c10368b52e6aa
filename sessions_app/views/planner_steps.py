"""Changing a programme step by step; scripts get the region back, others go to the page again."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from sessions_app import access, programmes
from sessions_app.errors import Refused
from sessions_app.forms import MinutesForm, NameForm, PlaceForm, StepForm
from sessions_app.models import DialogueSession
from sessions_app.views.planner_context import REMOVED, programme_context


@login_not_required
@require_POST
def rename(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Give a step another name."""
    session = access.session_to_plan(request, ref)
    changed = access.step_to_plan(session, step)
    form = NameForm(request.POST)

    def act() -> None:
        programmes.rename_step(changed, form.cleaned_data["naam"])

    return _change(request, session, form, act)


@login_not_required
@require_POST
def set_minutes(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Let a step last longer or shorter."""
    session = access.session_to_plan(request, ref)
    changed = access.step_to_plan(session, step)
    form = MinutesForm(request.POST)

    def act() -> None:
        programmes.set_minutes(changed, form.cleaned_data["minuten"])

    return _change(request, session, form, act)


@login_not_required
@require_POST
def move(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Put a step elsewhere."""
    session = access.session_to_plan(request, ref)
    changed = access.step_to_plan(session, step)
    form = PlaceForm(request.POST)

    def act() -> None:
        programmes.move_step(changed, form.cleaned_data["plaats"])

    return _change(request, session, form, act)


@login_not_required
@require_POST
def remove(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Take a step out; it can be put back until another one is taken out."""
    session = access.session_to_plan(request, ref)
    gone = access.step_to_plan(session, step)

    def act() -> None:
        removed = programmes.remove_step(gone)
        request.session[REMOVED] = request.session.get(REMOVED, {}) | {session.ref: removed}

    return _change(request, session, None, act)


@login_not_required
@require_POST
def put_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Put back the step that was taken out last."""
    session = access.session_to_plan(request, ref)
    kept = dict(request.session.get(REMOVED, {}))
    removed = kept.pop(session.ref, None)

    def act() -> None:
        if removed is None:
            raise Refused("Er is geen stap om terug te zetten.")
        programmes.put_back(session, removed)
        request.session[REMOVED] = kept

    return _change(request, session, None, act)


@login_not_required
@require_POST
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a step of one's own after another."""
    session = access.session_to_plan(request, ref)
    form = StepForm(request.POST)

    def act() -> None:
        known = form.cleaned_data
        after = access.step_to_plan(session, known["na"]) if known["na"] else None
        programmes.add_step(
            session, after, known["naam"], known["minuten"], known["tekst"], known["notitie"]
        )

    return _change(request, session, form, act)


def _change(
    request: HttpRequest, session: DialogueSession, form: Form | None, act: Callable[[], object]
) -> HttpResponse:
    """Act when the form is sound, and show the programme as it now is, or say what is wrong."""
    error = ""
    if form is not None and not form.is_valid():
        error = next(iter(form.errors.values()))[0]
    else:
        try:
            act()
        except Refused as refused:
            error = refused.sentence
    kept = form if error and isinstance(form, StepForm) else None
    page = "sessions_app/planner/programme.html"
    if request.htmx:
        page += "#programma"
    elif not error:
        response = HttpResponse(status=303)
        response["Location"] = reverse("planner:programme", args=[session.ref])
        return response
    removed_now = request.resolver_match.url_name == "remove" and not error
    context = programme_context(request, session, error, kept, removed_now)
    response = render(request, page, context, status=422 if error else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response
