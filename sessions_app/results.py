"""What may be shown to whom: counting and the small-group rule.

The rule (docs/architecture.md): it counts the people who answered one question. Under five,
nobody sees any answer, the facilitator included. Below ten, a unanimous result about one's own
behaviour stays hidden. What is let out is a snapshot that never changes, so no two outputs differ
by one to four answers; only a text that its writer took back disappears.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from content.document import Form
from sessions_app.models import Answer, DialogueSession, Step, StepQuestion

LEAST_ANSWERS = 5
LEAST_FOR_UNANIMOUS = 10

TOO_FEW = "Er zijn minder dan vijf antwoorden. Daarom laat de app ze aan niemand zien."
UNANIMOUS = "Deze uitslag laat de app niet zien, om de mensen in deze groep te beschermen."
NOT_YET = "De antwoorden zijn nog niet bekeken."
TAKEN_BACK = "Er zijn te weinig antwoorden over om ze te laten zien."


@dataclass(frozen=True)
class Row:
    """One bar: a label and how many people gave it."""

    label: str
    count: int


@dataclass(frozen=True)
class Outcome:
    """What may be seen of one question's answers.

    `hidden` is the sentence that says why nothing is seen; then rows and texts are empty.
    """

    question: StepQuestion
    answered: int
    rows: tuple[Row, ...] = ()
    texts: tuple[str, ...] = ()
    hidden: str = ""

    @property
    def visible(self) -> bool:
        return not self.hidden


def count_given(question: StepQuestion) -> int:
    """How many people answered (passing not counted), at this moment."""
    return question.answers.filter(state=Answer.State.GIVEN).count()


def count_done(question: StepQuestion) -> int:
    """How many people are done with it: passing is a full answer."""
    return question.answers.exclude(state=Answer.State.WITHDRAWN).count()


@dataclass(frozen=True)
class Counted:
    """Of one question, at this moment: who is done with it, and who of them answered."""

    done: int = 0
    given: int = 0


def counted(questions: Sequence[StepQuestion]) -> dict[int, Counted]:
    """`count_done` and `count_given` of many questions in one query, by primary key."""
    rows = (
        Answer.objects.filter(question__in=questions)
        .exclude(state=Answer.State.WITHDRAWN)
        .order_by()
        .values("question_id")
        .annotate(done=Count("id"), given=Count("id", filter=Q(state=Answer.State.GIVEN)))
    )
    found = {row["question_id"]: Counted(row["done"], row["given"]) for row in rows}
    return {question.pk: found.get(question.pk, Counted()) for question in questions}


def tally(question: StepQuestion, values: list) -> dict[str, int]:
    """Counts per option or point, every one of them present; {} for texts."""
    if question.form == Form.OPEN:
        return {}
    keys = labels(question)
    counter = Counter(
        str(key) for value in values for key in (value if isinstance(value, list) else [value])
    )
    return {key: counter.get(key, 0) for key in keys}


def labels(question: StepQuestion) -> dict[str, str]:
    """Key to words, in the order shown: points of a scale or options of a choice."""
    if question.form == Form.SCALE:
        return {str(i): word for i, word in enumerate(question.points, start=1)}
    return {option["key"]: option["text"] for option in question.options}


def outcome(question: StepQuestion) -> Outcome:
    """The snapshot of a frozen question as the room may see it, while the session runs.

    After the end there is only `report_outcome`: words that were not for the report are gone.
    """
    if not question.frozen:
        return Outcome(question, 0, hidden=NOT_YET)
    answered = question.answered or 0
    if answered < LEAST_ANSWERS:
        return Outcome(question, answered, hidden=TOO_FEW)
    if question.form == Form.OPEN:
        found = texts(question)
        if len(found) < LEAST_ANSWERS:
            return Outcome(question, answered, hidden=TAKEN_BACK)
        return Outcome(question, answered, texts=found)
    counts = question.counts or {}
    if (
        question.about_self
        and answered < LEAST_FOR_UNANIMOUS
        and any(count == answered for count in counts.values())
    ):
        return Outcome(question, answered, hidden=UNANIMOUS)
    words = labels(question)
    return Outcome(question, answered, rows=tuple(Row(words[k], counts.get(k, 0)) for k in words))


def texts(question: StepQuestion) -> tuple[str, ...]:
    """All texts, in the order of their random keys: nothing to do with arrival."""
    given = question.answers.filter(state=Answer.State.GIVEN).order_by("id")
    return tuple(given.values_list("value", flat=True))


def report_outcome(question: StepQuestion) -> Outcome:
    """As `outcome`, for the report: of texts only those whose writers said so.

    The texts in the report and those the facilitator read may not differ by one to four either,
    or the few who said no would stand out. So: all of them, or at least five fewer, never under
    five.
    """
    seen = outcome(question)
    if question.form != Form.OPEN or seen.hidden:
        return seen
    agreed = tuple(
        question.answers.filter(state=Answer.State.GIVEN, for_report=True)
        .order_by("id")
        .values_list("value", flat=True)
    )
    left_out = len(seen.texts) - len(agreed)
    if len(agreed) < LEAST_ANSWERS or 0 < left_out < LEAST_ANSWERS:
        return Outcome(
            question,
            seen.answered,
            hidden="De antwoorden op deze open vraag staan niet in het verslag. "
            "Niet genoeg schrijvers kozen daarvoor, of de anderen zouden opvallen.",
        )
    return Outcome(question, seen.answered, texts=agreed)


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
