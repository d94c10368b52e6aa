"""Planning without an account: the wish stands in the address, and nothing is kept of it.

The programme is made anew for every page. Only `keep` writes, and asks to log in first.
"""

from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

import msgspec
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from content import editions
from content.document import Document
from sessions_app import access, plans, programmes
from sessions_app.errors import Refused
from sessions_app.planning import CannotPlan, Programme, plan
from sessions_app.plans import Plan
from sessions_app.surfaces.planner import papers
from sessions_app.surfaces.planner.forms import KeepForm
from sessions_app.surfaces.planner.wish_form import WishForm
from sessions_app.wish import Wish

CHANGE = "wijzig"  # in an address: show the form, also when the wish is whole
LONGEST_NUMBER = 6  # digits of an edition's number


class Made(NamedTuple):
    """A whole wish and the programme made for it."""

    wish: Wish
    programme: Programme

    @property
    def plan(self) -> Plan:
        """As pages and paper read it."""
        return plans.of_wish(self.wish, self.programme)


def needs_edition(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where nothing was published yet: a page that says so, with 503."""

    @wraps(view)
    def guarded(request: HttpRequest, **named: str) -> HttpResponse:
        try:
            return view(request, **named)
        except editions.NoEdition as missing:
            context = {"sentence": str(missing)}
            return render(request, "sessions_app/planner/no_edition.html", context, status=503)

    return guarded


@login_not_required
@require_safe
@needs_edition
def new(request: HttpRequest) -> HttpResponse:
    """The planner's form, and, once the address holds a whole wish, its programme."""
    form = _form(request)
    made, problem = _made(form)
    if made is None or CHANGE in request.GET:
        status = 422 if form.errors or problem else 200
        user = request.user
        own = user.is_authenticated and user.own_programmes.exists()
        context = _draft(form, made, problem) | {"own_programmes": own}
        return render(request, "sessions_app/planner/new.html", context, status=status)
    if QueryDict(form.query) != request.GET:  # one spelling: same wish, same address
        return redirect(f"{reverse('planner:new')}?{form.query}")
    context = {
        "form": form,
        "plan": made.plan,
        "made": made.programme,
        "ways": _ways(form.query),
        "role_letters": papers.role_letters(made.wish.roles, _ways(form.query)),
        "newer": editions.current().number > form.edition.number,
    }
    return render(request, "sessions_app/planner/wish.html", context)


@login_not_required
@require_safe
@needs_edition
def preview(request: HttpRequest) -> HttpResponse:
    """The programme as it would be with what is filled in so far."""
    form = _form(request)
    context = _draft(form, *_made(form))
    return render(request, "sessions_app/planner/new.html#programma", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_edition
def keep(request: HttpRequest) -> HttpResponse:
    """Ask what only a kept session needs, and keep it.

    Whoever is not logged in goes to log in first and comes back here, the wish still in the
    address.
    """
    asked = _form(request)
    made, _ = _made(asked)
    if made is None:
        return _mend(request)
    form = KeepForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        known = form.cleaned_data
        kept = msgspec.structs.replace(made.wish, contact=known["contact"])
        try:
            session = programmes.keep_session(
                asked.edition, kept, known["titel"], form.starts_at, access.person(request)
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            if asked.lived:
                programmes.note_lived(session, asked.lived)
            return redirect("planner:programme", session.ref)
    context = {"form": form, "plan": made.plan, "ways": _ways(asked.query)}
    status = 422 if form.errors else 200
    return render(request, "sessions_app/planner/keep.html", context, status=status)


def _paper(
    view: Callable[[HttpRequest, Plan, papers.Ways, Document], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A page made of the wish in the address; one that is not whole leads back to the form."""

    @login_not_required
    @require_safe
    @needs_edition
    @wraps(view)
    def made_of_wish(request: HttpRequest) -> HttpResponse:
        form = _form(request)
        made, _ = _made(form)
        if made is None:
            return _mend(request)
        return view(request, made.plan, _ways(form.query), form.document)

    return made_of_wish


@_paper
def runsheet(request: HttpRequest, of: Plan, ways: papers.Ways, document: Document) -> HttpResponse:
    """The run sheet of a wish."""
    return papers.runsheet(request, of, ways, document)


@_paper
def runsheet_pdf(
    request: HttpRequest, of: Plan, ways: papers.Ways, document: Document
) -> HttpResponse:
    """The same run sheet as a PDF."""
    return papers.runsheet_pdf(request, of, document)


@_paper
def letter(request: HttpRequest, of: Plan, ways: papers.Ways, document: Document) -> HttpResponse:
    """The letter of a wish: with lines to fill in, and without a link."""
    return papers.letter(request, of, ways, document)


@_paper
def letter_pdf(
    request: HttpRequest, of: Plan, ways: papers.Ways, document: Document
) -> HttpResponse:
    """The same letter as a PDF."""
    return papers.letter_pdf(of, document)


@_paper
def guests_letter(
    request: HttpRequest, of: Plan, ways: papers.Ways, document: Document
) -> HttpResponse:
    """The letter of a wish to clients and relatives."""
    return papers.guests_letter(request, of, ways, document)


@_paper
def guests_letter_pdf(
    request: HttpRequest, of: Plan, ways: papers.Ways, document: Document
) -> HttpResponse:
    """The same letter as a PDF."""
    return papers.guests_letter_pdf(request, of, document)


@_paper
def lived_letter(
    request: HttpRequest, of: Plan, ways: papers.Ways, document: Document
) -> HttpResponse:
    """The letter of a wish to an expert by experience."""
    return papers.lived_letter(request, of, ways, document)


@_paper
def lived_letter_pdf(
    request: HttpRequest, of: Plan, ways: papers.Ways, document: Document
) -> HttpResponse:
    """The same letter as a PDF."""
    return papers.lived_letter_pdf(of, document)


@_paper
def evaluation_pdf(
    request: HttpRequest, of: Plan, ways: papers.Ways, document: Document
) -> HttpResponse:
    """The evaluation of a wish on paper."""
    return papers.evaluation_pdf(of, document)


@_paper
def cards_pdf(
    request: HttpRequest, of: Plan, ways: papers.Ways, document: Document
) -> HttpResponse:
    """The questions of a wish on cards."""
    return papers.cards_pdf(of, document)


@_paper
def whole_pdf(
    request: HttpRequest, of: Plan, ways: papers.Ways, document: Document
) -> HttpResponse:
    """The whole session of a wish on paper."""
    return papers.whole_pdf(of, document)


@_paper
def deck(request: HttpRequest, of: Plan, ways: papers.Ways, document: Document) -> HttpResponse:
    """The same as slides with notes."""
    return papers.whole_deck(of, document)


def _form(request: HttpRequest) -> WishForm:
    """The wish that the address asks for, of the edition that it names, else of the newest."""
    number = request.GET.get("druk", "")
    sound = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    edition = editions.numbered(int(number)) if sound else None
    return WishForm(edition or editions.current(), request.GET)


def _made(form: WishForm) -> tuple[Made | None, str]:
    """The programme of this wish, or why there is none: '' while the form itself says it."""
    wish = form.wish() if form.is_bound else None
    if wish is None:
        return None, ""
    try:
        return Made(wish, plan(form.document, wish)), ""
    except CannotPlan as problem:
        form.add_error("themas", problem.sentence)
        return None, problem.sentence


def _draft(form: WishForm, made: Made | None, problem: str) -> dict:
    """What the planner's page shows beside the form: the programme, or what is still needed."""
    shown = {"made": made.programme, "plan": made.plan} if made else {}
    return {"form": form, "problem": problem, **shown}


def _mend(request: HttpRequest) -> HttpResponse:
    """Back to the form, with what the address holds so far."""
    query = request.GET.copy()
    query[CHANGE] = "1"
    return redirect(f"{reverse('planner:new')}?{query.urlencode()}")


def _ways(query: str) -> papers.Ways:
    """The addresses of a wish's papers."""
    return papers.Ways(
        programme=f"{reverse('planner:new')}?{query}",
        change=f"{reverse('planner:new')}?{CHANGE}=1&{query}",
        keep=f"{reverse('planner:keep')}?{query}",
        runsheet=f"{reverse('planner:wish_runsheet')}?{query}",
        runsheet_pdf=f"{reverse('planner:wish_runsheet_pdf')}?{query}",
        letter=f"{reverse('planner:wish_letter')}?{query}",
        letter_pdf=f"{reverse('planner:wish_letter_pdf')}?{query}",
        guests_letter=f"{reverse('planner:wish_guests_letter')}?{query}",
        guests_letter_pdf=f"{reverse('planner:wish_guests_letter_pdf')}?{query}",
        lived_letter=f"{reverse('planner:wish_lived_letter')}?{query}",
        lived_letter_pdf=f"{reverse('planner:wish_lived_letter_pdf')}?{query}",
        evaluation_pdf=f"{reverse('planner:wish_evaluation_pdf')}?{query}",
        cards_pdf=f"{reverse('planner:wish_cards_pdf')}?{query}",
        whole_pdf=f"{reverse('planner:wish_whole_pdf')}?{query}",
        deck=f"{reverse('planner:wish_deck')}?{query}",
        room_test=reverse("room_test:everybody"),
    )
