"""Presenter mode: one laptop that everybody sees: the screen, with a few buttons that tell nothing.

Its frame is the screen's own, so nothing that only the console may know can be in it. While a
browser presents, the console and the codes to hand over are not shown in it (decision 0072).
"""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sessions_app import access, results, running, screening
from sessions_app.errors import AlreadyDone, Refused
from sessions_app.live.hub import hub
from sessions_app.models import DialogueSession
from sessions_app.surfaces.console.frame import MORE_TIME
from sessions_app.surfaces.projector import frame as projector

PRESENTS = "presents"  # in the log-in's session: at which sessions this browser presents
NOTHING = "Hier is geen uitslag om te tonen."
WORDED = "Open antwoorden lees je eerst zelf, in de bediening of op je telefoon."

type Verb = Callable[[DialogueSession, str], object]


def presents(request: HttpRequest, session: DialogueSession) -> bool:
    """Whether this browser stands before the group."""
    return session.ref in request.session.get(PRESENTS, [])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def present(request: HttpRequest, ref: str) -> HttpResponse:
    """The screen with buttons under it; a press does one thing and comes back here."""
    session = access.session_to_lead(request, ref)
    if request.method == "POST":
        verb = PRESSES.get(request.POST.get("druk", ""))
        if verb is None:
            raise Http404
        try:
            verb(session, request.POST.get("from_step", ""))
        except AlreadyDone:
            pass
        except Refused as refused:
            return _page(request, session, refused.sentence)
        hub.let_phones_go_first(session.ref, session.version)
        running.settle(session)
        return redirect("console:present", ref=ref)
    return _page(request, session)


@require_POST
def presenting(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin to present in this browser, or stop: then the console is shown in it again."""
    session = access.session_to_lead(request, ref)
    others = [known for known in request.session.get(PRESENTS, []) if known != session.ref]
    begins = bool(request.POST.get("begin"))
    request.session[PRESENTS] = [*others, *([session.ref] if begins else [])][-20:]
    if begins:
        return redirect("console:present", ref=ref)
    list(messages.get_messages(request))  # what was refused here is no news there
    return redirect("console:lead", ref=ref)


def _page(request: HttpRequest, session: DialogueSession, sentence: str = "") -> HttpResponse:
    shown = projector.context(session)
    shown["covered"] = session.planned and not session.screen_started
    page = "sessions_app/console/present.html"
    shown["sentence"] = sentence
    return render(request, page, shown, status=409 if sentence else 200)


def _onward(session: DialogueSession, from_step: str) -> None:
    if session.planned:
        running.start(session)
    else:
        running.advance(session, from_step)


def _black(session: DialogueSession, from_step: str) -> None:
    running.blacken(session, not session.black)


def _show(session: DialogueSession, from_step: str) -> None:
    """The next totals of this step that the room may see; people's own words never."""
    step = session.current
    if step is None:
        raise Refused(NOTHING)
    if step.of_kind.console == "mirror":
        running.reveal(session, from_step, step.revealed)
        return
    asked = [q for q in results.in_view(step) if not q.step.of_kind.evaluates]
    counted = [q for q in asked if not (q.asking.worded or q.shown or q.step.script.mirror)]
    counted.sort(key=lambda question: question.step_id != step.pk)  # what was asked now goes first
    if not counted:
        raise Refused(WORDED if asked else NOTHING)
    if not step.closed and any(question.step_id == step.pk for question in counted):
        running.close(session, from_step)
    refused = None
    for question in counted:
        try:
            running.show(session, question.ref)
        except Refused as why:
            refused = refused or why
        else:
            return
    if refused is not None:
        raise refused


PRESSES: Mapping[str, Verb] = {
    "volgende": _onward,
    "vorige": running.back,
    "zwart": _black,
    "tijd": lambda session, from_step: running.extend(session, from_step, MORE_TIME),
    "uitslag": _show,
    **{f"film-{name}": screening.PRESSES[name] for name in ("speel", "pauze", "terug")},
}
