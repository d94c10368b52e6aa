"""The closing of a question: what counts, what is kept of it, and in which order it lies.

Parts of the verbs in `running`, all inside their transaction. A step's answering is open while
the room is in it, unless the facilitator closed it for good. Whoever then reads or shows a
question freezes it: what may be seen of it is decided once and never changes.
"""

import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from sessions_app import asking, attendance, results, small_groups
from sessions_app.models import Answer, DialogueSession, Step, StepQuestion

DECIDED = ["frozen", "answered", "counts", "band", "may_be_seen"]  # of a question, once and for all


class Moment(NamedTuple):
    """What a change of step must know of its session."""

    seats: int  # that count now
    signals: bool  # somebody asked for a moment and was not heard yet
    texts: bool  # some stand on a screen, so one may have been taken back


# One statement where the ORM makes four: a room waits for its step.
_MOMENT = """
    SELECT (SELECT COUNT(*) FROM sessions_app_participant WHERE session_id = s.id)
            + (SELECT COUNT(*) FROM sessions_app_heldseat
                WHERE session_id = s.id AND until > %s),
        EXISTS (SELECT 1 FROM sessions_app_signal WHERE step_id = s.current_id AND NOT told),
        EXISTS (SELECT 1 FROM sessions_app_stepquestion q
            JOIN sessions_app_step t ON t.id = q.step_id
            WHERE t.session_id = s.id AND q.frozen AND q.may_be_seen)
    FROM sessions_app_dialoguesession s WHERE s.id = %s
"""


def moment(s: DialogueSession) -> Moment:
    """The session as it is at this change of step.

    All seats count, less those of which nothing was heard for long. One that is only held counts
    too, for its minute: somebody is on the way in.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_MOMENT, [now, s.pk])
        taken, signals, texts = cursor.fetchone()
    heard = None if s.rehearsal else attendance.heard(s.ref)  # invented people hold no line
    return Moment(taken if heard is None else min(taken, heard), bool(signals), bool(texts))


def freeze(question: StepQuestion) -> StepQuestion:
    """Decide for good what may be seen of a question whose answering is closed.

    What circles are asked in one step is decided at once: who changes circle later changes nothing.
    Of what was asked twice in a session, the first is decided with the second: the second may only
    be seen where nobody stands out between the two.
    """
    if question.frozen:
        return question
    if question.circle:
        return _freeze_circles(question)
    given = question.answers.filter(state=Answer.State.GIVEN)
    values = list(given.values_list("value", flat=True))
    decide(question, values)
    before = results.asked_before(question)
    if before is not None and freeze(before).may_be_seen and not _apart(before, values):
        question.may_be_seen = False
        question.counts = {}
    question.save(update_fields=DECIDED)
    return question


def _freeze_circles(question: StepQuestion) -> StepQuestion:
    """Decide this question and those of the other circles of its step, each by its own seats."""
    asked = list(question.step.questions.filter(frozen=False).exclude(circle=""))
    counts = results.counted(asked)
    done = sum(found.done for found in counts.values())
    for one in asked:
        one.step = question.step
        given = one.answers.filter(state=Answer.State.GIVEN)
        seats = small_groups.seats_of_part(question.step.seats, done, counts[one.pk].done)
        decide(one, list(given.values_list("value", flat=True)), seats)
        one.save(update_fields=DECIDED)
    question.refresh_from_db(fields=DECIDED)  # decided here, or with another one just before
    return question


def _apart(before: StepQuestion, values: Sequence[object]) -> bool:
    return small_groups.apart(before.answered or 0, len(values))


def decide(question: StepQuestion, values: Sequence[object], seats: int | None = None) -> None:
    """What its answers come to, by the small-group rule; nothing is written.

    `seats` are those that could have answered it, where that is not every seat of its step.
    """
    if seats is None:
        seats = question.step.seats
    question.frozen = True
    question.answered = len(values)
    question.counts = question.asking.tally(question.script, values)
    question.may_be_seen = (
        bool(values) if question.of_huddles else small_groups.enough(len(values), seats)
    )
    if question.about_self:
        question.band = _band(question, len(values))
    if question.band or not question.may_be_seen:
        question.counts = {}


def _band(question: StepQuestion, answered: int) -> list[str]:
    """The keys that nearly everybody chose; of a mirrored question, what its lines say together.

    'Nearly everybody ever did' is as telling as nearly everybody choosing one answer. Who did not
    know is left out of that, as the picture does.
    """
    counts = question.counts or {}
    mirror = question.step.script.mirror
    for keys in mirror.told_apart(question.script) if mirror else ():
        compared = sum(counts.get(o.key, 0) for o in question.script.options if o.row)
        together = sum(counts.get(key, 0) for key in keys)
        enough = compared >= small_groups.LEAST_ANSWERS
        if enough and small_groups.nearly_all(compared, {"": together}):
            return list(keys)
    return small_groups.nearly_all(answered, counts)


def open_before(s: DialogueSession, question: StepQuestion) -> bool:
    """Whether phones may answer now what this question asks again."""
    before = results.asked_before(question)
    return before is not None and not before.frozen and is_open(s, before.step)


def waits_for_talk(s: DialogueSession, question: StepQuestion) -> bool:
    """Whether its answers are seen only when the room has chosen again.

    Until then nobody sees them, the facilitator neither: people would talk towards the number.
    """
    if question.frozen or not question.step.of_kind.comes_again:
        return False
    again = results.asked_after_talk(question)
    if again is None or again.frozen or again.step.skipped:
        return False
    return again.step.ran_from is None or is_open(s, again.step)


def drop_taken_back(s: DialogueSession) -> None:
    """Let go of the texts that their writers took back since the last change of step.

    A question of which the room saw no other text leaves the screen.
    """
    read = _of(s).filter(frozen=True, form__in=asking.WORDED)
    gone = Answer.objects.filter(question__in=read, state=Answer.State.WITHDRAWN)
    gone.filter(value__isnull=False).update(value=None, picked=False, covered=[], heading="")
    left = Answer.objects.filter(question=OuterRef("pk"), picked=True)
    bare = _of(s).filter(shown=True, form__in=asking.PICKED)
    if bare.exclude(Exists(left)).update(shown=False):
        s.keeps_shown = False


def mix(s: DialogueSession) -> None:
    """Write the answers of every closed step anew in random order, unless that was done.

    One transaction and one order for a whole step: neither the order on disk nor what one
    transaction wrote says any more which answers came together. Pens stay, so that taking back
    and a late retry go on to work.
    """
    closed = s.steps.filter(mixed=False, questions__isnull=False).distinct()
    for step in closed:
        if is_open(s, step):
            continue
        write_anew(Answer.objects.filter(question__step=step, question__frozen=False))
        step.mixed = True
        step.save(update_fields=["mixed"])


def write_anew(old: QuerySet[Answer], kept: Iterable[Answer] | None = None) -> None:
    """Replace these rows by `kept` (the same ones where nothing is said), in random order."""
    new = list(old if kept is None else kept)
    old._raw_delete(old.db)
    secrets.SystemRandom().shuffle(new)
    Answer.objects.bulk_create(new, batch_size=500)


def keep_what_may_be_seen(s: DialogueSession) -> None:
    """At the end: of closed questions counts, of open ones the texts of the report; no more."""
    texts: list[Answer] = []
    for question in _of(s).select_related("step"):
        freeze(question)
        printed = results.report_texts(question)
        if question.asking.worded:
            question.may_be_seen = bool(printed)
            question.answered = len(printed)
        elif not question.may_be_seen:
            question.answered = 0
        if not question.may_be_seen:
            question.band = []
        question.level = 0
        question.passed = question.answers.filter(state=Answer.State.PASSED).count()
        question.left_out = []
        kept = ["may_be_seen", "answered", "band", "level", "passed", "left_out"]
        question.save(update_fields=kept)
        texts += [
            Answer(question=question, state=Answer.State.GIVEN, value=text, for_report=True)
            for text in printed
        ]
    write_anew(Answer.objects.filter(question__in=_of(s)), texts)


def _of(s: DialogueSession) -> QuerySet[StepQuestion]:
    return StepQuestion.objects.filter(step__session=s)


def is_open(s: DialogueSession, step: Step) -> bool:
    """Whether phones may answer in this step now."""
    return s.running and s.current_id == step.pk and not step.closed
