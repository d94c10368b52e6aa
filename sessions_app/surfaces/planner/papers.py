"""What is printed of a plan; the same for a kept session and for a wish in an address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from content.document import Document
from sessions_app.plans import Plan
from sessions_app.reports import cards, deck
from sessions_app.reports import letter as letters
from sessions_app.reports import runsheet as sheets
from sessions_app.reports import whole as wholes
from sessions_app.surfaces.planner.forms import LetterForm
from sessions_app.wish import Role, Roles


@dataclass(frozen=True)
class Ways:
    """Where the pages of one plan lead; '' where there is no such page."""

    programme: str
    runsheet: str
    runsheet_pdf: str
    letter: str
    letter_pdf: str
    evaluation_pdf: str
    cards_pdf: str
    whole_pdf: str
    deck: str
    change: str = ""
    keep: str = ""
    calendar: str = ""
    guests_letter: str = ""
    guests_letter_pdf: str = ""
    own_words: str = ""
    room_test: str = ""
    lived_letter: str = ""
    lived_letter_pdf: str = ""


PDF = "application/pdf"
DECK = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
CARD, SHORT = "kaart", "kort"  # in an address: the form of the cards
ROLE = "rol"  # in an address: to whom the letter for a dialogue day is
ROLES = {"clienten": Role.CLIENT, "naasten": Role.RELATIVE, "hulpverleners": Role.PROFESSIONAL}


def ways_of(ref: str) -> Ways:
    """The addresses of a kept session's papers."""
    return Ways(
        programme=reverse("planner:programme", args=[ref]),
        runsheet=reverse("planner:runsheet", args=[ref]),
        letter=reverse("planner:letter", args=[ref]),
        letter_pdf=reverse("planner:letter_pdf", args=[ref]),
        guests_letter=reverse("planner:guests_letter", args=[ref]),
        guests_letter_pdf=reverse("planner:guests_letter_pdf", args=[ref]),
        evaluation_pdf=reverse("planner:evaluation_pdf", args=[ref]),
        cards_pdf=reverse("planner:cards_pdf", args=[ref]),
        runsheet_pdf=reverse("planner:runsheet_pdf", args=[ref]),
        whole_pdf=reverse("planner:whole_pdf", args=[ref]),
        deck=reverse("planner:deck", args=[ref]),
        calendar=reverse("report:calendar", args=[ref]),
        own_words=reverse("planner:own_words", args=[ref]),
        room_test=reverse("room_test:of_session", args=[ref]),
        lived_letter=reverse("planner:lived_letter", args=[ref]),
        lived_letter_pdf=reverse("planner:lived_letter_pdf", args=[ref]),
    )


def runsheet(
    request: HttpRequest,
    plan: Plan,
    ways: Ways,
    document: Document,
    own: Mapping[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The run sheet as a page, with long or short cards; `more` is what only a kept session has."""
    short = _short(request)
    context = {
        "plan": plan,
        "ways": ways,
        "sheet": sheets.runsheet(plan, document, own, short=short),
        "pdf": _with(ways.runsheet_pdf, CARD, SHORT) if short else ways.runsheet_pdf,
        "short": _with(ways.runsheet, CARD, SHORT),
        "long": ways.runsheet,
        **(more or {}),
    }
    return render(request, "sessions_app/planner/runsheet.html", context)


def runsheet_pdf(
    request: HttpRequest, plan: Plan, document: Document, own: Mapping[str, str] | None = None
) -> HttpResponse:
    """The run sheet as a PDF."""
    return _pdf(sheets.pdf(plan, document, own, short=_short(request)), "draaiboek")


def whole_pdf(plan: Plan, document: Document, own: Mapping[str, str] | None = None) -> HttpResponse:
    """The whole session as a PDF."""
    return _file(wholes.pdf(plan, document, own), PDF, "hele-sessie.pdf", kept=True)


def whole_deck(
    plan: Plan, document: Document, own: Mapping[str, str] | None = None
) -> HttpResponse:
    """The whole session as slides with notes."""
    return _file(deck.pptx(plan, document, own), DECK, "hele-sessie.pptx", kept=True)


def _short(request: HttpRequest) -> bool:
    return request.GET.get(CARD) == SHORT


def _with(address: str, name: str, value: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{name}={value}"


def letter(
    request: HttpRequest,
    plan: Plan,
    ways: Ways,
    document: Document,
    form: LetterForm | None = None,
) -> HttpResponse:
    """The letter to the team; `form` where its sender can add to it."""
    said = letters.letter(plan, document)
    context = {
        "plan": plan,
        "ways": ways,
        "letter": said,
        "qr": letters.qr(said["address"]),
        "mail": letters.mail_link(plan, document),
        "pdf": ways.letter_pdf,
        "role_letters": role_letters(plan.roles, ways),
        "form": form,
    }
    status = 422 if form and form.errors else 200
    return render(request, "sessions_app/planner/letter.html", context, status=status)


def letter_pdf(plan: Plan, document: Document) -> HttpResponse:
    """The letter as a PDF."""
    return _pdf(letters.pdf(plan, document), "brief")


@dataclass(frozen=True)
class RoleLetter:
    """One of the letters for a dialogue day, and where it is."""

    name: str  # 'cliënten'
    address: str
    shown: bool


def guests_letter(request: HttpRequest, plan: Plan, ways: Ways, document: Document) -> HttpResponse:
    """The letter to clients and relatives, of a dialogue day to one role; 404 where none come."""
    role, write = _to_guests(request, plan)
    said = write(plan, document)
    context = {
        "plan": plan,
        "ways": ways,
        "letter": said,
        "qr": letters.qr(said["address"]),
        "pdf": _with(ways.guests_letter_pdf, ROLE, role) if role else ways.guests_letter_pdf,
        "to_guests": True,
        "role_letters": role_letters(plan.roles, ways, role),
        "role_name": letters.ADDRESSED[ROLES[role]] if role else "",
    }
    return render(request, "sessions_app/planner/letter.html", context)


def guests_letter_pdf(request: HttpRequest, plan: Plan, document: Document) -> HttpResponse:
    """The same as a PDF."""
    role, write = _to_guests(request, plan)
    return _pdf(letters.pdf(plan, document, write), f"brief-{role or 'gasten'}")


def role_letters(roles: Roles | None, ways: Ways, shown: str = "") -> list[RoleLetter]:
    """The letters for a dialogue day, one to each role that comes; none of any other session."""
    return [
        RoleLetter(letters.ADDRESSED[role], _with(ways.guests_letter, ROLE, key), key == shown)
        for key, role in ROLES.items()
        if roles and roles.of(role)
    ]


def _to_guests(request: HttpRequest, plan: Plan) -> tuple[str, letters.Letter]:
    """To which role, '' where it is no dialogue day, and how that letter is written."""
    if not plan.guests_name:
        raise Http404
    if plan.roles is None:
        return "", letters.guests_letter
    coming = [key for key, role in ROLES.items() if plan.roles.of(role)]
    asked = request.GET.get(ROLE, "")
    role = asked if asked in coming else coming[0]
    return role, letters.day_letter(ROLES[role])


def lived_letter(request: HttpRequest, plan: Plan, ways: Ways, document: Document) -> HttpResponse:
    """The letter to an expert by experience."""
    said = letters.lived_letter(plan, document)
    context = {
        "plan": plan,
        "ways": ways,
        "letter": said,
        "pdf": ways.lived_letter_pdf,
        "to": "lived",
    }
    return render(request, "sessions_app/planner/letter.html", context)


def lived_letter_pdf(plan: Plan, document: Document) -> HttpResponse:
    """The same as a PDF."""
    return _pdf(letters.pdf(plan, document, letters.lived_letter), "brief-ervaringsdeskundige")


def evaluation_pdf(plan: Plan, document: Document) -> HttpResponse:
    """The evaluation on paper; 404 where there is none."""
    return _pdf(_sheet(cards.evaluation_pdf, plan, document), "evaluatie")


def cards_pdf(plan: Plan, document: Document) -> HttpResponse:
    """The questions on cards, for who has no phone; 404 where nothing is asked."""
    return _pdf(_sheet(cards.cards_pdf, plan, document), "kaarten")


def _sheet(make: Callable[[Plan, Document], bytes | None], plan: Plan, of: Document) -> bytes:
    made = make(plan, of)
    if made is None:
        raise Http404
    return made


def _pdf(content: bytes, name: str) -> HttpResponse:
    return _file(content, PDF, f"{name}.pdf")


def _file(content: bytes, kind: str, name: str, kept: bool = False) -> HttpResponse:
    """A file to look at, or, where one takes it along, to keep."""
    response = HttpResponse(content, content_type=kind)
    shown = "attachment" if kept else "inline"
    response["Content-Disposition"] = f'{shown}; filename="{name}"'
    return response
