"""Programmes of one's own: keep one, plan a session from it, rename it, throw it away."""

from dataclasses import dataclass

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content import editions
from content.models import Edition
from sessions_app import access, colleague_links, own_programmes, plans
from sessions_app.errors import Refused, Taken
from sessions_app.models import ColleagueLink, OwnProgramme
from sessions_app.own_programmes import TITLE_LENGTH, Kept, Remade
from sessions_app.planning import CannotPlan
from sessions_app.plans import Plan
from sessions_app.programmes import note_lived
from sessions_app.surfaces.htmx import wants_part
from sessions_app.surfaces.planner.forms import KeepForm
from sessions_app.surfaces.planner.wish import needs_edition
from sessions_app.surfaces.planner.wish_form import WishForm, as_asked, short_length
from sessions_app.surfaces.typed import Typed
from sessions_app.wish import Wish
from sessions_app.words import duration

KEEP_PAGE = "sessions_app/planner/keep_programme.html"
LIST_PAGE = "sessions_app/planner/own_programmes.html"
PLAN_PAGE = "sessions_app/planner/plan_own.html"
USUAL_SIZE = 12  # people; asked for each session anew


class NameForm(Typed, forms.Form):
    """What a kept programme is called."""

    naam = forms.CharField(
        label="Hoe heet dit programma?",
        max_length=TITLE_LENGTH,
        help_text="Voor jezelf. Bijvoorbeeld: Twee uur over bejegening.",
        error_messages={
            "required": own_programmes.NAMELESS,
            "max_length": f"Deze naam is te lang. Gebruik hooguit {TITLE_LENGTH} tekens.",
        },
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")


class OwnWishForm(WishForm):
    """What is asked of a session that is planned from a kept programme."""

    def __init__(self, edition: Edition, known: Kept, asked: QueryDict | None) -> None:
        super().__init__(edition, asked if asked is not None else _as_kept(known, edition))
        self.offer(known.as_it_was, f"{short_length(known.as_it_was)}, zoals bewaard")


@dataclass(frozen=True)
class Line:
    """A kept programme in a list."""

    own: OwnProgramme
    known: Kept
    link: ColleagueLink | None  # for a colleague, where one works

    @property
    def lasts(self) -> str:
        return duration(self.known.used)

    @property
    def themes(self) -> str:
        return ", ".join(theme.name for theme in self.known.themes)


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep the programme of a session under a name."""
    session = access.session_to_lead(request, ref)
    form = NameForm(request.POST if request.method == "POST" else None)
    taken = False
    if form.is_valid():
        person, name = access.person(request), form.cleaned_data["naam"]
        link = colleague_links.to_title(person.own_programmes, name)
        replace = request.POST.get("doe") == "vervang"
        try:
            own = own_programmes.keep(person, session, name, replace=replace)
        except Refused as refused:
            taken = isinstance(refused, Taken)
            form.add_error("naam", refused.sentence)
        else:
            said = f"‘{own.title}’ staat bij je programma’s.{colleague_links.ended(link)}"
            messages.success(request, said)
            return redirect("planner:own_programmes")
    context = {"session": session, "form": form, "taken": taken}
    return render(request, KEEP_PAGE, context, status=422 if form.errors else 200)


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes that this person kept."""
    return _listed(request)


@require_POST
def rename(request: HttpRequest, own: str) -> HttpResponse:
    """Another name for a kept programme; the page again where it can't be."""
    found = access.own_programme(request, own)
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            own_programmes.rename(found, form.cleaned_data["naam"])
        except Refused as refused:
            form.add_error("naam", refused.sentence)
        else:
            messages.success(request, "De naam is veranderd.")
            return redirect("planner:own_programmes")
    return _listed(request, found.ref, form)


@require_POST
def drop(request: HttpRequest, own: str) -> HttpResponse:
    """Throw a kept programme away; a second time changes nothing."""
    own_programmes.drop(access.person(request), own)
    messages.success(request, "Weggegooid. Sessies die je ermee plande, blijven.")
    return redirect("planner:own_programmes")


@require_http_methods(["GET", "HEAD", "POST"])
@needs_edition
def plan(request: HttpRequest, own: str) -> HttpResponse:
    """Ask what a new session needs, show what it becomes, and plan it."""
    found = access.own_programme(request, own)
    known, edition = own_programmes.kept(found), editions.current()
    asks = request.method == "POST"
    day = KeepForm(request.POST if asks else None)
    form = OwnWishForm(edition, known, request.POST if asks else None)
    wish = form.wish()
    made, problem = _remade(known, edition, wish)
    if problem:
        form.add_error("themas", problem)
    presses = request.POST.get("doe") == "plan"
    if presses and wish is not None and made is not None and day.is_valid():
        said = day.cleaned_data
        wish = msgspec.structs.replace(wish, contact=said["contact"])
        name, person = " ".join(said["titel"].split()), access.person(request)
        try:
            session = own_programmes.plan_session(found, edition, wish, name, day.starts_at, person)
        except Refused as refused:
            day.add_error(None, refused.sentence)
        else:
            if form.lived:
                note_lived(session, form.lived)
            messages.success(request, f"Gepland met ‘{found.title}’. De code is nieuw.")
            return redirect("planner:programme", session.ref)
    context = {
        "own": found,
        "known": known,
        "gone": known.gone_from(edition.content),
        "newer": edition.number > found.edition,
        "edition": edition,
        "day": day,
        "form": form,
        "problem": problem,
        **_preview(made, wish),
    }
    part = wants_part(request)
    wrong = presses and bool(day.errors or form.errors)
    page = f"{PLAN_PAGE}#voorbeeld" if part else PLAN_PAGE
    response = render(request, page, context, status=422 if wrong and not part else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _listed(request: HttpRequest, ref: str = "", form: NameForm | None = None) -> HttpResponse:
    """The list; `form` is of the one with this ref, where its name could not be changed."""
    person = access.person(request)
    own = list(person.own_programmes.all())
    links = colleague_links.among(own)
    context = {
        "lines": [Line(one, own_programmes.kept(one), links.get(one.pk)) for one in own],
        "own_steps": person.own_steps.exists(),
        "wrong": ref,
        "form": form,
    }
    return render(request, LIST_PAGE, context, status=422 if form else 200)


def _remade(known: Kept, edition: Edition, wish: Wish | None) -> tuple[Remade | None, str]:
    if wish is None:
        return None, ""
    try:
        return own_programmes.remade(known, edition.content, wish), ""
    except CannotPlan as problem:
        return None, problem.sentence


def _preview(made: Remade | None, wish: Wish | None) -> dict[str, object]:
    if made is None or wish is None:
        return {}
    shown: Plan = plans.of_wish(wish, made.programme)
    return {"made": made.programme, "plan": shown, "lost": made.lost}


def _as_kept(known: Kept, edition: Edition) -> QueryDict:
    return as_asked(
        Wish(
            minutes=known.as_it_was,
            themes=tuple(known.themes_of(edition.content)),
            group_size=USUAL_SIZE,
            led_by=known.led_by,
            guests=known.guests,
            phone_free=known.phone_free,
        )
    )
