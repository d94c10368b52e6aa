"""What is printed of a plan; the same for a kept session and for a wish in an address."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from content.document import Document
from sessions_app.plans import Plan
from sessions_app.reports import cards
from sessions_app.reports import letter as letters
from sessions_app.reports import runsheet as sheets
from sessions_app.surfaces.planner.forms import LetterForm


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
    change: str = ""
    keep: str = ""
    calendar: str = ""


def runsheet(request: HttpRequest, plan: Plan, ways: Ways) -> HttpResponse:
    """The run sheet as a page."""
    context = {"plan": plan, "ways": ways, "sheet": sheets.runsheet(plan)}
    return render(request, "sessions_app/planner/runsheet.html", context)


def runsheet_pdf(plan: Plan) -> HttpResponse:
    """The run sheet as a PDF."""
    return _pdf(sheets.pdf(plan), "draaiboek")


def letter(
    request: HttpRequest, plan: Plan, ways: Ways, form: LetterForm | None = None
) -> HttpResponse:
    """The letter to the team; `form` where its sender can add to it."""
    said = letters.letter(plan)
    context = {
        "plan": plan,
        "ways": ways,
        "letter": said,
        "qr": letters.qr(said["address"]),
        "mail": letters.mail_link(plan),
        "form": form,
    }
    status = 422 if form and form.errors else 200
    return render(request, "sessions_app/planner/letter.html", context, status=status)


def letter_pdf(plan: Plan) -> HttpResponse:
    """The letter as a PDF."""
    return _pdf(letters.pdf(plan), "brief")


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
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
