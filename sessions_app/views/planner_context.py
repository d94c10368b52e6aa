"""What the programme's page and its region that follows every change have in common."""

from datetime import timedelta

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from content.text import html
from sessions_app import programmes
from sessions_app.forms import StepForm
from sessions_app.models import DialogueSession
from sessions_app.outline import block_kind

REM_PER_MINUTE = 0.3  # the height of a step, to scale
LEAST_HEIGHT = 3  # rem: room for its buttons
REMOVED = "removed"  # the step taken out last, per session, so that it can be put back


def programme_context(
    request: HttpRequest,
    session: DialogueSession,
    error: str = "",
    add_form: StepForm | None = None,
    removed_now: bool = False,
) -> dict:
    """The programme with its clock times, its balance and what asks attention."""
    prefetch_related_objects([session], "steps__questions")
    timed = programmes.clock_times(session)
    steps = [step for step, _ in timed]
    used = sum(step.minutes for step in steps)
    removed = request.session.get(REMOVED, {}).get(session.ref) if session.planned else None
    return {
        "session": session,
        "rows": [
            {
                "step": step,
                "clock": clock,
                "script": (content := step.script),
                "notes": [(note.heading, html(note.text)) for note in content.notes],
                "block_kind": block_kind(step),
                "first": number == 1,
                "last": number == len(timed),
                "same": number > 1 and step.block == timed[number - 2][0].block,
                "height": f"{max(LEAST_HEIGHT, step.minutes * REM_PER_MINUTE):.2f}rem",
            }
            for number, (step, clock) in enumerate(timed, start=1)
        ],
        "used": used,
        "ends_at": session.starts_at + timedelta(minutes=used),
        "warnings": programmes.warnings(session, steps) if session.planned else [],
        "removed": removed["step"]["title"] if removed else "",
        "removed_now": removed_now,
        "error": error,
        "add_form": add_form or StepForm(),
        "concept": any(not step.content.get("tested") for step in steps),
    }
