"""The planner: own sessions, the programme of one, and what of it is printed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from sessions_app import access, keeping, listing, own_words, plans, programmes, watching
from sessions_app.errors import Refused
from sessions_app.surfaces.htmx import wants_part
from sessions_app.surfaces.planner import papers, preparing
from sessions_app.surfaces.planner.context import programme_context
from sessions_app.surfaces.planner.forms import LetterForm
from sessions_app.surfaces.wording import own_lines, typed_lines


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions that this person leads: those to come first."""
    person = access.person(request)
    deleted = keeping.to_take_back(access.deleted_sessions(person))
    context = listing.of(access.own_sessions(person).filter(rehearses=None)) | {
        "deleted": [(session, keeping.goes_at(session)) for session in deleted],
        "own_programmes": person.own_programmes.exists(),
        "own_steps": person.own_steps.exists(),
    }
    return render(request, "sessions_app/planner/sessions.html", context)


@require_GET
def programme(request: HttpRequest, ref: str) -> HttpResponse:
    """The programme of one session, to change while it is planned, to follow while it runs."""
    session = access.session_to_lead(request, ref)
    if session.rehearses is not None:  # its programme is that of the session which it tries out
        return redirect("planner:programme", session.rehearses.ref)
    context = programme_context(session) | preparing.beside(request, session)
    page = "sessions_app/planner/programme.html"
    reply = render(
        request,
        f"{page}#programma" if wants_part(request) and not session.planned else page,
        context,
    )
    patch_vary_headers(reply, ["HX-Request"])
    return reply


@require_safe
def runsheet(request: HttpRequest, ref: str) -> HttpResponse:
    """The run sheet: times, words to say and materials; enough to go on without phones."""
    session = access.session_to_lead(request, ref)
    plan = plans.of_session(session)
    own = _own(request, plan)
    films = watching.of(access.person(request), session) if session.planned else []
    more = {"session": session, "films": films}
    return papers.runsheet(request, plan, papers.ways_of(ref), session.document, own, more)


@require_safe
def runsheet_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The same run sheet as a PDF."""
    session = access.session_to_lead(request, ref)
    plan = plans.of_session(session)
    return papers.runsheet_pdf(request, plan, session.document, _own(request, plan))


@require_safe
def whole_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole session on paper, to go on without any network."""
    session = access.session_to_lead(request, ref)
    plan = plans.of_session(session)
    return papers.whole_pdf(plan, session.document, _own(request, plan))


@require_safe
def deck(request: HttpRequest, ref: str) -> HttpResponse:
    """The same as slides with notes."""
    session = access.session_to_lead(request, ref)
    plan = plans.of_session(session)
    return papers.whole_deck(plan, session.document, _own(request, plan))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_own_words(request: HttpRequest, ref: str) -> HttpResponse:
    """Words of one's own at every step; they come back in the next session."""
    session = access.session_to_lead(request, ref)
    user = access.person(request)
    steps = plans.of_session(session).steps
    lines = own_lines(steps, own_words.of(user, [step.about for step in steps]))
    problem = ""
    if request.method == "POST":
        lines = typed_lines(request, lines)
        try:
            own_words.write(user, {line.about: line.text for line in lines})
        except Refused as refused:
            problem = refused.sentence
        else:
            messages.success(request, "Bewaard. Je woorden staan ook in je volgende sessies.")
            return redirect("planner:own_words", ref)
    context = {"session": session, "ways": papers.ways_of(ref), "lines": lines, "problem": problem}
    page = "sessions_app/planner/own_words.html"
    return render(request, page, context, status=422 if problem else 200)


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
    return papers.letter(request, plan, papers.ways_of(ref), session.document, asked)


@require_safe
def letter_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The same letter as a PDF."""
    session = access.session_to_lead(request, ref)
    return papers.letter_pdf(plans.of_session(session), session.document)


@require_safe
def guests_letter(request: HttpRequest, ref: str) -> HttpResponse:
    """The letter to the clients and relatives who come."""
    session = access.session_to_lead(request, ref)
    plan = plans.of_session(session)
    return papers.guests_letter(request, plan, papers.ways_of(ref), session.document)


@require_safe
def guests_letter_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The same letter as a PDF."""
    session = access.session_to_lead(request, ref)
    return papers.guests_letter_pdf(request, plans.of_session(session), session.document)


@require_safe
def lived_letter(request: HttpRequest, ref: str) -> HttpResponse:
    """The letter to an expert by experience who is asked to lead or to take part."""
    session = access.session_to_lead(request, ref)
    plan = plans.of_session(session)
    return papers.lived_letter(request, plan, papers.ways_of(ref), session.document)


@require_safe
def lived_letter_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The same letter as a PDF."""
    session = access.session_to_lead(request, ref)
    return papers.lived_letter_pdf(plans.of_session(session), session.document)


@require_safe
def evaluation_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The evaluation on paper, for who has no phone."""
    session = access.session_to_lead(request, ref)
    return papers.evaluation_pdf(plans.of_session(session), session.document)


@require_safe
def cards_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The questions on cards, for who has no phone."""
    session = access.session_to_lead(request, ref)
    return papers.cards_pdf(plans.of_session(session), session.document)


def _own(request: HttpRequest, plan: plans.Plan) -> dict[str, str]:
    """The words of who looks, at the steps of this plan."""
    return own_words.of(access.person(request), [step.about for step in plan.steps])
