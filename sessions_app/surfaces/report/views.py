"""The report on screen and on paper, and the appointment for calendars."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions_app import access, upkeep
from sessions_app.reports.calendar import appointment
from sessions_app.reports.contents import report_of
from sessions_app.reports.paper import report_pdf


@require_safe
@never_cache
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """What the session brought; before its end a page that says when this comes."""
    session = access.session_to_lead(request, ref)
    upkeep.end_if_forgotten(session)
    if not session.ended:
        return render(request, "sessions_app/report/not_yet.html", {"session": session})
    context = {"session": session, "report": report_of(session)}
    return render(request, "sessions_app/report/report.html", context)


@require_safe
@never_cache
def pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The report to keep or to send on."""
    session = access.session_to_lead(request, ref)
    if not session.ended:
        return redirect("report:report", ref=ref)
    return _file(report_pdf(report_of(session)), "application/pdf", f"verslag {session}", "pdf")


@require_safe
@never_cache
def calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """The session as an appointment."""
    session = access.session_to_lead(request, ref)
    return _file(appointment(session), "text/calendar; charset=utf-8", str(session), "ics")


def _file(content: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    named = f"{slugify(name) or 'sessie'}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    return response
