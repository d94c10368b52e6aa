"""Verbs that write a programme: make a session from a wish, and change its steps by hand.

Only what can't be run is refused; a broken rule of thumb warns (`warnings`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import msgspec
from django.db.models import F, Max

from accounts.models import Team, User
from content.models import Edition
from sessions_app import codes
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.planning import CannotPlan, Programme, Wish, plan, threes
from sessions_app.script import Kind, Note, PlannedStep, StepContent, content_to_builtins
from sessions_app.thumb import warnings
from sessions_app.writing import writing

__all__ = [
    "add_step",
    "clock_times",
    "make_session",
    "move_step",
    "put_back",
    "remove_step",
    "rename_step",
    "replan",
    "set_minutes",
    "warnings",
]

LONGEST_STEP = 240  # minutes
TITLE_LENGTH = 120
# What a step and its questions are made of; refs come along, so that links keep working.
STEP_FIELDS = (
    "ref",
    "position",
    "kind",
    "block",
    "theme",
    "theme_number",
    "title",
    "minutes",
    "least",
    "ideal",
    "most",
    "content",
)
QUESTION_FIELDS = (
    "ref",
    "position",
    "code",
    "form",
    "text",
    "help",
    "options",
    "points",
    "most",
    "about_self",
    "dimension",
    "tested",
)
CHANGED_TOO_LATE = "Deze sessie is al begonnen. Het programma kan niet meer veranderen."


def make_session(
    edition: Edition,
    wish: Wish,
    title: str,
    starts_at: datetime,
    owner: User | None = None,
    team: Team | None = None,
) -> DialogueSession:
    """Plan a session and copy all it needs out of the edition; `owner` may lead it.

    It has a join code from the start, for the letter to the team; its door is closed.

    The session lasts as long as its programme: the time asked for, or the shorter time offered.
    Refused, with the planner's sentence, when no programme is possible.
    """
    programme = _planned(edition, wish)
    with writing():
        session = DialogueSession.objects.create(
            edition=edition,
            title=title,
            starts_at=starts_at,
            team=team,
            **_wished(wish, programme),
        )
        if owner is not None:
            session.facilitators.create(user=owner)
        codes.give_code(session)
        _write(session, programme)
    return session


def replan(session: DialogueSession, wish: Wish) -> DialogueSession:
    """Make the programme anew from another wish, out of the session's own edition.

    Changes made by hand are lost. Refused when the session began or no programme is possible.
    """
    programme = _planned(session.edition, wish)
    with _changing(session):
        session.steps.all().delete()
        for name, value in (wished := _wished(wish, programme)).items():
            setattr(session, name, value)
        session.save(update_fields=list(wished))
        _write(session, programme)
    return session


def rename_step(step: Step, title: str) -> Step:
    """Give the step another name; Refused when it is empty or too long."""
    title = " ".join(title.split())
    if not title:
        raise Refused("Een stap heeft een naam nodig. Typ een naam.")
    if len(title) > TITLE_LENGTH:
        raise Refused(f"Deze naam is te lang. Gebruik hooguit {TITLE_LENGTH} tekens.")
    with _changing(step.session):
        step.title = title
        step.save(update_fields=["title"])
    return step


def set_minutes(step: Step, minutes: int) -> Step:
    """Let the step last so many minutes (1 to 240); Refused outside that."""
    _check_minutes(minutes)
    with _changing(step.session):
        step.minutes = minutes
        if step.content.get("threes_minutes"):
            step.content["threes_minutes"] = threes(minutes)
        step.save(update_fields=["minutes", "content"])
    return step


def move_step(step: Step, to_position: int) -> Step:
    """Put the step at this position (1 is first); past the ends means at the end."""
    with _changing(step.session):
        order = list(step.session.steps.exclude(pk=step.pk).values_list("pk", flat=True))
        at = min(max(to_position, 1), len(order) + 1)
        _renumber(step.session, [*order[: at - 1], step.pk, *order[at - 1 :]])
    step.refresh_from_db(fields=["position"])
    return step


def remove_step(step: Step) -> dict:
    """Take the step and its questions out; Refused for the last step in which a room can be.

    What comes back is plain data with which `put_back` makes it undone.
    """
    session = step.session
    with _changing(session):
        others = session.steps.exclude(pk=step.pk)
        if step.kind != Kind.SLACK and not others.exclude(kind=Kind.SLACK).exists():
            raise Refused("Een programma heeft minstens één stap nodig. Deze laatste blijft staan.")
        removed = {
            "step": {name: getattr(step, name) for name in STEP_FIELDS},
            "questions": list(step.questions.values(*QUESTION_FIELDS)),
        }
        step.delete()
        _renumber(session, list(others.values_list("pk", flat=True)))
    return removed


def put_back(session: DialogueSession, removed: dict) -> Step:
    """Put back what `remove_step` took out, at its own place."""
    with _changing(session):
        step = _append(session, **removed["step"])
        StepQuestion.objects.bulk_create(
            StepQuestion(step=step, **question) for question in removed["questions"]
        )
    return move_step(step, removed["step"]["position"])


def add_step(
    session: DialogueSession,
    after: Step | None,
    title: str,
    minutes: int,
    lead: str = "",
    notes: str = "",
) -> Step:
    """Add a step of one's own, with its own text and advice, after `after` (None: at the start)."""
    title = " ".join(title.split())
    if not title:
        raise Refused("Een stap heeft een naam nodig. Typ een naam.")
    _check_minutes(minutes)
    content = StepContent(
        lead=lead.strip(),
        phone="Kijk mee op het scherm.",
        notes=(Note(heading="Voor mezelf", text=notes.strip()),) if notes.strip() else (),
        tested=True,
    )
    with _changing(session):
        step = _append(
            session,
            kind=Kind.FREE,
            block="eigen",
            title=title[:TITLE_LENGTH],
            minutes=minutes,
            least=1,
            ideal=minutes,
            most=LONGEST_STEP,
            content=content_to_builtins(content),
        )
    return move_step(step, after.position + 1 if after else 1)


def clock_times(session: DialogueSession) -> list[tuple[Step, datetime]]:
    """Each step with the moment at which it begins as planned."""
    at = session.starts_at
    found = []
    for step in session.steps.all():
        found.append((step, at))
        at += timedelta(minutes=step.minutes)
    return found


def _append(session: DialogueSession, **fields) -> Step:
    last = session.steps.aggregate(last=Max("position"))["last"] or 0
    return session.steps.create(**(fields | {"position": last + 1}))


@contextmanager
def _changing(session: DialogueSession) -> Iterator[None]:
    """One transaction in which the session is locked and still planned; else Refused."""
    with writing():
        locked = DialogueSession.objects.select_for_update().get(pk=session.pk)
        if not locked.planned:
            raise Refused(CHANGED_TOO_LATE)
        yield


def _check_minutes(minutes: int) -> None:
    if minutes < 1:
        raise Refused("Een stap duurt minstens 1 minuut. Haal de stap weg als je hem niet wilt.")
    if minutes > LONGEST_STEP:
        raise Refused(f"Een stap duurt hooguit {LONGEST_STEP} minuten. Kies minder minuten.")


def _planned(edition: Edition, wish: Wish) -> Programme:
    try:
        return plan(edition.content, wish)
    except CannotPlan as problem:
        raise Refused(problem.sentence) from problem


def _wished(wish: Wish, programme: Programme) -> dict:
    """The fields of a session that follow from what was asked and what came out."""
    return {
        "minutes": programme.minutes,
        "group_size": wish.group_size,
        "led_by": str(wish.led_by),
        "guests": str(wish.guests),
        "contact": wish.contact,
        "themes": list(programme.themes),
        "phone_free": wish.phone_free,
    }


def _write(session: DialogueSession, programme: Programme) -> None:
    steps = Step.objects.bulk_create(
        _step_row(session, position, planned)
        for position, planned in enumerate(programme.steps, start=1)
    )
    StepQuestion.objects.bulk_create(
        _question_row(step, position, question)
        for step, planned in zip(steps, programme.steps, strict=True)
        for position, question in enumerate(planned.questions, start=1)
    )


def _step_row(session: DialogueSession, position: int, planned: PlannedStep) -> Step:
    return Step(
        session=session,
        position=position,
        kind=planned.kind,
        block=planned.block,
        theme=planned.theme,
        theme_number=planned.theme_number,
        title=planned.title,
        minutes=planned.minutes,
        least=planned.least,
        ideal=planned.ideal,
        most=planned.most,
        content=content_to_builtins(planned.content),
    )


def _question_row(step: Step, position: int, question) -> StepQuestion:
    return StepQuestion(
        step=step,
        position=position,
        code=question.code,
        form=question.form,
        text=question.text,
        help=question.help,
        options=msgspec.to_builtins(question.options),
        points=list(question.points),
        most=question.most,
        about_self=question.about_self,
        dimension=question.dimension,
        tested=question.tested,
    )


def _renumber(session: DialogueSession, order: list[int]) -> None:
    """Give the steps with these keys the positions 1, 2, …; first out of the way, because each
    position is unique at every moment."""
    away = (session.steps.aggregate(last=Max("position"))["last"] or 0) + len(order) + 1
    session.steps.update(position=F("position") + away)
    rows = [Step(pk=key, position=position) for position, key in enumerate(order, start=1)]
    Step.objects.bulk_update(rows, ["position"])
