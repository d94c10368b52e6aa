"""What stands in the report of a session: read once, the same on screen and on paper.

Everything comes from the session's own rows; of answers only what `results.report_outcome` lets
out, so nothing in it can be tied to a person.
"""

from dataclasses import dataclass
from datetime import datetime

from sessions_app import aftercare, mirror, reflections, results
from sessions_app.mirror import Drawn
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.results import Outcome
from sessions_app.script import BEGIN

PRIVACY = (
    "De app bewaart niet wie wat antwoordde. Ook in de database hoort geen antwoord bij een "
    "persoon.",
    "Antwoordden minder dan vijf mensen op een vraag, of een te klein deel van de groep, dan laat "
    "de app die antwoorden aan niemand zien.",
    "Koos bijna iedereen hetzelfde over het eigen werk, dan staat er geen aantal bij.",
    "Van open vragen staat hier alleen wat mensen zelf voor het verslag gaven.",
    "Wat iemand hardop vertelde, staat niet in dit verslag. Dat blijft in de groep.",
)


@dataclass(frozen=True)
class RunStep:
    """A step as it really ran."""

    kind: str  # in words: 'film', 'pauze'
    title: str
    theme_number: int
    planned: int  # minutes
    started: datetime | None  # None: skipped
    seconds: int

    @property
    def skipped(self) -> bool:
        return self.started is None

    @property
    def spent(self) -> str:
        """How long it took, in words."""
        if self.skipped:
            return "overgeslagen"
        return f"{round(self.seconds / 60)} min" if self.seconds >= 60 else "minder dan 1 min"


@dataclass(frozen=True)
class QuestionAndAnswers:
    """A question and what the team answered; `before` where it was asked at the start too."""

    text: str
    outcome: Outcome
    before: Outcome | None = None

    @property
    def twice(self) -> bool:
        return self.before is not None


@dataclass(frozen=True)
class Part:
    """The questions of one part of the programme."""

    title: str
    theme_number: int  # 0: of no theme
    asked: tuple[QuestionAndAnswers, ...]
    drawn: Drawn | None = None  # of a mirror: its picture, whole, in place of bars per question

    @property
    def glyph(self) -> str:
        return f"t{self.theme_number}"


@dataclass(frozen=True)
class Agreed:
    text: str
    who: str
    when: str


@dataclass(frozen=True)
class Report:
    """All that a report says."""

    title: str
    started: datetime
    ended: datetime
    planned_minutes: int
    took_part: int | None  # None: without phones, so nobody was counted
    steps: tuple[RunStep, ...]
    parts: tuple[Part, ...]
    agreements: tuple[Agreed, ...]
    evaluation: tuple[QuestionAndAnswers, ...]
    privacy: tuple[str, ...]
    aftercare: tuple[str, ...]  # paragraphs

    @property
    def minutes(self) -> int:
        """How long the session really took."""
        return round((self.ended - self.started).total_seconds() / 60)

    @property
    def ran(self) -> tuple[RunStep, ...]:
        return tuple(step for step in self.steps if not step.skipped)

    @property
    def skipped(self) -> tuple[RunStep, ...]:
        return tuple(step for step in self.steps if step.skipped)


def report_of(session: DialogueSession) -> Report:
    """The report of a session that has ended; ValueError for any other."""
    if not session.ended or session.started_at is None or session.ended_at is None:
        raise ValueError("only a session that has ended has a report")
    steps = list(session.steps.that_run().prefetch_related("questions"))
    begun = {
        question.code.removesuffix(BEGIN): question
        for step in steps
        for question in _sent(step)
        if question.code.endswith(BEGIN)
    }
    evaluation = tuple(
        _asked(question, begun.pop(question.code, None))
        for step in steps
        if step.of_kind.evaluates
        for question in _sent(step)
    )
    alone = {question.pk for question in begun.values()}  # asked at the start, never again
    parts = _parts(steps, alone)
    joined = results.joined(session)
    return Report(
        title=session.title,
        started=session.started_at,
        ended=session.ended_at,
        planned_minutes=session.minutes,
        took_part=None if session.phone_free and not joined else joined,
        steps=tuple(_run_step(step) for step in steps),
        parts=parts,
        agreements=tuple(Agreed(a.text, a.who, a.when) for a in session.agreements.all()),
        evaluation=evaluation,
        privacy=PRIVACY if parts or evaluation else (),
        aftercare=aftercare.paragraphs(session, steps),
    )


def _sent(step: Step) -> list[StepQuestion]:
    return [question for question in step.questions.all() if question.sent]


def _asked(question: StepQuestion, before: StepQuestion | None = None) -> QuestionAndAnswers:
    return QuestionAndAnswers(
        text=question.text,
        outcome=results.report_outcome(question),
        before=results.report_outcome(before) if before else None,
    )


def _run_step(step: Step) -> RunStep:
    return RunStep(
        kind=step.of_kind.name,
        title=step.title,
        theme_number=step.theme_number,
        planned=step.minutes,
        started=step.ran_from,
        seconds=step.ran_seconds,
    )


def _parts(steps: list[Step], alone: set[int]) -> tuple[Part, ...]:
    """The questions outside the evaluation, together per block, in the order they were asked."""
    names = {step.block: film.title for step in steps if (film := step.script.film)}
    found: dict[str, list[StepQuestion]] = {}
    first: dict[str, Step] = {}
    pictures: dict[str, Drawn] = {}
    for step in steps:
        if step.of_kind.evaluates:
            continue
        if step.ran_from and reflections.layers(step):
            pictures[step.block] = mirror.draw(reflections.picture(step))
            first.setdefault(step.block, step)
            found.setdefault(step.block, [])
        for question in _sent(step):
            if question.code.endswith(BEGIN) and question.pk not in alone:
                continue
            first.setdefault(step.block, step)
            found.setdefault(step.block, []).append(question)
    return tuple(
        Part(
            title=names.get(block, first[block].title),
            theme_number=first[block].theme_number,
            asked=tuple(_asked(question) for question in questions),
            drawn=pictures.get(block),
        )
        for block, questions in found.items()
    )
