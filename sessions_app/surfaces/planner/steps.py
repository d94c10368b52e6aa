"""Changing a programme step by step; scripts get what changed back, others go to the page again.

An edit that can't be done says why on the programme as it now is, with what was typed still there:
422 for what can't be run, 409 for what was made on a programme that changed meanwhile.
"""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from sessions_app import access, edits, programmes
from sessions_app.errors import AlreadyDone, NothingThere, Refused, Stale
from sessions_app.models import DialogueSession, Step
from sessions_app.surfaces.htmx import wants_part
from sessions_app.surfaces.planner import preparing
from sessions_app.surfaces.planner.context import Edited, edited_context
from sessions_app.surfaces.planner.forms import (
    LengthForm,
    NameForm,
    PartForm,
    PlaceForm,
    StepForm,
    VersionForm,
)

type Act = Callable[[DialogueSession, dict, Step], object]


def edit(form_class: type[VersionForm]) -> Callable[[Act], Callable[..., HttpResponse]]:
    """A view of an edit: what it wraps gets the session, what a sound form says, and the step.

    Where the address names no step, that is one that is not there.
    """

    def view_of(act: Act) -> Callable[..., HttpResponse]:
        @require_POST
        @wraps(act)
        def view(request: HttpRequest, ref: str, step: str = "") -> HttpResponse:
            session = access.session_to_lead(request, ref)
            form = form_class(session, request.POST)
            edited = Edited(session, form, step, part=wants_part(request))
            try:
                if edited.form.is_valid():
                    act(session, edited.form.cleaned_data, access.step_to_plan(session, step))
                else:
                    raise Refused(str(next(iter(edited.form.errors.values()))[0]))
            except AlreadyDone:
                pass  # the first of two equal ones did it
            except Refused as refused:
                edited.refused = refused
            except DialogueSession.DoesNotExist:
                raise Http404 from None
            return _answer(request, edited)

        return view

    return view_of


def _answer(request: HttpRequest, edited: Edited) -> HttpResponse:
    """The programme as it now is, or what of it changed; without scripts the page again."""
    page = "sessions_app/planner/programme.html"
    refused = None if isinstance(edited.refused, NothingThere) else edited.refused
    if wants_part(request):
        page += "#programma"
    elif refused is None:
        response = HttpResponse(status=303)
        response["Location"] = reverse("planner:programme", args=[edited.session.ref])
        return response
    match = request.resolver_match
    context = edited_context(edited) | {
        "removed_now": match is not None and match.url_name == "remove" and refused is None
    }
    if not wants_part(request):
        context |= preparing.beside(request, edited.session)
    status = 200 if refused is None else 409 if isinstance(refused, Stale) else 422
    response = render(request, page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


@edit(NameForm)
def rename(session: DialogueSession, known: dict, step: Step) -> None:
    """Give a step another name."""
    programmes.rename_step(step, known["naam"], known["versie"])


@edit(LengthForm)
def set_minutes(session: DialogueSession, known: dict, step: Step) -> None:
    """Let a step last longer or shorter."""
    if known["verschil"] is not None:
        programmes.stretch_step(step, known["verschil"], known["versie"])
    else:
        programmes.set_minutes(step, known["minuten"], known["versie"])


@edit(PlaceForm)
def move(session: DialogueSession, known: dict, step: Step) -> None:
    """Put a step elsewhere."""
    if known["schuif"] is not None:
        programmes.shift_step(step, known["schuif"], known["versie"])
    else:
        programmes.move_step(step, known["plaats"], known["versie"])


@edit(PartForm)
def move_part(session: DialogueSession, known: dict, step: Step) -> None:
    """Put a whole part of the programme elsewhere, a theme for one."""
    first = access.step_to_plan(session, known["deel"])
    if known["schuif"] is not None:
        programmes.shift_part(first, known["schuif"], known["versie"])
    else:
        after = access.step_to_plan(session, known["na"]) if known["na"] else None
        programmes.move_part(first, after, known["versie"])


@edit(VersionForm)
def remove(session: DialogueSession, known: dict, step: Step) -> None:
    """Take a step out."""
    programmes.remove_step(step, known["versie"])


@edit(StepForm)
def add(session: DialogueSession, known: dict, step: Step) -> None:
    """Add a step by hand after another."""
    after = access.step_to_plan(session, known["na"]) if known["na"] else None
    words = (known["naam"], known["minuten"], known["tekst"], known["notitie"])
    programmes.add_step(session, after, *words, kind=known["soort"], on=known["versie"])


@edit(VersionForm)
def undo(session: DialogueSession, known: dict, step: Step) -> None:
    """Take the newest edit back."""
    edits.undo(session, known["versie"])


@edit(VersionForm)
def redo(session: DialogueSession, known: dict, step: Step) -> None:
    """Do again what was taken back last."""
    edits.redo(session, known["versie"])
