"""Running through a session alone, with invented people who answer.

A rehearsal is a copy of a session, led on the real console and screen. Its people are made here and
do what phones do, by the same verbs. Who joins when, answers what and asks for time follows from
the session's ref alone, so nothing of it is stored beside what a phone would leave, and two
processes that play the same rehearsal do the same.
"""

import random
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from content.document import Circle
from sessions_app import (
    bus,
    circles,
    codes,
    huddling,
    keeping,
    keys,
    participation,
    pens,
    small_groups,
)
from sessions_app.answer_rows import Entry
from sessions_app.errors import Refused
from sessions_app.models import Answer, DialogueSession, Participant, Signal, Step, StepQuestion
from sessions_app.writing import writing, writing_for

LASTS = timedelta(hours=6)  # from the press; then it is gone, whatever it was doing
FEWEST, MOST = 2, 12  # invented people, as many as the group where that lies between
LATE = 60  # seconds after the start at which the last of them comes
WITHIN = 40  # seconds in which all of them answer; a step of a few minutes takes less
PASSES, SILENT, ASKS, PAUSES = 0.1, 0.06, 0.04, 0.01  # how often somebody does, in one step
INVENTED = "(verzonnen)"  # behind every sentence of theirs

NOT_ANY_MORE = "Deze sessie is al begonnen. Oefenen kan tot de start."
NOT_TWICE = "Dit is zelf een proef. Begin een nieuwe bij het programma van de sessie."


@dataclass(frozen=True)
class Turn:
    """What one invented person does with a question or a step."""

    after: float  # seconds after the step began
    passes: bool = False
    silent: bool = False


def begin(session: DialogueSession, owner: User, now: datetime | None = None) -> DialogueSession:
    """A rehearsal of this session for `owner`, in the place of any that they had.

    Refused once the session began, and when this account was given as many codes today as it gets.
    """
    if session.rehearsal:
        raise Refused(NOT_TWICE)
    if not session.planned:
        raise Refused(NOT_ANY_MORE)
    free = codes.free_codes()
    now = now or timezone.now()
    with writing_for(owner):
        codes.check_budget(owner)
        stop(owner)
        return keeping.as_it_is(
            session,
            owner,
            free,
            title=f"Proef: {session.title}"[:120],
            starts_at=now,
            made_at=now,
            rehearses=session,
            extra_seats=people(session),  # they hold no phone: there is place for as many real ones
        )


def of(user: User) -> DialogueSession | None:
    """The rehearsal that this person began, if any; not one of a colleague that they lead along."""
    return _begun_by(user).first()


def stop(user: User) -> int:
    """Throw away what this person began to rehearse, with all that is in it; how many."""
    return _throw_away(_begun_by(user).values_list("pk", flat=True))


def drop_old(now: datetime | None = None) -> int:
    """Throw away what nobody stopped; how many."""
    before = (now or timezone.now()) - LASTS
    old = DialogueSession.objects.filter(rehearses__isnull=False, made_at__lte=before)
    return _throw_away(old.values_list("pk", flat=True))


def _begun_by(user: User) -> QuerySet[DialogueSession]:
    return DialogueSession.objects.filter(
        facilitators__user=user, facilitators__owner=True, rehearses__isnull=False
    )


def _throw_away(pks: Iterable[int]) -> int:
    found = list(pks)
    if found:
        with writing():
            DialogueSession.objects.filter(pk__in=found).delete()
    return len(found)


def people(session: DialogueSession) -> int:
    """How many invented people take part."""
    return max(FEWEST, min(MOST, session.group_size))


def secrets_of(session: DialogueSession) -> list[str]:
    """What would be in their browsers."""
    return [keys.lasting_digest("rehearsal", f"{session.ref}:{n}") for n in range(people(session))]


def turns(ref: str, secrets: Sequence[str], about: str, lasts: int) -> dict[str, Turn]:
    """What the holders of these secrets do about a question of a step that lasts so many seconds.

    A few pass or say nothing, never so many that the small-group rule hides what a whole group
    said: who rehearses came to see it.
    """
    within = min(WITHIN, lasts / 2)
    seats = len(secrets) - 1  # the last of them comes late
    spare = sum(small_groups.enough(answered, seats) for answered in range(seats))
    found = {}
    for secret in secrets:
        dice = _dice(ref, secret, about)
        drawn = dice.random()
        after = within * (0.15 + 0.85 * dice.random())
        missing = drawn < PASSES + SILENT and spare > 0
        spare -= missing
        passes = missing and drawn < PASSES
        found[secret] = Turn(after, passes=passes, silent=missing and not passes)
    return found


def play(refs: Iterable[str], now: datetime | None = None) -> int:
    """Let the people of those rehearsals among these sessions do what is due; how many did.

    For every round of the server, while somebody looks at the session. Twice is the same as once.
    """
    tried = DialogueSession.objects.filter(ref__in=list(refs), rehearses__isnull=False)
    found = tried.filter(phone_free=False).exclude(phase=DialogueSession.Phase.ENDED)
    now = now or timezone.now()
    return sum(_play(session, now) for session in found.select_related("current"))


def _play(session: DialogueSession, now: datetime) -> int:
    here, coming = _joined(session)
    done = 0
    if coming and session.door_open and _comes(session, coming, now):
        try:
            done += participation.join(session, coming[0])
        except Refused:  # the door closed just now, or real phones took every seat
            pass
        else:
            here.append(coming[0])
    step = session.current
    if session.running and step is not None and session.step_started_at is not None:
        seconds = (now - session.step_started_at).total_seconds()
        done += _answer(session, step, here, seconds) + _signal(session, step, here, seconds)
        done += _take_a_sign(session, here)
    return done


def _take_a_sign(session: DialogueSession, here: list[str]) -> int:
    """While people choose the sign of a small group: the first who has none takes one, in turn."""
    dealt = huddling.of(session)
    if dealt is None or not dealt.choosing:
        return 0
    signs = list(dealt.sizes)
    for place, secret in enumerate(here):
        if huddling.mine(session, secret).huddle is None:
            with suppress(Refused):  # over just now
                huddling.choose(session, secret, signs[place % len(signs)])
            return 1
    return 0


def _joined(session: DialogueSession) -> tuple[list[str], list[str]]:
    """Who is in and who is not, in the order in which they come."""
    known = set(Participant.objects.filter(session=session).values_list("pen", flat=True))
    here: list[str] = []
    coming: list[str] = []
    for secret in secrets_of(session):
        (here if pens.join_pen(secret, session.ref) in known else coming).append(secret)
    return here, coming


def _comes(session: DialogueSession, coming: list[str], now: datetime) -> bool:
    """Whether the next one comes in: one by one, and the last only after the start."""
    if len(coming) > 1:
        return True
    began = session.started_at
    return began is not None and (now - began).total_seconds() >= LATE


def _answer(session: DialogueSession, step: Step, here: list[str], seconds: float) -> int:
    """Store what is due in this step and not there yet."""
    if step.closed:
        return 0
    questions = [q for q in step.questions.filter(frozen=False) if q.sent]
    everybody = secrets_of(session)
    sits = circles_of(session)
    entries = [
        _entry(session, step, question, secret, due)
        for question in questions
        for asked in ([s for s in everybody if question.circle in ("", sits.get(s))],)
        for secret, due in turns(session.ref, asked, question.ref, step.minutes * 60).items()
        if secret in here and not due.silent and due.after <= seconds
    ]
    known = set(
        Answer.objects.filter(question__in=questions).values_list("question_id", "pen")
        if entries
        else ()
    )
    fresh = [entry for entry in entries if (entry.question_id, entry.pen) not in known]
    if fresh:
        with writing():
            participation.store(fresh)
            bus.tally(session.ref)
    return len(fresh)


def circles_of(session: DialogueSession) -> dict[str, Circle]:
    """In which circle of a dialogue day each sits: they are divided as the real people are."""
    rings = circles.rings(session.roles) if session.roles else ()
    chairs = [ring.circle for ring in rings for _ in range(ring.people)]
    if not chairs:
        return {}
    everybody = secrets_of(session)
    return {
        secret: chairs[place * len(chairs) // len(everybody)]
        for place, secret in enumerate(everybody)
    }


def _entry(
    session: DialogueSession, step: Step, question: StepQuestion, secret: str, due: Turn
) -> Entry:
    dice = _dice(session.ref, secret, f"{question.ref}:value")
    asking = question.asking
    value = None if due.passes else asking.invent(question.script, dice)
    if isinstance(value, str) and asking.worded and not asking.gathers:
        value = f"{value} {INVENTED}"
    return Entry(
        question_id=question.pk,
        step_id=step.pk,
        session_id=session.pk,
        pen=pens.pen(secret, question.ref),
        number=1,
        state=Answer.State.PASSED if due.passes else Answer.State.GIVEN,
        value=value,
        for_report=not due.passes and asking.worded,
    )


def _signal(session: DialogueSession, step: Step, here: list[str], seconds: float) -> int:
    done = 0
    asks = step.questions.exists()
    for secret in here:
        sort, after = signal_of(session.ref, secret, step.ref, asks)
        if sort is not None and after <= seconds:
            try:
                done += participation.signal(step, secret, sort)
            except Refused:  # it ended just now
                break
    return done


def signal_of(ref: str, secret: str, about: str, asks: bool) -> tuple[Signal.Sort | None, float]:
    """Somebody pauses once in a while, or asks for more time where something is asked.

    What the holder of this secret wants in a step, and so many seconds after it began.
    """
    dice = _dice(ref, secret, f"{about}:signal")
    after, drawn = WITHIN * dice.random(), dice.random()
    if drawn < PAUSES:
        return Signal.Sort.PAUSE, after
    return Signal.Sort.MORE_TIME if asks and drawn < PAUSES + ASKS else None, after


def _dice(ref: str, secret: str, about: str) -> random.Random:
    return random.Random(f"{ref}:{secret}:{about}")  # noqa: S311 - invents, guards nothing
