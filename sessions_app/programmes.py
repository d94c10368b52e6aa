"""Verbs that write a programme: make a session from a wish, and change its steps by hand.

Only what can't be run is refused; a broken rule of thumb warns (`warnings`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max

from accounts.models import User
from content.document import Question
from content.models import Edition
from sessions_app import briefs, codes, kinds
from sessions_app.errors import Refused
from sessions_app.kinds import LONGEST_STEP, Made, Own
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.planning import CannotPlan, Programme, Wish, plan
from sessions_app.programme_warnings import warnings
from sessions_app.script import PlannedStep, content_to_builtins
from sessions_app.writing import writing

__all__ = [
    "add_step",
    "clock_times",
    "keep_session",
    "make_session",
    "move_step",
    "put_back",
    "remove_step",
    "rename_step",
    "replan",
    "set_minutes",
    "shift_step",
    "stretch_step",
    "warnings",
    "write_letter",
]

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
QUESTION_FIELDS = ("ref", "position", "content", "code", "form")
CHANGED_TOO_LATE = "Deze sessie is al begonnen. Het programma kan niet meer veranderen."


def make_session(
    edition: Edition,
    wish: Wish,
    title: str,
    starts_at: datetime,
    owner: User | None = None,
) -> DialogueSession:
    """Plan a session and copy all it needs out of the edition; `owner` may lead it.

    It has a join code from the start, for the letter to the team; its door is closed.

    The session lasts as long as its programme: the time asked for, or the shorter time offered.
    Refused, with the planner's sentence, when no programme is possible.
    """
    programme = _planned(edition, wish)
    free = codes.free_codes()
    with writing():
        session = DialogueSession.objects.create(
            edition=edition,
            title=title,
            starts_at=starts_at,
            **_wished(wish, programme),
        )
        if owner is not None:
            session.facilitators.create(user=owner)
        codes.give_code(session, free)
        _write(session, programme)
    return session


def keep_session(
    edition: Edition, wish: Wish, title: str, starts_at: datetime, owner: User
) -> DialogueSession:
    """Keep what somebody planned: from here on it has rows, a code and an owner.

    Refused as `make_session`, and when this account was given as many codes today as it gets.
    """
    codes.check_budget(owner)
    return make_session(edition, wish, title, starts_at, owner)


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


def write_letter(session: DialogueSession, sender: str, own_words: str) -> DialogueSession:
    """Put a sender and words of their own into the letter to the team; both may be empty."""
    with _changing(session):
        session.sender = " ".join(sender.split())
        session.own_words = own_words.strip()
        session.save(update_fields=["sender", "own_words"])
    return session


def rename_step(step: Step, title: str) -> Step:
    """Give the step another name; Refused when it is empty or too long."""
    title = " ".join(title.split())
    if not title:
        raise Refused("Een stap heeft een naam nodig. Typ een naam.")
    if len(title) > TITLE_LENGTH:
        raise Refused(f"Deze naam is te lang. Gebruik hooguit {TITLE_LENGTH} tekens.")
    with _changing(step.session):
        if title != step.title:
            step.title = title
            step.content = {**step.content, "named": True}
            step.save(update_fields=["title", "content"])
    return step


def set_minutes(step: Step, minutes: int) -> Step:
    """Let the step last so many minutes (1 to 240); Refused outside that.

    What its kind makes of that time is made anew; what was changed since stays as it is.
    """
    _check_minutes(minutes)
    with _changing(step.session):
        _last(step, minutes)
    return step


def stretch_step(step: Step, by: int) -> Step:
    """Let the step last `by` minutes longer, or shorter when negative, than it does by then.

    Presses that follow each other quickly add up, whatever their pages showed. Stops at the
    shortest and the longest that a step can be; Refused when it is there already.
    """
    with _changing(step.session):
        _look_again(step, "minutes")
        asked = step.minutes + by
        minutes = min(max(asked, 1), LONGEST_STEP)
        if minutes == step.minutes:
            _check_minutes(asked)
        _last(step, minutes)
    return step


def move_step(step: Step, to_position: int) -> Step:
    """Put the step at this position (1 is first); past the ends means at the end."""
    with _changing(step.session):
        _place(step, to_position)
    return step


def shift_step(step: Step, by: int) -> Step:
    """Put the step `by` places later, or earlier when negative, than where it stands by then."""
    with _changing(step.session):
        _look_again(step, "position")
        _place(step, step.position + by)
    return step


def remove_step(step: Step) -> dict:
    """Take the step and its questions out; Refused for the last step in which a room can be.

    What comes back is plain data with which `put_back` makes it undone.
    """
    session = step.session
    with _changing(session):
        others = session.steps.exclude(pk=step.pk)
        if step.runs and not others.that_run().exists():
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
    title: str = "",
    minutes: int | None = None,
    lead: str = "",
    notes: str = "",
    kind: str = kinds.DEFAULT,
) -> Step:
    """Add a step by hand, after `after` (None: at the start).

    Its kind makes it out of the session's own edition; a title, a text for the screen and a note
    that somebody typed go before that. Without `minutes` it lasts as long as is usual. Refused
    without a name where the kind gives none, and for a kind that is not for adding by hand.
    """
    if kind not in kinds.keys(by_hand=True):
        raise Refused("Zo'n stap kun je niet zelf toevoegen. Kies een andere soort.")
    made_by = kinds.of(kind)
    own = Own(title=" ".join(title.split())[:TITLE_LENGTH], lead=lead.strip(), note=notes.strip())
    brief = briefs.of_session(session).about(own=own)
    bounds = made_by.bounds(brief)
    lasts = bounds.ideal if minutes is None else minutes
    _check_minutes(lasts)
    made = made_by.make(brief, lasts)
    if not made.title:
        raise Refused("Een stap heeft een naam nodig. Typ een naam.")
    with _changing(session):
        step = _append(
            session,
            kind=kind,
            block=made_by.block_of(brief),
            title=made.title,
            minutes=lasts,
            least=bounds.least,
            ideal=min(max(lasts, bounds.least), bounds.most),  # who adds it says what is good
            most=bounds.most,
            content=content_to_builtins(made.content),
        )
        _ask(step, _not_asked_yet(step, made))
    return move_step(step, after.position + 1 if after else 1)


def clock_times(session: DialogueSession) -> list[tuple[Step, datetime]]:
    """Each step with the moment at which it begins as planned."""
    at = session.starts_at
    found = []
    for step in session.steps.all():
        found.append((step, at))
        at += timedelta(minutes=step.minutes)
    return found


def _append(session: DialogueSession, **fields: Any) -> Step:
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


def _look_again(step: Step, *fields: str) -> None:
    """Read these fields as they are now that the session is locked; Refused when it is gone."""
    try:
        step.refresh_from_db(fields=fields)
    except Step.DoesNotExist:
        raise Refused("Deze stap is er niet meer.") from None


def _last(step: Step, minutes: int) -> None:
    """Give the step these minutes and make it anew; the session is locked."""
    _look_again(step, "minutes", "title", "content")
    brief = briefs.of_step(step)
    kind = step.of_kind
    if kind.can_be_made(brief):
        _follow(step, kind.make(brief, step.minutes), kind.make(brief, minutes))
    step.minutes = minutes
    step.save(update_fields=["minutes", "title", "content"])


def _place(step: Step, to_position: int) -> None:
    """Put the step at this position; the session is locked."""
    _look_again(step, "position")
    order = list(step.session.steps.exclude(pk=step.pk).values_list("pk", flat=True))
    at = min(max(to_position, 1), len(order) + 1)
    _renumber(step.session, [*order[: at - 1], step.pk, *order[at - 1 :]])
    step.position = at


def _follow(step: Step, before: Made, after: Made) -> None:
    """Let the step be what its kind makes of it now, but for what differs from `before`."""
    if step.title == before.title:
        step.title = after.title
    step.content = content_to_builtins(briefs.merged(step.script, before.content, after.content))
    asked = list(step.questions.values_list("code", flat=True))
    coming = _not_asked_yet(step, after)
    same = [question.code for question in _not_asked_yet(step, before)] == asked
    if same and [question.code for question in coming] != asked:
        step.questions.all().delete()
        _ask(step, coming)


def _not_asked_yet(step: Step, made: Made) -> list[Question]:
    """Of what a step would ask, what no other step of the session asks."""
    others = StepQuestion.objects.filter(step__session=step.session).exclude(step=step)
    known = set(others.values_list("code", flat=True))
    return [question for question in made.questions if question.code not in known]


def _ask(step: Step, questions: list[Question]) -> None:
    StepQuestion.objects.bulk_create(
        StepQuestion.copy(step, position, question)
        for position, question in enumerate(questions, start=1)
    )


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
        StepQuestion.copy(step, position, question)
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


def _renumber(session: DialogueSession, order: list[int]) -> None:
    """Give the steps with these keys the positions 1, 2, …; first out of the way, because each
    position is unique at every moment."""
    away = (session.steps.aggregate(last=Max("position"))["last"] or 0) + len(order) + 1
    session.steps.update(position=F("position") + away)
    rows = [Step(pk=key, position=position) for position, key in enumerate(order, start=1)]
    Step.objects.bulk_update(rows, ["position"])
