"""What the programme says about preparing: films to watch first, and the room."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sessions_app import access, checklist, ingredients, plans, programmes, rehearsing, watching
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession
from sessions_app.surfaces.planner.forms import LivedForm

BACK = {"leiden": "console:lead", "draaiboek": "planner:runsheet"}  # where somebody pressed


@require_POST
def mark_film(request: HttpRequest, ref: str) -> HttpResponse:
    """'Ik heb deze film bekeken', or not after all; back to where it was pressed."""
    session = access.session_to_lead(request, ref)
    seen = request.POST.get("bekeken") == "1"
    try:
        watching.mark(access.person(request), session, request.POST.get("film", ""), seen)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return redirect(BACK.get(request.POST.get("terug", ""), "planner:programme"), ref)


@require_POST
def rehearse(request: HttpRequest, ref: str) -> HttpResponse:
    """Try the session out alone, with invented people: on to its console."""
    session = access.session_to_lead(request, ref)
    try:
        made = rehearsing.begin(session, access.person(request))
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("planner:programme", ref)
    return redirect("console:lead", made.ref)


@require_POST
def stop_rehearsal(request: HttpRequest, ref: str) -> HttpResponse:
    """Throw the rehearsal away; back to the programme of the session.

    That of a colleague, whom one leads along, stays.
    """
    session = access.session_to_lead(request, ref)
    if session.rehearses and not access.owns(access.person(request), session):
        messages.warning(request, "Deze proef is van je collega. Alleen je collega gooit hem weg.")
        return redirect("console:lead", ref)
    of = session.rehearses or session
    if rehearsing.stop(access.person(request)):
        messages.success(request, "De proef is weggegooid, met alles wat erin stond.")
    return redirect("planner:programme", of.ref)


@require_POST
def ask_lived(request: HttpRequest, ref: str) -> HttpResponse:
    """How an expert by experience takes part, as far as is known now."""
    session = access.session_to_lead(request, ref)
    form = LivedForm(request.POST, session)
    try:
        if not form.is_valid():
            raise Refused(str(form.errors["ervaring"][0]))
        programmes.note_lived(session, form.lived)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, "Bewaard.")
    return redirect("planner:programme", ref)


def beside(request: HttpRequest, session: DialogueSession) -> dict:
    """What stands around the programme, on its whole page only."""
    if not session.planned:
        return {}
    person = access.person(request)
    films = watching.of(person, session)
    document = session.document
    six = document.passage("ingredienten")
    return {
        "lived": LivedForm(None, session),
        "six_heading": six.title if six else "",
        "six_text": six.text if six else "",
        "six": ingredients.lines(
            document, ingredients.of(plans.steps_of(session), session.guests, session.lived)
        ),
        "six_sources": ingredients.sources(document),
        "rehearsal": rehearsing.of(person),
        "films": films,
        "unseen": any(not one.seen for one in films),
        "room_heading": checklist.heading(session.document),
        "room": checklist.of_room(
            session.document,
            [(step.kind, step.script) for step in session.steps.all()],
            phone_free=session.phone_free,
            guests=session.guests != DialogueSession.Guests.NONE,
            day=session.roles is not None,
        ),
    }
