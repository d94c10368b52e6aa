"""What stands in the report of a session: read once, the same on screen and on paper.

Everything comes from the session's own rows; of answers only what `results.report_outcome` lets
out, so nothing in it can be tied to a person.
"""

from dataclasses import dataclass
from datetime import datetime

from sessions_app import aftercare, results
from sessions_app.lookback import by_link
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


# Beside a statement that was asked at the start and at the end. Awareness, never 'less stigma':
# the one workshop of two hours that was studied moved what people think about the line between
# light and heavy, not their attitude (Helmus e.a. 2019).
TWICE = (
    "Dit gaat over bewustwording: hoe de groep tegen deze zin aankijkt, voor en na het gesprek.",
    "Het zijn steeds alle antwoorden samen. De app weet niet wie wat koos, en dus ook niet of "
    "iemand anders ging denken. Ook wie erbij kwam of wegging, verandert het beeld.",
    "Of er minder stigma is, zie je hier niet aan: daarvoor is dit te kort en de groep te klein.",
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
class Pair:
    """One answer, and how many people gave it at the start and at the end."""

    label: str
    before: int
    after: int


@dataclass(frozen=True)
class QuestionAndAnswers:
    """A question and what the team answered; `before` where it was asked at the start too."""

    text: str
    outcome: Outcome
    before: Outcome | None = None
    own: bool = False  # written by the facilitator

    @property
    def twice(self) -> bool:
        return self.before is not None

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Both distributions line by line; () where one of them may not be seen as counts."""
        before = self.before
        if before is None or not (before.rows and self.outcome.rows):
            return ()
        return tuple(
            Pair(now.label, was.count, now.count)
            for was, now in zip(before.rows, self.outcome.rows, strict=True)
        )

    @property
    def caution(self) -> tuple[str, ...]:
        """What a before-and-after says, and what it can't."""
        return TWICE if self.twice else ()


@dataclass(frozen=True)
class Part:
    """The questions of one part of the programme."""

    title: str
    theme_number: int  # 0: of no theme
    asked: tuple[QuestionAndAnswers, ...]

    @property
    def glyph(self) -> str:
        return f"t{self.theme_number}"


@dataclass(frozen=True)
class Agreed:
    text: str
    who: str
    when: str
    noticed: str = ""


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
    looked_back: tuple[QuestionAndAnswers, ...]  # by a link, weeks later
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
        agreements=tuple(
            Agreed(a.text, a.who, a.back_at, a.noticed) for a in session.agreements.all()
        ),
        evaluation=evaluation,
        looked_back=tuple(
            QuestionAndAnswers(seen.question.text, seen) for seen in by_link.outcomes(session)
        ),
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
        own=question.own,
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
    for step in steps:
        if step.of_kind.evaluates:
            continue
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
        )
        for block, questions in found.items()
    )
