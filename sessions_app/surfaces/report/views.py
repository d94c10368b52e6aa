"""The report on screen and as files, for who leads the session; sharing it, and what goes of it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sessions_app import access, report_links, retention, upkeep
from sessions_app.errors import Refused
from sessions_app.reports.calendar import appointment
from sessions_app.reports.contents import report_of
from sessions_app.surfaces.report import files


@require_safe
@never_cache
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """What the session brought; before its end a page that says when this comes."""
    session = access.session_to_lead(request, ref)
    upkeep.end_if_forgotten(session)
    if not session.ended:
        return render(request, "sessions_app/report/not_yet.html", {"session": session})
    link = report_links.of(session)
    context = {
        "session": session,
        "report": report_of(session),
        "pdf_url": reverse("report:pdf", args=[ref]),
        "sheet_url": reverse("report:sheet", args=[ref]),
        "link": link,
        "link_address": settings.BASE_URL + reverse("report:team", args=[link.key]) if link else "",
        "link_weeks": report_links.LASTS.days // 7,
        "texts_go_at": retention.texts_go_at(session),
    }
    return render(request, "sessions_app/report/report.html", context)


@require_safe
@never_cache
def pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The report to keep or to send on."""
    session = access.session_to_lead(request, ref)
    return files.pdf(session) if session.ended else redirect("report:report", ref=ref)


@require_safe
@never_cache
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """The same numbers and words in a spreadsheet."""
    session = access.session_to_lead(request, ref)
    return files.sheet(session) if session.ended else redirect("report:report", ref=ref)


@require_POST
def share(request: HttpRequest, ref: str) -> HttpResponse:
    """Make the link for the team."""
    session = access.session_to_keep(request, ref)
    try:
        report_links.make(session)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "De link is er. Hij staat bij ‘Deel met het team’.")
    return redirect(f"{reverse('report:report', args=[ref])}#delen")


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Let the link for the team lead nowhere."""
    session = access.session_to_keep(request, ref)
    if report_links.withdraw(session):
        messages.success(request, "De link werkt niet meer.")
    return redirect(f"{reverse('report:report', args=[ref])}#delen")


@require_http_methods(["GET", "HEAD", "POST"])
def drop_texts(request: HttpRequest, ref: str) -> HttpResponse:
    """Say which texts go, and delete them."""
    session = access.session_to_keep(request, ref)
    if not session.ended:
        return redirect("report:report", ref=ref)
    if request.method == "POST":
        count = retention.drop_texts(session)
        said = "1 tekst is gewist." if count == 1 else f"{count} teksten zijn gewist."
        messages.success(request, f"{said} De aantallen blijven staan.")
        return redirect("report:report", ref=ref)
    asked = retention.questions_with_texts(session)
    context = {"session": session, "asked": asked, "backup_days": settings.BACKUP_DAYS}
    return render(request, "sessions_app/report/drop_texts.html", context)


@require_safe
@never_cache
def calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """The session as an appointment."""
    session = access.session_to_lead(request, ref)
    kind = "text/calendar; charset=utf-8"
    return files.attached(appointment(session), kind, str(session), "ics")
