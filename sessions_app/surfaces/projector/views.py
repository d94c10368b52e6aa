"""The projector: a page that shows, and says that it was started and where its film is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sessions_app import access, running, screening
from sessions_app.surfaces.projector import frame
from sessions_app.surfaces.projector.forms import FilmForm

KEY_LASTS = 24 * 3600  # seconds: a day of dialogue


@login_not_required
@never_cache
@require_safe
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """The screen as it is now; a key in the address moves to a cookie first."""
    session = access.session_to_show(request, ref)
    if key := request.GET.get("sleutel"):
        answer = redirect("projector:show", ref=ref)
        answer.set_cookie(
            access.screen_cookie(ref), key, max_age=KEY_LASTS, **access.cookie_options()
        )
        return answer
    shown = frame.context(session)
    shown["covered"] = session.planned and not session.screen_started
    return render(request, "sessions_app/projector/projector.html", shown)


@login_not_required
@never_cache
@require_safe
def read(request: HttpRequest, ref: str) -> HttpResponse:
    """The same frame as a page to read: letters grow, lines wrap, and it scrolls."""
    session = access.session_to_show(request, ref)
    return render(request, "sessions_app/projector/reading.html", frame.context(session))


@login_not_required
@require_POST
def start_screen(request: HttpRequest, ref: str) -> HttpResponse:
    """The screen was started by a press, also on another computer (decision 0020)."""
    session = access.session_to_show(request, ref)
    running.start_screen(session)
    return redirect("projector:show", ref=ref)


@login_not_required
@require_POST
def hear_film(request: HttpRequest, ref: str) -> HttpResponse:
    """The screen says where its film is; it hears whether it is the one that shows it."""
    session = access.session_to_show(request, ref)
    form = FilmForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"fout": "Dit past niet bij een film."}, status=422)
    said = form.cleaned_data
    shows = screening.hear(session, said.pop("stap"), screening.Said(**said))
    return JsonResponse({"toont": shows})
