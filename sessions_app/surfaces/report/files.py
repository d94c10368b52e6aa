"""The report as a file: who leads and the team get the same."""

from django.http import HttpResponse
from django.utils.text import slugify

from sessions_app.models import DialogueSession
from sessions_app.reports.contents import report_of
from sessions_app.reports.paper import report_pdf
from sessions_app.reports.spreadsheet import report_sheet

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pdf(session: DialogueSession) -> HttpResponse:
    """On paper."""
    return attached(report_pdf(report_of(session)), "application/pdf", f"verslag {session}", "pdf")


def sheet(session: DialogueSession) -> HttpResponse:
    """As a spreadsheet."""
    return attached(report_sheet(report_of(session)), SHEET, f"verslag {session}", "xlsx")


def attached(content: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    """A file to keep, named after what it is."""
    response = HttpResponse(content, content_type=kind)
    named = f"{slugify(name) or 'sessie'}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    return response
