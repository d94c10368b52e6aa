"""Pages that keep sessions in order: a copy, deleting and taking that back, the archive."""

from datetime import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.views.decorators.http import require_http_methods, require_POST

from content import editions
from sessions_app import access, custody, keeping
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession
from sessions_app.surfaces.planner.forms import KeepForm, next_weekday


class CopyForm(KeepForm):
    """For whom and when the copy is; all but the day as in the session that it is made of."""

    def __init__(self, data: QueryDict | None, session: DialogueSession) -> None:
        super().__init__(data)
        local = timezone.localtime(session.starts_at)
        self.initial = {
            "titel": session.title,
            "dag": next_weekday(self.today),
            "tijd": time(local.hour, local.minute),
            "contact": session.contact,
        }


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, ref: str) -> HttpResponse:
    """Make a new session with the same programme."""
    session = access.session_to_lead(request, ref)
    form = CopyForm(request.POST if request.method == "POST" else None, session)
    if form.is_valid():
        known = form.cleaned_data
        said = (" ".join(known["titel"].split()), form.starts_at, known["contact"])
        try:
            made = keeping.copy_session(session, access.person(request), *said)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Dit is de kopie. De code is nieuw.")
            return redirect("planner:programme", made.ref)
    newest = editions.current()
    context = {"session": session, "form": form, "newer": newest.number > session.edition.number}
    status = 422 if form.errors else 200
    return render(request, "sessions_app/planner/copy.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what goes with a session, and delete it."""
    session = access.session_to_keep(request, ref)
    error = keeping.RUNS if session.running else ""
    if request.method == "POST" and not error:
        try:
            keeping.delete_session(session)
        except Refused as refused:
            error = refused.sentence
        else:
            day = in_words(timezone.localtime(timezone.now() + keeping.KEPT), "l j F")
            said = f"‘{session.title}’ is verwijderd. Terughalen kan tot {day}."
            messages.success(request, said)
            return redirect(f"{reverse('planner:sessions')}?verwijderd#verwijderd")
    context = {
        "session": session,
        "error": error,
        "steps": session.steps.count(),
        "agreements": session.agreements.count(),
        "others": session.facilitators.exclude(user=access.person(request)).count(),
        "offers": custody.standing(session).count(),
        "days": keeping.KEPT.days,
    }
    status = 422 if error else 200
    return render(request, "sessions_app/planner/delete.html", context, status=status)


@require_POST
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Let a deleted session be there again; one that is there already stays."""
    session = access.session_to_take_back(request, ref)
    keeping.take_back(session)
    messages.success(request, f"‘{session.title}’ is er weer.")
    return redirect("planner:sessions")


@require_POST
def archive(request: HttpRequest, ref: str) -> HttpResponse:
    """Put a session out of the way."""
    session = access.session_to_keep(request, ref)
    try:
        keeping.archive(session)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"‘{session.title}’ staat in het archief, onderaan deze pagina.")
    return redirect("planner:sessions")


@require_POST
def out_of_archive(request: HttpRequest, ref: str) -> HttpResponse:
    """Put a session among the others again."""
    session = access.session_to_keep(request, ref)
    keeping.out_of_archive(session)
    messages.success(request, f"‘{session.title}’ staat weer bij je sessies.")
    return redirect("planner:sessions")
