"""The planner: own sessions, the programme of one, and what of it is printed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from sessions_app import access, listing, plans, programmes
from sessions_app.errors import Refused
from sessions_app.surfaces.planner import papers
from sessions_app.surfaces.planner.context import programme_context
from sessions_app.surfaces.planner.forms import LetterForm


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions that this person leads: those to come first."""
    context = listing.of(access.own_sessions(access.person(request)))
    return render(request, "sessions_app/planner/sessions.html", context)


@require_GET
def programme(request: HttpRequest, ref: str) -> HttpResponse:
    """The programme of one session, to change while it is planned."""
    session = access.session_to_lead(request, ref)
    context = programme_context(request, session) | {"ways": _ways(ref)}
    return render(request, "sessions_app/planner/programme.html", context)


@require_safe
def runsheet(request: HttpRequest, ref: str) -> HttpResponse:
    """The run sheet: times, words to say and materials; enough to go on without phones."""
    session = access.session_to_lead(request, ref)
    return papers.runsheet(request, plans.of_session(session), _ways(ref))


@require_safe
def runsheet_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The same run sheet as a PDF."""
    session = access.session_to_lead(request, ref)
    return papers.runsheet_pdf(plans.of_session(session))


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """The letter to the team, to print or to send; its sender adds to it until the session."""
    session = access.session_to_lead(request, ref)
    form = LetterForm(request.POST if request.method == "POST" else None, session)
    if form.is_valid():
        try:
            programmes.write_letter(session, **form.said)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Bewaard. Zo ziet de brief er nu uit.")
            return redirect("planner:letter", ref)
    plan = plans.of_session(session)
    asked = form if session.planned or form.errors else None
    return papers.letter(request, plan, _ways(ref), asked)


@require_safe
def letter_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The same letter as a PDF."""
    return papers.letter_pdf(plans.of_session(access.session_to_lead(request, ref)))


@require_safe
def evaluation_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The evaluation on paper, for who has no phone."""
    session = access.session_to_lead(request, ref)
    return papers.evaluation_pdf(plans.of_session(session), session.edition.content)


@require_safe
def cards_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The questions on cards, for who has no phone."""
    session = access.session_to_lead(request, ref)
    return papers.cards_pdf(plans.of_session(session), session.edition.content)


def _ways(ref: str) -> papers.Ways:
    """The addresses of a kept session's papers."""
    return papers.Ways(
        programme=reverse("planner:programme", args=[ref]),
        runsheet=reverse("planner:runsheet", args=[ref]),
        letter=reverse("planner:letter", args=[ref]),
        letter_pdf=reverse("planner:letter_pdf", args=[ref]),
        evaluation_pdf=reverse("planner:evaluation_pdf", args=[ref]),
        cards_pdf=reverse("planner:cards_pdf", args=[ref]),
        runsheet_pdf=reverse("planner:runsheet_pdf", args=[ref]),
        calendar=reverse("report:calendar", args=[ref]),
    )
