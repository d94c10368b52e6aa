"""The verbs that move a session: one verb, one transition, told to every surface.

Each verb locks the session's row, checks, changes, raises the version by one and tells the bus,
all in one transaction. A verb raises `Refused` (with a Dutch sentence) and then has done nothing.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from content.document import Form
from sessions_app import codes, results
from sessions_app.errors import Refused, Stale
from sessions_app.live import bus
from sessions_app.models import (
    Agreement,
    Answer,
    DialogueSession,
    Signal,
    Step,
    StepQuestion,
)
from sessions_app.script import Kind
from sessions_app.writing import writing

ENDED = "Deze sessie is afgelopen. Je vindt alles in het verslag."
NOT_STARTED = "De sessie is nog niet begonnen. Druk eerst op 'Start de sessie'."
SOMEONE_FIRST = (
    "Op een ander scherm is al een stap gezet. Je ziet nu waar de groep is; kijk of dat klopt."
)


@contextmanager
def _changing(session: DialogueSession) -> Iterator[DialogueSession]:
    """The session's row, locked and fresh; saved with a higher version when the block ends."""
    with writing():
        # Without select_related: after waiting for the lock, PostgreSQL joins the new row with the
        # steps of before and finds no current step.
        fresh = DialogueSession.objects.select_for_update().get(pk=session.pk)
        yield fresh
        fresh.version += 1
        fresh.save(update_fields=[*LIVE_FIELDS, "version"])
        bus.tell(fresh.ref, fresh.version)
    for field in [*LIVE_FIELDS, "version"]:
        setattr(session, field, getattr(fresh, field))


LIVE_FIELDS = [
    "phase",
    "door_open",
    "current",
    "step_started_at",
    "extra_seconds",
    "black",
    "screen_started",
    "started_at",
    "ended_at",
    "joined_at_end",
]


def open_door(session: DialogueSession) -> None:
    """Let newcomers in. Refused after the end and in a session without phones."""
    with _changing(session) as s:
        _not_ended(s)
        if s.phone_free:
            raise Refused("Deze sessie is zonder telefoons. Er is geen deur om te openen.")
        s.door_open = True


def close_door(session: DialogueSession) -> None:
    """Stop newcomers; who is in stays in."""
    with _changing(session) as s:
        _not_ended(s)
        s.door_open = False


def new_code(session: DialogueSession) -> None:
    """Give a new join code; the old one no longer lets newcomers in."""
    with _changing(session) as s:
        _not_ended(s)
        codes.give_code(s)


def go_phone_free(session: DialogueSession) -> None:
    """Go on without phones: the door closes and what phones would ask is asked aloud.

    Statements on a scale are not: they are about oneself and belong on paper (`points`). A
    question that somebody answered already stays, so nothing acknowledged is lost; the small-group
    rule goes on holding for it. A second time changes nothing; refused after the end.
    """
    with _changing(session) as s:
        _not_ended(s)
        s.phone_free = True
        s.door_open = False
        s.save(update_fields=["phone_free"])
        for step in s.steps.filter(questions__isnull=False).distinct():
            unanswered = step.questions.filter(answers=None, frozen=False)
            for name, asked in (
                ("talk", unanswered.exclude(form=Form.SCALE)),
                ("points", unanswered.filter(form=Form.SCALE)),
            ):
                texts = list(asked.values_list("text", flat=True))
                step.content[name] = [*texts, *step.content.get(name, [])]
            step.save(update_fields=["content"])
            unanswered.delete()
    session.phone_free = True


def start_screen(session: DialogueSession) -> None:
    """The projector was started by a press, which browsers want before sound."""
    with _changing(session) as s:
        s.screen_started = True


def start(session: DialogueSession) -> None:
    """Begin with the first step, door open. A second start changes nothing.

    Refused after the end and when the programme has no step to run.
    """
    with _changing(session) as s:
        _not_ended(s)
        if s.running:
            raise Stale("De sessie is al begonnen. Je ziet nu waar de groep is.")
        first = _runnable(s).first()
        if first is None:
            raise Refused(
                "Er staat nog geen stap in het programma. Voeg eerst een stap toe bij 'Programma'."
            )
        now = timezone.now()
        s.phase = DialogueSession.Phase.RUNNING
        s.started_at = now
        s.door_open = not s.phone_free
        _enter(s, first, now)


def advance(session: DialogueSession, from_step: str) -> None:
    """Go to the next step, from the step with public id `from_step`.

    Stale when the group is elsewhere already; refused at the last step.
    """
    with _changing(session) as s:
        current = _at(s, from_step)
        following = _runnable(s).filter(position__gt=current.position).first()
        if following is None:
            raise Refused("Dit is de laatste stap. Sluit de sessie af als iedereen klaar is.")
        _move(s, following)


def back(session: DialogueSession, from_step: str) -> None:
    """Go to the step before. Stale when the group is elsewhere; refused at the first step."""
    with _changing(session) as s:
        current = _at(s, from_step)
        previous = _runnable(s).filter(position__lt=current.position).last()
        if previous is None:
            raise Refused("Dit is de eerste stap. Verder terug kan niet.")
        _move(s, previous)


def jump(session: DialogueSession, from_step: str, to_step: str) -> None:
    """Go straight to a step. Stale when the group is elsewhere; refused for an unknown step."""
    with _changing(session) as s:
        _at(s, from_step)
        target = _runnable(s).filter(ref=to_step).first()
        if target is None:
            raise Refused("Die stap staat niet in het programma. Kies een andere stap.")
        _move(s, target)


def extend(session: DialogueSession, from_step: str, seconds: int) -> None:
    """Give the current step more time (or less, when negative); an hour at most."""
    with _changing(session) as s:
        _at(s, from_step)
        s.extra_seconds = max(-3600, min(3600, s.extra_seconds + seconds))


def blacken(session: DialogueSession, black: bool) -> None:
    """Make the projector black, or light again."""
    with _changing(session) as s:
        _not_ended(s)
        s.black = black


def read(session: DialogueSession, question_ref: str) -> None:
    """Close a question for good and let the facilitator see its answers.

    Refused under five answers, so that the question can still collect them.
    """
    with _changing(session) as s:
        _not_ended(s)
        _freeze(_question(s, question_ref))


def show(session: DialogueSession, question_ref: str) -> None:
    """Put a question's answers on the screen, alone; closes the question for good.

    Refused under five answers, and where the small-group rule hides the result.
    """
    with _changing(session) as s:
        _not_ended(s)
        question = _freeze(_question(s, question_ref))
        seen = results.outcome(question)
        if not seen.hidden:
            StepQuestion.objects.filter(step__session=s, shown=True).update(shown=False)
            question.shown = True
            question.save(update_fields=["shown"])
    if seen.hidden:  # outside: closing the question stands, or its counts could still shift
        raise Refused(seen.hidden)


def hide(session: DialogueSession, question_ref: str) -> None:
    """Take a question's answers off the screen."""
    with _changing(session) as s:
        question = _question(s, question_ref)
        question.shown = False
        question.save(update_fields=["shown"])


def agree(session: DialogueSession, text: str, who: str = "", when: str = "") -> Agreement:
    """Write down what the team agreed aloud."""
    if not text.strip():
        raise Refused("Schrijf eerst op wat jullie afspreken.")
    with _changing(session) as s:
        _not_ended(s)
        return s.agreements.create(
            text=text.strip()[:300], who=who.strip()[:120], when=when.strip()[:120]
        )


def drop_agreement(session: DialogueSession, ref: str) -> None:
    """Take an agreement off the list again."""
    with _changing(session) as s:
        _not_ended(s)
        s.agreements.filter(ref=ref).delete()


def finish(session: DialogueSession) -> None:
    """End the session for good.

    Freezes every question, rewrites the answers in random order without pens or numbers, and
    drops participants and signals: from here on, not even the database can join two answers.
    """
    with _changing(session) as s:
        _not_ended(s)
        if not s.running:
            raise Refused(NOT_STARTED)
        now = timezone.now()
        _leave(s, now)
        questions = StepQuestion.objects.filter(step__session=s)
        for question in questions.filter(frozen=False):
            _snapshot(question)
        questions.update(shown=False)
        _rewrite_answers(s)
        s.joined_at_end = s.participants.count()
        s.participants.all().delete()
        Signal.objects.filter(step__session=s).delete()
        s.phase = DialogueSession.Phase.ENDED
        s.ended_at = now
        s.current = None
        s.step_started_at = None
        s.door_open = False
        s.black = False


def _runnable(s: DialogueSession):
    return s.steps.exclude(kind=Kind.SLACK).order_by("position")


def _not_ended(s: DialogueSession) -> None:
    if s.ended:
        raise Refused(ENDED)


def _at(s: DialogueSession, from_step: str) -> Step:
    """The current step, when it is the one that the person saw."""
    _not_ended(s)
    if s.current is None:
        raise Refused(NOT_STARTED)
    if s.current.ref != from_step:
        raise Stale(SOMEONE_FIRST)
    return s.current


def _move(s: DialogueSession, step: Step) -> None:
    now = timezone.now()
    _leave(s, now)
    _enter(s, step, now)
    left = StepQuestion.objects.filter(step__session=s, shown=True).exclude(step__block=step.block)
    left.update(shown=False)


def _enter(s: DialogueSession, step: Step, now: datetime) -> None:
    s.current = step
    s.step_started_at = now
    s.extra_seconds = 0
    s.black = False
    s.steps.filter(pk=step.pk, ran_from=None).update(ran_from=now)


def _leave(s: DialogueSession, now: datetime) -> None:
    if s.current_id and s.step_started_at:
        stayed = max(0, round((now - s.step_started_at).total_seconds()))
        s.steps.filter(pk=s.current_id).update(ran_seconds=F("ran_seconds") + stayed)


def _question(s: DialogueSession, ref: str) -> StepQuestion:
    question = StepQuestion.objects.filter(step__session=s, ref=ref).first()
    if question is None or not question.sent:
        raise Refused("Deze vraag hoort niet bij deze sessie. Laad de pagina opnieuw.")
    return question


def _freeze(question: StepQuestion) -> StepQuestion:
    if question.frozen:
        return question
    if results.count_given(question) < results.LEAST_ANSWERS:
        raise Refused(
            "Er zijn nog geen vijf antwoorden. Laat de groep hardop vertellen, of wacht even."
        )
    return _snapshot(question)


def _snapshot(question: StepQuestion) -> StepQuestion:
    given = question.answers.filter(state=Answer.State.GIVEN)
    values = list(given.values_list("value", flat=True))
    question.frozen = True
    question.answered = len(values)
    question.counts = results.tally(question, values)
    question.save(update_fields=["frozen", "answered", "counts"])
    return question


def _rewrite_answers(s: DialogueSession) -> None:
    """Write every answer anew, in random order: row order followed arrival until now.

    A text that its writer did not want in the report is needed by nobody any more: the row stays,
    because the small-group rule counts it, but the words go.
    """
    old = Answer.objects.filter(question__step__session=s).select_related("question")
    kept = [
        Answer(
            question_id=answer.question_id,
            state=answer.state,
            value=answer.value if answer.for_report or answer.question.form != Form.OPEN else None,
            for_report=answer.for_report,
        )
        for answer in old.exclude(state=Answer.State.WITHDRAWN)
    ]
    old.delete()
    secrets.SystemRandom().shuffle(kept)
    Answer.objects.bulk_create(kept, batch_size=500)


def follow_taken_back(question_ids: set[int]) -> None:
    """Let screens follow when a text was taken back that they may show: a new version, no more."""
    shown = DialogueSession.objects.filter(
        phase=DialogueSession.Phase.RUNNING,
        steps__questions__in=question_ids,
        steps__questions__frozen=True,
        steps__questions__form=Form.OPEN,
    )
    for session in shown.distinct():
        with _changing(session):
            pass
