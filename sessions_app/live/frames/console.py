"""What the facilitator sees. No request in it: the pushed frame and the page are the same."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from content.document import Form
from content.text import html
from sessions_app import access, programmes, results
from sessions_app.live.frames import seconds_left, stage
from sessions_app.models import DialogueSession, Signal, Step, StepQuestion
from sessions_app.script import KIND_NAMES, Kind

TEMPLATE = "sessions_app/console/console.html#frame"
TALLY = "sessions_app/console/console.html#tally"


@dataclass(frozen=True)
class Line:
    """One line of the programme in the margin."""

    step: Step
    clock: object  # datetime, as planned
    kind_name: str
    state: str  # 'done' | 'now' | ''
    jump: bool


@dataclass(frozen=True)
class Asked:
    """One question whose answers belong with this step."""

    question: StepQuestion
    done: int
    given: int
    open_now: bool
    outcome: results.Outcome | None  # what may be seen, once the question was closed

    @property
    def enough(self) -> bool:
        return self.given >= results.LEAST_ANSWERS

    @property
    def missing(self) -> str:
        """The sentence while too few answered; '' when there is nothing to explain."""
        if self.enough or self.question.frozen:
            return ""
        return "Nog geen vijf antwoorden. Tot dan ziet niemand ze, ook jij niet."

    @property
    def open_texts(self) -> bool:
        return self.question.form == Form.OPEN


def context(session: DialogueSession) -> dict:
    """Everything on the console, for one version of the session."""
    timed = programmes.clock_times(session)
    steps = [step for step, _ in timed]
    current = session.current if session.running else None
    found = {
        "session": session,
        "code": session.code,
        "host": stage.host(),
        "now": timezone.now(),
        "step": current,
        "step_ref": _place(session, current),
        "programme": _programme(timed, current),
        "report_url": f"/sessies/{session.ref}/verslag/",
        **_counters(session, current),
    }
    if session.planned:
        found |= _lobby(session, steps)
    if current is not None:
        found |= _running(session, steps, current, found["asked"])
    return found


def tally(session: DialogueSession, connected: int) -> dict:
    """Only what answers, joins and signals change; `connected` is how many phones listen now."""
    current = session.current if session.running else None
    return {"session": session, **_counters(session, current), "connected": connected}


def screen_address(session: DialogueSession) -> str:
    """The whole address for another computer: shows the projector and can do nothing else."""
    path = reverse("projector:show", args=[session.ref])
    return f"{settings.BASE_URL}{path}?sleutel={access.screen_key(session)}"


def _place(session: DialogueSession, current: Step | None) -> str:
    if session.ended:
        return "ended"
    return current.ref if current else "lobby"


def _counters(session: DialogueSession, current: Step | None) -> dict:
    joined = results.joined(session)
    found = {
        "joined": joined,
        "few": not session.ended and not session.phone_free and joined < results.LEAST_ANSWERS,
        "least": results.LEAST_ANSWERS,
        "asked": [],
        "more_time": False,
        "paused": False,
    }
    if current is not None:
        sorts = set(Signal.objects.filter(step=current).values_list("sort", flat=True))
        found["asked"] = _asked(current)
        found["more_time"] = Signal.Sort.MORE_TIME in sorts
        found["paused"] = Signal.Sort.PAUSE in sorts
    return found


def _asked(current: Step) -> list[Asked]:
    questions = results.in_view(current)
    counts = results.counted(questions)
    return [
        Asked(
            question=q,
            done=counts[q.pk].done,
            given=counts[q.pk].given,
            open_now=q.step_id == current.pk and not q.frozen,
            outcome=results.outcome(q) if q.frozen else None,
        )
        for q in questions
    ]


def _programme(timed, current: Step | None) -> list[Line]:
    lines = []
    for step, clock in timed:
        state = ""
        if current is not None and step.position == current.position:
            state = "now"
        elif current is not None and step.position < current.position:
            state = "done"
        lines.append(
            Line(
                step=step,
                clock=clock,
                kind_name=KIND_NAMES[Kind(step.kind)],
                state=state,
                jump=current is not None and state != "now" and step.kind != Kind.SLACK,
            )
        )
    return lines


def _lobby(session: DialogueSession, steps: list[Step]) -> dict:
    first = next((s for s in steps if s.kind != Kind.SLACK), None)
    return {
        "first": first,
        "films": [s.script.film for s in steps if s.content.get("film")],
        "screen_address": screen_address(session),
        "announce": "Nog niet begonnen.",
    }


def _running(
    session: DialogueSession, steps: list[Step], current: Step, asked: list[Asked]
) -> dict:
    names = stage.theme_names(steps)
    content = current.script
    questions = list(current.questions.all())
    previous, following, place, total = stage.neighbours(steps, current)
    headline = stage.headline(current, content, questions)
    seconds = seconds_left(session)
    return {
        "content": content,
        "kicker": stage.kicker(current, names),
        "headline": headline,
        "film": content.film,
        "previous": previous,
        "following": following,
        "next_label": stage.next_label(following, names),
        "place": place,
        "total": total,
        "seconds": seconds,
        "clock_text": stage.clock_text(seconds),
        "can_close": any(not entry.question.frozen for entry in asked),
        "concept": not content.tested or any(not q.tested for q in questions),
        "notes": [(note.heading, html(note.text)) for note in content.notes],
        "aloud": [p for p in stage.prompts(current, content, questions) if p != headline],
        "harvest": current.kind == Kind.HARVEST,
        "agreements": list(session.agreements.all()) if current.kind == Kind.HARVEST else [],
        "announce": f"Stap {place} van {total}: {headline}",
    }
