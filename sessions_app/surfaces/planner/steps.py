"""Changing a programme step by step; scripts get the region back, others go to the page again."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from sessions_app import access, programmes
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession
from sessions_app.surfaces.htmx import wants_part
from sessions_app.surfaces.planner.context import REMOVED, programme_context
from sessions_app.surfaces.planner.forms import LengthForm, NameForm, PlaceForm, StepForm


@require_POST
def rename(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Give a step another name."""
    session = access.session_to_lead(request, ref)
    changed = access.step_to_plan(session, step)
    form = NameForm(request.POST)

    def act() -> None:
        programmes.rename_step(changed, form.cleaned_data["naam"])

    return _change(request, session, form, act)


@require_POST
def set_minutes(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Let a step last longer or shorter."""
    session = access.session_to_lead(request, ref)
    changed = access.step_to_plan(session, step)
    form = LengthForm(request.POST)

    def act() -> None:
        more = form.cleaned_data["verschil"]
        if more is not None:
            programmes.stretch_step(changed, more)
        else:
            programmes.set_minutes(changed, form.cleaned_data["minuten"])

    return _change(request, session, form, act)


@require_POST
def move(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Put a step elsewhere."""
    session = access.session_to_lead(request, ref)
    changed = access.step_to_plan(session, step)
    form = PlaceForm(request.POST)

    def act() -> None:
        later = form.cleaned_data["schuif"]
        if later is not None:
            programmes.shift_step(changed, later)
        else:
            programmes.move_step(changed, form.cleaned_data["plaats"])

    return _change(request, session, form, act)


@require_POST
def remove(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Take a step out; it can be put back until another one is taken out."""
    session = access.session_to_lead(request, ref)
    gone = access.step_to_plan(session, step)

    def act() -> None:
        removed = programmes.remove_step(gone)
        request.session[REMOVED] = request.session.get(REMOVED, {}) | {session.ref: removed}

    return _change(request, session, None, act)


@require_POST
def put_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Put back the step that was taken out last."""
    session = access.session_to_lead(request, ref)
    kept = dict(request.session.get(REMOVED, {}))
    removed = kept.pop(session.ref, None)

    def act() -> None:
        if removed is None:
            raise Refused("Er is geen stap om terug te zetten.")
        programmes.put_back(session, removed)
        request.session[REMOVED] = kept

    return _change(request, session, None, act)


@require_POST
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a step by hand after another."""
    session = access.session_to_lead(request, ref)
    form = StepForm(request.POST)

    def act() -> None:
        known = form.cleaned_data
        after = access.step_to_plan(session, known["na"]) if known["na"] else None
        words = (known["naam"], known["minuten"], known["tekst"], known["notitie"])
        programmes.add_step(session, after, *words, kind=known["soort"])

    return _change(request, session, form, act)


def _change(
    request: HttpRequest, session: DialogueSession, form: Form | None, act: Callable[[], object]
) -> HttpResponse:
    """Act when the form is sound, and show the programme as it now is, or say what is wrong."""
    error = ""
    if form is not None and not form.is_valid():
        error = str(next(iter(form.errors.values()))[0])
    else:
        try:
            act()
        except Refused as refused:
            error = refused.sentence
    kept = form if error and isinstance(form, StepForm) else None
    page = "sessions_app/planner/programme.html"
    if wants_part(request):
        page += "#programma"
    elif not error:
        response = HttpResponse(status=303)
        response["Location"] = reverse("planner:programme", args=[session.ref])
        return response
    match = request.resolver_match
    removed_now = match is not None and match.url_name == "remove" and not error
    context = programme_context(request, session, error, kept, removed_now)
    response = render(request, page, context, status=422 if error else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response
