"""A kept programme or step for a colleague: giving it by a link, and keeping a copy (0080)."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.text import html
from sessions_app import access, colleague_links, kept_steps, own_programmes, own_steps
from sessions_app.colleague_links import Own
from sessions_app.errors import NothingThere, Refused, Taken
from sessions_app.kept_steps import KeptStep
from sessions_app.models import DialogueSession, OwnProgramme, OwnStep
from sessions_app.programmes import TITLE_LENGTH
from sessions_app.surfaces import wrong_keys
from sessions_app.surfaces.typed import Typed
from sessions_app.words import duration

GIVE_PAGE = "sessions_app/planner/colleague_give.html"
TAKE_PAGE = "sessions_app/planner/colleague_take.html"
OVER_PAGE = "sessions_app/planner/colleague_over.html"
STEPS_PAGE = "sessions_app/planner/own_steps.html"
ACTION = "colleague_key"  # in ACCOUNT_RATE_LIMITS, with the budget


@dataclass(frozen=True)
class Shelf:
    """Where one sort of kept things stands: what it is called, its pages, and when it is full."""

    noun: str
    nouns: str
    mine: str  # names of pages
    give: str
    close: str
    nameless: str
    full: str


PROGRAMMES = Shelf(
    noun="programma",
    nouns="programma’s",
    mine="planner:own_programmes",
    give="planner:give_programme",
    close="planner:close_programme",
    nameless=own_programmes.NAMELESS,
    full=own_programmes.FULL,
)
STEPS = Shelf(
    noun="werkvorm",
    nouns="werkvormen",
    mine="planner:own_steps",
    give="planner:give_step",
    close="planner:close_step",
    nameless=own_steps.NAMELESS,
    full=own_steps.FULL,
)


class CopyForm(Typed, forms.Form):
    """What a copy is called by who keeps it."""

    naam = forms.CharField(
        label="Hoe heet de kopie bij jou?",
        max_length=TITLE_LENGTH,
        error_messages={
            "max_length": f"Deze naam is te lang. Gebruik hooguit {TITLE_LENGTH} tekens."
        },
    )

    def __init__(self, own: Own, nameless: str, data: QueryDict | None) -> None:
        super().__init__(data, label_suffix="", initial={"naam": own.title})
        self.fields["naam"].error_messages["required"] = nameless


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_programme(request: HttpRequest, own: str) -> HttpResponse:
    """What a colleague will see of a programme, and a link to it."""
    return _give(request, access.own_programme(request, own))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_step(request: HttpRequest, kept: str) -> HttpResponse:
    """What a colleague will see of a step, and a link to it."""
    return _give(request, access.own_step(request, kept))


@require_POST
def close_programme(request: HttpRequest, own: str) -> HttpResponse:
    """The link to a programme leads nowhere any more."""
    return _close(request, access.own_programme(request, own))


@require_POST
def close_step(request: HttpRequest, kept: str) -> HttpResponse:
    """The link to a step leads nowhere any more."""
    return _close(request, access.own_step(request, kept))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def given(request: HttpRequest, key: str) -> HttpResponse:
    """What a colleague gives by this link, and keeping a copy. Looking spends nothing.

    No other site hears of it. Not `no-referrer`: with that a browser sends a form without its
    origin, and Django refuses it.
    """
    response = _given(request, key)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    return response


@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    """The steps that this person kept."""
    own = list(access.person(request).own_steps.all())
    links = colleague_links.among(own)
    lines = [(one, links.get(one.pk), _said(own_steps.as_kept(one))) for one in own]
    return render(request, STEPS_PAGE, {"lines": lines})


@require_POST
def drop_step(request: HttpRequest, kept: str) -> HttpResponse:
    """Throw a kept step away; a second time changes nothing."""
    own_steps.drop(access.person(request), kept)
    messages.success(request, "Weggegooid. Sessies waar hij in staat, houden hem.")
    return redirect("planner:own_steps")


def _give(request: HttpRequest, own: Own) -> HttpResponse:
    shelf, problem = _shelf(own), ""
    if request.method == "POST":
        try:
            colleague_links.make(own, request.POST.get("gezien", ""))
        except NothingThere as refused:
            messages.error(request, refused.sentence)
            return redirect(shelf.mine)
        except Refused as refused:
            problem = refused.sentence
            own.refresh_from_db()
        else:
            messages.success(request, "De link is er. Stuur hem zelf naar je collega.")
            return redirect(shelf.give, own.ref)
    link = colleague_links.of(own)
    context = {
        "shelf": shelf,
        "own": own,
        "seal": colleague_links.seal(own),
        "problem": problem,
        "link": link,
        "address": settings.BASE_URL + reverse("planner:given", args=[link.key]) if link else "",
        "days": colleague_links.LASTS.days,
        **_shown(own),
    }
    return render(request, GIVE_PAGE, context, status=422 if problem else 200)


def _close(request: HttpRequest, own: Own) -> HttpResponse:
    if colleague_links.close(own):
        messages.success(request, "De link is gesloten. Wie al een kopie bewaarde, houdt die.")
    return redirect(_shelf(own).give, own.ref)


def _given(request: HttpRequest, key: str) -> HttpResponse:
    person, link = access.person(request), colleague_links.find(key)
    if link is None:
        return _nowhere(request)
    own, asks = colleague_links.given(link), request.method == "POST"
    shelf, problem = _shelf(own), ""
    form = CopyForm(own, shelf.nameless, request.POST if asks else None)
    if form.is_valid():
        try:
            copy = colleague_links.take(key, person, form.cleaned_data["naam"])
        except NothingThere:
            return _nowhere(request)
        except Taken as taken:
            form.add_error("naam", taken.sentence)
        except Refused as refused:
            problem = refused.sentence
        else:
            messages.success(request, f"‘{copy.title}’ staat bij je {shelf.nouns}.")
            return redirect(shelf.mine)
    context = {
        "shelf": shelf,
        "own": own,
        "link": link,
        "yours": own.user_id == person.pk,
        "problem": problem,
        "full": problem == shelf.full,
        "form": form,
        **_shown(own),
    }
    return render(request, TAKE_PAGE, context, status=422 if asks else 200)


def _nowhere(request: HttpRequest) -> HttpResponse:
    """The same for what never was, what was closed and what is over."""
    if not wrong_keys.within_budget(request, ACTION):
        return render(request, "429.html", status=429)
    context = {"days": colleague_links.LASTS.days}
    return render(request, OVER_PAGE, context, status=404)


def _shelf(own: Own) -> Shelf:
    return PROGRAMMES if isinstance(own, OwnProgramme) else STEPS


def _shown(own: Own) -> dict[str, object]:
    """Everything that a colleague gets to see, for its owner and for the colleague alike."""
    if isinstance(own, OwnStep):
        one = own_steps.as_kept(own)
        return {"lasts": duration(one.minutes), "kind": own.kind_name, "said": _said(one)}
    known = own_programmes.kept(own)
    steps = [(step, _said(step)) for step in known.steps]
    return {
        "lasts": duration(known.used),
        "led_by": DialogueSession.LedBy(known.led_by).label,
        "guests": DialogueSession.Guests(known.guests).label,
        "phone_free": known.phone_free,
        "themes": [theme.name for theme in known.themes],
        "steps": steps,
        "reworded": sum(bool(said) or step.named for step, said in steps),
    }


def _said(kept: KeptStep) -> list[dict[str, object]]:
    """What somebody wrote in a step; what may be Markdown as cleaned HTML."""
    return [
        {
            "where": one.where,
            "text": html(one.text) if one.formatted else one.text,
            "formatted": one.formatted,
            "options": one.options,
            "left_out": one.left_out,
        }
        for one in kept_steps.said(kept)
    ]
