"""Public pages: what this is, and what the law and honesty ask us to say about it."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_http_methods

from pages import examples, showing
from pages.forms import CodeForm
from sessions_app import colleague_links, report_links

OUT = ("connect-src", "form-action", "frame-src")  # ways in which something leaves
CLOSED: dict[str, Any] = {**settings.SECURE_CSP, **{way: [CSP.NONE] for way in OUT}}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for a team lead with ten minutes; a code sends a participant on to the room."""
    data = request.POST if request.method == "POST" else request.GET
    form = CodeForm(data) if "code" in data else CodeForm()
    if form.is_valid():
        return redirect(f"/m/{form.cleaned_data['code']}/")
    context = {"form": form, "professions": examples.PROFESSIONS, "shown": showing.shown()}
    return render(request, "home/index.html", context)


@login_not_required
@require_GET
def colophon(request: HttpRequest) -> HttpResponse:
    """Who made the material, and with what this site is built."""
    return render(request, "home/colophon.html")


@login_not_required
@require_GET
def further(request: HttpRequest) -> HttpResponse:
    """What the field offers, of the newest edition; asks and keeps nothing."""
    return render(request, "home/further.html", {"further": showing.further()})


@login_not_required
@require_GET
@csp_override(CLOSED)
def warm_up(request: HttpRequest, theme: str) -> HttpResponse:
    """Ten minutes alone before a session about this theme; nothing of it comes back here.

    The address names a theme and no session, and the page can't send: it has no form, no script,
    and a policy that lets nothing out (decision 0063).
    """
    shown = showing.warm_up(theme)
    if shown is None:
        raise Http404
    return render(request, "home/warm_up.html", {"shown": shown})


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, and for how long."""
    context = {
        "backup_days": settings.BACKUP_DAYS,
        "texts_days": settings.TEXTS_DAYS,
        "link_weeks": report_links.LASTS.days // 7,
        "colleague_days": colleague_links.LASTS.days,
    }
    return render(request, "home/privacy.html", context)


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, in the form Dutch public bodies use."""
    return render(request, "home/accessibility.html")


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The editors' address; their content stands in the back office, which asks for the rights."""
    return redirect("admin:app_list", app_label="content")


@login_not_required
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for developers; does not exist with DEBUG off."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "dev/components.html", examples.gallery())
