"""The test itself, the screen to read from the back, and the page that a phone reaches or not."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from content import editions, film_files
from content.document import Film
from sessions_app import access, network
from sessions_app.models import DialogueSession, Step
from sessions_app.reports.letter import qr

PAGE = "sessions_app/room_test/test.html"


@dataclass(frozen=True)
class Tried:
    """The film that is tried, as the screen would play it."""

    film: Film
    video: str = ""  # address of our own file; '' plays from YouTube
    subtitles: str = ""


@login_not_required
@require_safe
def everybody(request: HttpRequest) -> HttpResponse:
    """The test for whoever is in the room: no account, no session, nothing kept."""
    try:
        themes = editions.current().content.themes
    except editions.NoEdition:
        themes = ()
    return _test(request, Tried(themes[0].film) if themes else None)


@require_safe
def of_session(request: HttpRequest, ref: str) -> HttpResponse:
    """The same with a film of this session, from where its screen will play it."""
    session = access.session_to_lead(request, ref)
    return _test(request, _film_of(session), session)


@login_not_required
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Letters as large and as small as the screen has them, on both grounds."""
    context = {"light": "licht" in request.GET}
    return render(request, "sessions_app/room_test/letters.html", context)


@login_not_required
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """What a phone sees that reaches us."""
    return render(request, "sessions_app/room_test/phone.html")


def _test(
    request: HttpRequest, tried: Tried | None, session: DialogueSession | None = None
) -> HttpResponse:
    address = settings.BASE_URL + reverse("room_test:phone")
    context = {
        "session": session,
        "tried": tried,
        "letters": reverse("room_test:letters"),
        "phone": address,
        "qr": qr(address),
        "to_hand_over": settings.BASE_URL + reverse("room_test:everybody"),
        "note": network.note(),
        "needs": network.needs(),
    }
    return render(request, PAGE, context)


def _film_of(session: DialogueSession) -> Tried | None:
    """The first film that needs YouTube; where all are files of our own, the first."""
    steps = [step for step in session.steps.all() if step.content.get("film")]
    found = [_tried(session, step) for step in steps]
    return next((one for one in found if not one.video), found[0] if found else None)


def _tried(session: DialogueSession, step: Step) -> Tried:
    film = step.script.film
    assert film is not None  # noqa: S101 - who calls looked
    own = film_files.of(film.youtube)
    base = f"{reverse('projector:hear_film', args=[session.ref])}{step.ref}/"
    return Tried(
        film,
        f"{base}video/" if own.video else "",
        f"{base}ondertitels/" if own.video and own.subtitles else "",
    )
