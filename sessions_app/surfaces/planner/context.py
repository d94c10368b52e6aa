"""What the programme's page and its region that follows every change have in common."""

from datetime import datetime, timedelta
from itertools import islice

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from content.text import html
from sessions_app import programmes
from sessions_app.kinds.kind import Place
from sessions_app.models import DialogueSession, Step
from sessions_app.outline import outline
from sessions_app.surfaces.planner.forms import StepForm

REM_PER_MINUTE = 0.3  # the height of a step, to scale
LEAST_HEIGHT = 3  # rem: room for its buttons
REMOVED = "removed-step"  # the step taken out last, per session, so that it can be put back


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
    said_in = [step for step in steps if step.of_kind.runs and not step.of_kind.rests]
    untested = [step.title for step in said_in if not step.content.get("tested")]
    return {
        "session": session,
        "rows": _rows(session, timed),
        "used": used,
        "ends_at": session.starts_at + timedelta(minutes=used),
        "warnings": programmes.warnings(session, steps) if session.planned else [],
        "removed": removed["step"]["title"] if removed else "",
        "removed_now": removed_now,
        "error": error,
        "add_form": add_form or StepForm(),
        "add_after": _before_closing(steps),
        "evaluates": any(step.of_kind.evaluates for step in steps),
        "untested": untested,
        "all_untested": len(untested) == len(said_in),
    }


def _rows(session: DialogueSession, timed: list[tuple[Step, datetime]]) -> list[dict]:
    """Each step with what its row needs; the first of a part of several steps has its `part`."""
    members = iter(timed)
    return [
        {
            "step": step,
            "clock": clock,
            "part": part if part.size > 1 and number == 1 else None,
            "inside": part.size > 1,
            "ends_part": number == part.size,
            "script": (content := step.script),
            "notes": [(note.heading, html(note.text)) for note in content.notes],
            "look": step.of_kind.look,
            "goes": step.of_kind.goes(content),
            "first": step is timed[0][0],
            "last": step is timed[-1][0],
            "height": f"{max(LEAST_HEIGHT, step.minutes * REM_PER_MINUTE):.2f}rem",
        }
        for part in outline([step for step, _ in timed], session.starts_at)
        for number, (step, clock) in enumerate(islice(members, part.size), start=1)
    ]


def _before_closing(steps: list[Step]) -> str:
    """The step after which one of one's own usually belongs: the last before the closing."""
    places = (step.of_kind.place for step in steps)
    closing = next((n for n, place in enumerate(places) if place is Place.CLOSING), len(steps))
    return steps[closing - 1].ref if closing else ""
