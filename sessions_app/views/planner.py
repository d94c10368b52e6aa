"""The planner: own sessions, a new one, its programme, and what of it is printed."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content import editions
from sessions_app import access, listing, programmes
from sessions_app.errors import Refused
from sessions_app.forms import PlanForm
from sessions_app.outline import outline
from sessions_app.planning import CannotPlan, plan
from sessions_app.reports import letter as letters
from sessions_app.reports import runsheet as sheets
from sessions_app.views.planner_context import programme_context


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions that this person leads: those to come first."""
    context = listing.of(access.own_sessions(request.user))
    return render(request, "sessions_app/planner/sessions.html", context)


def needs_edition(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where nothing was published yet: a page that says so, with 503."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except editions.NoEdition as missing:
            context = {"sentence": str(missing)}
            return render(request, "sessions_app/planner/no_edition.html", context, status=503)

    return guarded


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_edition
def new(request: HttpRequest) -> HttpResponse:
    """Ask what is needed and make the session; no account needed."""
    edition = editions.current()
    form = PlanForm(edition.content, request.POST if request.method == "POST" else None)
    problem = {}
    if form.is_bound and form.is_valid():
        owner = request.user if request.user.is_authenticated else None
        known = form.cleaned_data
        try:
            session = programmes.make_session(
                edition, form.wish(), known["title"], form.starts_at, owner
            )
        except Refused as refused:
            form.add_error("themes", refused.sentence)
            problem = {"problem": refused.sentence}
        else:
            if owner is None:
                access.remember_draft(request, session)
            return redirect("planner:programme", session.ref)
    status = 422 if form.errors else 200
    context = _draft(form) | problem
    return render(request, "sessions_app/planner/new.html", context, status=status)


@login_not_required
@require_POST
@needs_edition
def preview(request: HttpRequest) -> HttpResponse:
    """The programme as it would be with what is filled in so far; writes nothing."""
    form = PlanForm(editions.current().content, request.POST)
    return render(request, "sessions_app/planner/new.html#programma", _draft(form))


@login_not_required
@require_GET
def programme(request: HttpRequest, ref: str) -> HttpResponse:
    """The programme of one session, to change while it is planned."""
    session = access.session_to_plan(request, ref)
    context = programme_context(request, session)
    return render(request, "sessions_app/planner/programme.html", context)


@login_not_required
@require_GET
def runsheet(request: HttpRequest, ref: str) -> HttpResponse:
    """The run sheet to print: times, words to say and materials; enough to go on without phones."""
    session = access.session_to_plan(request, ref)
    context = {"session": session, "sheet": sheets.runsheet(session)}
    return render(request, "sessions_app/planner/runsheet.html", context)


@login_not_required
@require_GET
def runsheet_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The same run sheet as a PDF."""
    session = access.session_to_plan(request, ref)
    response = HttpResponse(sheets.pdf(session), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="draaiboek.pdf"'
    return response


@login_not_required
@require_GET
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """The letter to the team, to print or to copy into an e-mail."""
    session = access.session_to_plan(request, ref)
    context = {"session": session, "letter": letters.letter(session)}
    return render(request, "sessions_app/planner/letter.html", context)


def _draft(form: PlanForm) -> dict:
    """What the planner's page shows beside the form: the programme, or what is still needed."""
    context: dict = {"form": form}
    wish = form.wish() if form.is_bound else None
    if wish is None:
        return context
    try:
        made = plan(form.document, wish)
    except CannotPlan as problem:
        return context | {"problem": problem.sentence}
    return context | {
        "made": made,
        "lines": outline(made.steps, form.starts_at),
        "starts_at": form.starts_at,
        "ends_at": form.starts_at + timedelta(minutes=made.minutes),
    }
