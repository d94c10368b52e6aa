"""The words of one step in this session: replaced, left out, added, or the module's again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sessions_app import access, rewording, step_words
from sessions_app.edits import CHANGED_TOO_LATE, GONE
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, Step
from sessions_app.surfaces.planner.words_form import WordsForm, typed

PAGE = "sessions_app/planner/texts.html"


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """All that a step says and asks, to change in this session."""
    session = access.session_to_lead(request, ref)
    changed = access.step_to_plan(session, step)
    late = CHANGED_TOO_LATE if not session.planned else GONE if changed.pk is None else ""
    if late:
        context = {"session": session, "step": changed, "late": late, "lost": typed(request.POST)}
        return render(request, PAGE, context, status=422)
    form = WordsForm(changed, request.POST if request.method == "POST" else None)
    made_on = rewording.seal(changed)
    if form.is_valid():
        try:
            rewording.reword_step(changed, form.words, request.POST.get("op", ""))
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"Bewaard: de teksten van ‘{changed.title}’.")
            if "nog" in request.POST:
                return redirect("planner:texts", ref, step)
            return _to_step(session, changed)
    context = {
        "session": session,
        "step": changed,
        "form": form,
        "made_on": made_on,
        "lost": form.lost if form.errors else [],
        "changed": step_words.changes(changed.script),
        "reworded": changed.script.reworded is not None,
    }
    return render(request, PAGE, context, status=422 if form.errors else 200)


@require_POST
def module_texts(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Let a step say again what the module says."""
    session = access.session_to_lead(request, ref)
    changed = access.step_to_plan(session, step)
    try:
        if changed.pk is None:
            raise Refused(GONE)
        rewording.drop_own_words(changed)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("planner:programme", ref)
    messages.success(request, f"‘{changed.title}’ zegt weer wat de module zegt.")
    return _to_step(session, changed)


def _to_step(session: DialogueSession, step: Step) -> HttpResponse:
    page = reverse("planner:programme", args=[session.ref])
    return redirect(f"{page}#stap-{step.ref}")
