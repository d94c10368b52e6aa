"""The library of methods: for everybody to read, and for a session to choose from."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content import editions
from content.document import METHOD_FOR_NAMES
from content.text import html
from sessions_app import access, briefs, colleague_links, kinds, library, own_steps, programmes
from sessions_app.errors import AlreadyDone, Refused
from sessions_app.kinds.method import MethodKind, why_not
from sessions_app.models import DialogueSession
from sessions_app.outline import parts
from sessions_app.surfaces.planner.context import last_before_closing
from sessions_app.surfaces.planner.forms import ChooseForm, SearchForm
from sessions_app.surfaces.planner.wish import needs_edition

PAGE = "sessions_app/planner/library.html"
CLOSENESS = {1: "over het werk", 2: "over contact met een ander", 3: "over jezelf"}


@login_not_required
@require_safe
@needs_edition
def methods(request: HttpRequest) -> HttpResponse:
    """Every method of the newest edition, for who looks around."""
    search = SearchForm(request.GET)
    found = library.search(editions.current().content, search.purpose, search.minutes)
    return render(request, PAGE, _context(search, found))


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, ref: str) -> HttpResponse:
    """The methods that this session may have; a press puts one into its programme."""
    session = access.session_to_lead(request, ref)
    form = ChooseForm(session, request.POST or None)
    problem = ""
    if request.method == "POST":
        try:
            return _put(request, session, form)
        except Refused as refused:
            problem = refused.sentence
    search = SearchForm(request.GET)
    wish = briefs.wish_of(session)
    found = library.search(session.document, search.purpose, search.minutes, wish)
    steps = list(session.steps.all())
    context = _context(search, found) | {
        "session": session,
        "own": access.person(request).own_steps.all(),
        "problem": problem,
        "parts": parts(steps),
        "after": form.data.get("na") if form.is_bound else last_before_closing(steps),
    }
    return render(request, PAGE, context, status=422 if problem else 200)


def _put(request: HttpRequest, session: DialogueSession, form: ChooseForm) -> HttpResponse:
    """The programme, at the step that was added; Refused where it can't be."""
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))
    known = form.cleaned_data
    after = access.step_to_plan(session, known["na"]) if known["na"] else None
    to = reverse("planner:programme", args=[session.ref])
    try:
        if known["eigen"]:
            person = access.person(request)
            step = own_steps.put(session, person, known["eigen"], after, known["versie"])
        else:
            kind = _kind(session, known["werkvorm"])
            step = programmes.add_step(session, after, kind=kind, on=known["versie"])
    except AlreadyDone:
        return redirect(to)
    messages.success(request, f"‘{step.title}’ staat in het programma.")
    return redirect(f"{to}#stap-{step.ref}")


def _kind(session: DialogueSession, key: str) -> str:
    """Of what the step is made: what a method refers to, or the method itself.

    Refused for a method that this session may not have, also where its kind of step may be there.
    """
    method = session.document.method(key)
    if method and (why := why_not(method, briefs.wish_of(session))):
        raise Refused(why)
    return method.kind if method and method.kind else f"{MethodKind.key}:{key}"


@require_POST
def keep_step(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Keep a step that somebody made or changed, for other sessions."""
    session = access.session_to_lead(request, ref)
    person, found = access.person(request), access.step_to_plan(session, step)
    link = colleague_links.to_title(person.own_steps, found.title)
    try:
        kept = own_steps.keep(person, found)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        said = f"‘{kept.title}’ staat bij je werkvormen.{colleague_links.ended(link)}"
        messages.success(request, said)
    return redirect("planner:programme", ref)


@require_POST
def drop_own(request: HttpRequest, ref: str) -> HttpResponse:
    """Delete a step that somebody kept."""
    access.session_to_lead(request, ref)
    own_steps.drop(access.person(request), request.POST.get("eigen", ""))
    messages.success(request, "Verwijderd. Sessies waar hij in staat, houden hem.")
    return redirect("planner:choose_method", ref)


def _context(search: SearchForm, found: library.Found) -> dict:
    return {
        "search": search,
        "kept_out": found.kept_out,
        "cards": [
            {
                "method": card.method,
                "purposes": [METHOD_FOR_NAMES[one] for one in card.method.purposes],
                "do": html(card.method.do),
                "closeness": CLOSENESS[card.method.closeness],
                "sources": card.sources,
                "remark": card.remark,
                "kind": kinds.of(card.method.kind.partition(":")[0]).name
                if card.method.kind
                else "",
            }
            for card in found.cards
        ],
    }
