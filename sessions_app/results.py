"""What may be shown to whom: counting, and the small-group rule on what was counted.

The rule itself is in `small_groups`, when it is applied in `closing`. What is let out is a
snapshot that never changes, so no two outputs differ by one to four answers; only a text that its
writer took back disappears, at the next change of step.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from sessions_app.asking import Row
from sessions_app.models import Answer, DialogueSession, LookBackQuestion, Step, StepQuestion
from sessions_app.small_groups import LEAST_ANSWERS, NOT_SHOWN, part_may_be_seen

NOT_YET = "De antwoorden zijn nog niet bekeken."


@dataclass(frozen=True)
class Outcome:
    """What may be seen of one question's answers.

    `hidden` is the sentence that says that nothing is seen; then all else is empty. `band` holds
    what nearly everybody chose; it comes in place of counts, so `answered` is 0 beside it.
    """

    question: StepQuestion | LookBackQuestion
    answered: int = 0
    rows: tuple[Row, ...] = ()
    texts: tuple[str, ...] = ()
    band: tuple[str, ...] = ()
    hidden: str = ""

    @property
    def visible(self) -> bool:
        return not self.hidden

    @property
    def drawn(self) -> str:
        """By which partial every surface draws it."""
        return "band" if self.band else self.question.asking.drawn


@dataclass(frozen=True)
class Counted:
    """Of one question, at this moment: who is done with it, and who of them answered."""

    done: int = 0
    given: int = 0


def counted(questions: Sequence[StepQuestion]) -> dict[int, Counted]:
    """How many people are done and how many answered, of many questions in one query."""
    rows = (
        Answer.objects.filter(question__in=questions)
        .exclude(state=Answer.State.WITHDRAWN)
        .order_by()
        .values("question_id")
        .annotate(done=Count("id"), given=Count("id", filter=Q(state=Answer.State.GIVEN)))
    )
    found = {row["question_id"]: Counted(row["done"], row["given"]) for row in rows}
    return {question.pk: found.get(question.pk, Counted()) for question in questions}


def outcome(question: StepQuestion) -> Outcome:
    """The snapshot of a frozen question as the room may see it, while the session runs.

    After the end there is only `report_outcome`: words that were not for the report are gone.
    """
    if not question.frozen:
        return Outcome(question, hidden=NOT_YET)
    if not question.may_be_seen:
        return Outcome(question, hidden=NOT_SHOWN)
    if question.asking.worded:
        found = texts(question)
        if len(found) < LEAST_ANSWERS:
            return Outcome(question, hidden=NOT_SHOWN)
        return Outcome(question, len(found), texts=found)
    if question.band:
        words = question.asking.labels(question.script)
        return Outcome(question, band=tuple(words[k] for k in words if k in question.band))
    rows = question.asking.rows(question.script, question.counts or {})
    return Outcome(question, question.answered or 0, rows=rows)


def texts(question: StepQuestion) -> tuple[str, ...]:
    """All texts, in the order of their random keys: nothing to do with arrival.

    One that was taken back leaves when the room goes on, not at the moment of the press.
    """
    return _texts(
        question.answers.filter(
            Q(state=Answer.State.GIVEN) | Q(state=Answer.State.WITHDRAWN, value__isnull=False)
        )
    )


def report_texts(question: StepQuestion) -> tuple[str, ...]:
    """The texts that may stand in the report: of who said so, and only where nobody stands out.

    The texts in the report and those the facilitator read may not differ by one to four, or the
    few who said no would stand out. So: all of them, or at least five fewer, never under five.
    """
    return _agreed(question, outcome(question))


def _agreed(question: StepQuestion, seen: Outcome) -> tuple[str, ...]:
    if seen.hidden:  # too few of the seats answered: then no part of it may be seen either
        return ()
    given = question.answers.filter(state=Answer.State.GIVEN, for_report=True)
    agreed = _texts(given)
    return agreed if part_may_be_seen(len(agreed), len(seen.texts)) else ()


def _texts(answers: QuerySet[Answer]) -> tuple[str, ...]:
    return tuple(str(text) for text in answers.order_by("id").values_list("value", flat=True))


def report_outcome(question: StepQuestion) -> Outcome:
    """As `outcome`, for the report: of texts only those whose writers said so."""
    seen = outcome(question)
    if not question.asking.worded:
        return seen
    printed = _agreed(question, seen)
    if not printed:
        return Outcome(question, hidden=NOT_SHOWN)
    return Outcome(question, len(printed), texts=printed)


def in_view(step: Step) -> list[StepQuestion]:
    """The sent questions whose answers belong on this step's screens, in order.

    A talk shows what was answered alone before it: the same block, up to this step.
    """
    found = StepQuestion.objects.filter(
        step__session_id=step.session_id,
        step__block=step.block,
        step__position__lte=step.position,
    ).select_related("step")
    return [q for q in found.order_by("step__position", "position") if q.sent]


def joined(session: DialogueSession) -> int:
    """How many people joined; after the end the number that was kept."""
    if session.joined_at_end is not None:
        return session.joined_at_end
    return session.participants.count()
