"""Everything that was asked of a session, on one page, to ask something else of it.

The page first shows what that would do. What it shows carries a seal; pressing on does exactly
that, or shows anew what it would do by now.
"""

from datetime import date, datetime
from typing import cast

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from sessions_app import access, rewishing
from sessions_app.edits import CHANGED_TOO_LATE
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession
from sessions_app.rewishing import Consequence, Wanted
from sessions_app.surfaces.htmx import wants_part
from sessions_app.surfaces.planner.forms import KeepForm
from sessions_app.surfaces.planner.wish_form import (
    DAY,
    GUESTS,
    LED_BY,
    LENGTHS,
    WishForm,
    short_length,
)

LOOK_FIRST = "Kijk eerst wat er verandert. Druk daarna op ‘Verander het zo’."
ALSO_CHANGED = (
    "Je veranderde nog iets. Hieronder staat wat dat doet. Wil je het zo? Druk dan nog eens."
)
PAGE = "sessions_app/planner/change.html"
LOOKS_BACK = (
    "Een terugblik heeft een vast programma van een kwartier. Stappen verander je bij het "
    "programma. Wil je een andere dag? Verwijder deze terugblik en plan hem opnieuw, vanuit "
    "het verslag."
)


class DayForm(KeepForm):
    """Name, day, time and contact of a session that has them already."""

    def __init__(self, data: QueryDict | None, session: DialogueSession) -> None:
        super().__init__(data)
        local = timezone.localtime(session.starts_at)
        self.begins = session.starts_at
        self.initial = {
            "titel": session.title,
            "dag": local.date(),
            "tijd": local.time(),
            "contact": session.contact,
        }

    def clean_dag(self) -> date:
        """A day as for any session; one that is past may stay as it is."""
        if self.cleaned_data["dag"] == self.initial["dag"]:
            return self.cleaned_data["dag"]
        return super().clean_dag()

    @property
    def starts_at(self) -> datetime:
        """When it begins; to the second as it was, where nobody asked for another moment."""
        known, was = self.cleaned_data, timezone.localtime(self.begins)
        minute = was.time().replace(second=0, microsecond=0)
        if (known["dag"], known["tijd"]) == (was.date(), minute):
            return self.begins
        return super().starts_at


class OtherWishForm(WishForm):
    """The wish of a session that is there, of its own edition; its own length is one to choose."""

    def __init__(self, session: DialogueSession, asked: QueryDict) -> None:
        super().__init__(session.edition, asked)
        del self.fields["ervaring"]  # asked at the programme: it changes no step
        now = f"{short_length(session.minutes)}, zoals nu"
        offered = {session.minutes: now} | {minutes: short_length(minutes) for minutes in LENGTHS}
        lengths = cast(forms.TypedChoiceField, self.fields["minuten"])
        lengths.choices = sorted(offered.items())


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask something else of this session: show what it would do, and do it."""
    session = access.session_to_lead(request, ref)
    if not session.planned:
        return render(request, PAGE, {"session": session, "late": CHANGED_TOO_LATE}, status=422)
    if session.looks_back:
        return render(request, PAGE, {"session": session, "late": LOOKS_BACK}, status=422)
    asks = request.method == "POST"
    day = DayForm(request.POST if asks else None, session)
    wish = OtherWishForm(session, request.POST if asks else _asked(session))
    made, error = _consequence(session, day, wish) if asks else (None, "")
    presses = request.POST.get("doe") == "verander"
    if made is not None and presses:
        if made.nothing:
            return redirect("planner:programme", ref)
        error = _change(session, made, request.POST.get("gezien", "").partition("."))
        if not error:
            messages.success(request, "Veranderd. Zo is de sessie nu.")
            return redirect("planner:programme", ref)
        session = access.session_to_lead(request, ref)
        made, problem = _consequence(session, day, wish)
        error = problem or error
    wrong = bool(day.errors or wish.errors or error)
    page = f"{PAGE}#gevolg" if wants_part(request) else PAGE
    context = {
        "session": session,
        "day": day,
        "form": wish,
        "made": made,
        "problem": error,
        "past": made is not None and made.after.starts_at < timezone.now(),
    }
    # A part is put in its place whatever its status: what is not whole yet is no mistake there.
    status = 422 if wrong and not wants_part(request) else 200
    response = render(request, page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _consequence(
    session: DialogueSession, day: DayForm, wish: WishForm
) -> tuple[Consequence | None, str]:
    """What is asked would do; or None, and why where no field says it."""
    asked = wish.wish()
    if not day.is_valid() or asked is None:
        return None, ""
    known = day.cleaned_data
    wanted = Wanted(
        wish=msgspec.structs.replace(asked, contact=known["contact"]),
        title=" ".join(known["titel"].split()),
        starts_at=day.starts_at,
    )
    try:
        return rewishing.consequence(session, wanted), ""
    except Refused as refused:
        return None, refused.sentence


def _change(session: DialogueSession, made: Consequence, seen: tuple[str, str, str]) -> str:
    """Do it, when it is what was seen; else why not."""
    made_on, _, seal = seen
    if not seal:
        return LOOK_FIRST
    if made_on != made.made_on:
        return rewishing.MEANWHILE
    if seal != made.seal:
        return ALSO_CHANGED
    try:
        rewishing.change(session, made)
    except Refused as refused:
        return refused.sentence
    return ""


def _asked(session: DialogueSession) -> QueryDict:
    """The wish that the session came from, as the form's fields hold it."""
    led_by = {value: name for name, value in LED_BY.items()}
    guests = {value: name for name, (value, _) in GUESTS.items()}
    fields = QueryDict(mutable=True)
    fields.update(
        {
            "minuten": str(session.minutes),
            "themas": ",".join(session.themes),
            "mensen": str(session.group_size),
            "leidt": led_by[DialogueSession.LedBy(session.led_by)],
            "gasten": guests[DialogueSession.Guests(session.guests)],
            "telefoons": "nee" if session.phone_free else "ja",
        }
    )
    if session.roles:
        fields.update({"vorm": DAY} | {k: str(n) for k, n in WishForm.typed(session.roles).items()})
    return fields
