"""The report for the team, by a link without an account (decision 0045).

What the link leads to is what the report holds. No search engine keeps it, no other site hears its
address, and a key that leads nowhere counts against whoever tries.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions_app import report_links
from sessions_app.models import DialogueSession
from sessions_app.reports.contents import report_of
from sessions_app.surfaces import wrong_keys
from sessions_app.surfaces.report import files

Page = Callable[[HttpRequest, DialogueSession, str], HttpResponse]
ACTION = "report_key"  # in ACCOUNT_RATE_LIMITS, with the budget


def for_who_has_the_link(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """A page of the session whose link it is; a key that leads nowhere gets one page that says so.

    A right key costs nothing and is never refused: a whole ward shares one address.
    """

    @login_not_required
    @require_safe
    @never_cache
    @wraps(page)
    def view(request: HttpRequest, key: str) -> HttpResponse:
        session = report_links.find(key)
        response = page(request, session, key) if session else _nowhere(request)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return view


def _nowhere(request: HttpRequest) -> HttpResponse:
    if not wrong_keys.within_budget(request, ACTION):
        return render(request, "429.html", status=429)
    context = {"weeks": report_links.LASTS.days // 7}
    return render(request, "sessions_app/report/over.html", context, status=404)


@for_who_has_the_link
def report(request: HttpRequest, session: DialogueSession, key: str) -> HttpResponse:
    """The report, without anything to press but its files."""
    context = {
        "team": True,
        "report": report_of(session),
        "pdf_url": reverse("report:team_pdf", args=[key]),
        "sheet_url": reverse("report:team_sheet", args=[key]),
    }
    return render(request, "sessions_app/report/report.html", context)


@for_who_has_the_link
def pdf(request: HttpRequest, session: DialogueSession, key: str) -> HttpResponse:
    """The same on paper."""
    return files.pdf(session)


@for_who_has_the_link
def sheet(request: HttpRequest, session: DialogueSession, key: str) -> HttpResponse:
    """The same as a spreadsheet."""
    return files.sheet(session)
