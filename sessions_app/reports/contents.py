"""What stands in the report of a session: read once, the same on screen and on paper.

Everything comes from the session's own rows; of answers only what `results.report_outcome` lets
out, so nothing in it can be tied to a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as in_words

from sessions_app import aftercare, mirror, reflections, results
from sessions_app.lookback import by_link
from sessions_app.mirror import Drawn
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.reports import standing_out
from sessions_app.results import Outcome
from sessions_app.script import AFTER, earlier
from sessions_app.words import duration, names

TALK_COUNTS = 5  # minutes of talk that are worth a sentence
SAID_ALOUD = "Wat iemand hardop vertelde, staat niet in dit verslag. Dat blijft in de groep."
PRIVACY = (
    "De app bewaart niet wie wat antwoordde. Ook in de database hoort geen antwoord bij een "
    "persoon.",
    "Antwoordden minder dan vijf mensen op een vraag, of een te klein deel van de groep, dan laat "
    "de app die antwoorden aan niemand zien.",
    "Koos bijna iedereen hetzelfde over het eigen werk, dan staat er geen aantal bij.",
    "Van open vragen staat hier alleen wat mensen zelf voor het verslag gaven.",
    SAID_ALOUD,
)

TEXTS_GO = "Wat mensen opschreven, wist de app op {day}. De aantallen blijven."
TEXTS_WENT = "Wat mensen opschreven, is gewist op {day}. De aantallen bleven."
AWARE = (
    "Deze antwoorden gaan over wat mensen merken en van plan zijn. Of er minder stigma is, meet de "
    "app niet."
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


class Moments(NamedTuple):
    """When something was asked that was asked twice, whole and short."""

    before: str
    after: str
    first: str
    second: str


OF_SESSION = Moments("aan het begin", "aan het eind", "begin", "eind")
OF_TALK = Moments("voor het gesprek", "na het gesprek", "voor", "na")


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
    """A question and what the team answered; `before` where it was asked earlier too."""

    text: str
    outcome: Outcome
    before: Outcome | None = None
    own: bool = False  # written by the facilitator
    moments: Moments = OF_SESSION
    caution: tuple[str, ...] = ()  # what the two together say, and what they can't

    @property
    def twice(self) -> bool:
        return self.before is not None

    @property
    def pairs(self) -> tuple[results.Pair, ...]:
        """Both distributions line by line; () where one of them may not be seen as counts."""
        return results.pairs(self.before, self.outcome)

    @property
    def around_talk(self) -> bool:
        """Whether it was chosen before a talk and after it."""
        return self.moments == OF_TALK


@dataclass(frozen=True)
class Grid:
    """Questions on the same scale, drawn together: a table that is its own picture."""

    points: tuple[str, ...]
    lines: tuple[QuestionAndAnswers, ...]

    @property
    def columns(self) -> int:
        """How many stand beside the question: the points, and all together."""
        return len(self.points) + 1


@dataclass(frozen=True)
class Group:
    """Questions that follow each other: as one grid, or a question by itself."""

    grid: Grid | None = None
    asked: QuestionAndAnswers | None = None


def grouped(asked: Sequence[QuestionAndAnswers]) -> tuple[Group, ...]:
    """Two or more questions on one scale, wherever they stand, become one grid at the first."""
    scales = [_points(one) for one in asked]
    groups: list[Group] = []
    for points, one in zip(scales, asked, strict=True):
        if not points or scales.count(points) < 2:
            groups.append(Group(asked=one))
        elif all(group.grid is None or group.grid.points != points for group in groups):
            alike = (other for other, its in zip(asked, scales, strict=True) if its == points)
            groups.append(Group(grid=Grid(points, tuple(alike))))
    return tuple(groups)


def _points(asked: QuestionAndAnswers) -> tuple[str, ...]:
    """The words of the scale it was asked on; () for other forms, and for a before and after."""
    question = asked.outcome.question
    return question.script.points if question.asking.scaled and not asked.twice else ()


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

    @property
    def groups(self) -> tuple[Group, ...]:
        return grouped(self.asked)


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
    further: str  # that there is more, and where
    did: tuple[str, ...]  # sentences for the first page
    stood_out: tuple[str, ...]  # the same (decision 0044)
    aware: str = AWARE

    @property
    def minutes(self) -> int:
        """How long the session really took."""
        return round((self.ended - self.started).total_seconds() / 60)

    @property
    def heading(self) -> str:
        """Above what stood on the phones and on the screen."""
        asked = any(part.asked for part in self.parts)
        return "Wat het team antwoordde" if asked else "Wat we bekeken"

    @property
    def ran(self) -> tuple[RunStep, ...]:
        return tuple(step for step in self.steps if not step.skipped)

    @property
    def skipped(self) -> tuple[RunStep, ...]:
        return tuple(step for step in self.steps if step.skipped)

    @property
    def asked(self) -> tuple[QuestionAndAnswers, ...]:
        """Every question, in the order of the report."""
        return (*(one for part in self.parts for one in part.asked), *self.evaluation)

    @property
    def evaluation_groups(self) -> tuple[Group, ...]:
        return grouped(self.evaluation)

    @property
    def twice(self) -> bool:
        """Whether something was asked at the start and again at the end."""
        return any(one.twice for one in self.evaluation)


def report_of(session: DialogueSession) -> Report:
    """The report of a session that has ended; ValueError for any other."""
    if not session.ended or session.started_at is None or session.ended_at is None:
        raise ValueError("only a session that has ended has a report")
    steps = list(session.steps.that_run().prefetch_related("questions"))
    before = _before(steps)
    evaluation = tuple(
        _asked(question, before.get(question.pk))
        for step in steps
        if step.of_kind.evaluates
        for question in _sent(step)
    )
    parts = _parts(steps, before)
    joined = results.joined(session)
    took_part = None if session.phone_free and not joined else joined
    asked = (*(one for part in parts for one in part.asked), *evaluation)
    return Report(
        title=session.title,
        started=session.started_at,
        ended=session.ended_at,
        planned_minutes=session.minutes,
        took_part=took_part,
        steps=tuple(_run_step(step) for step in steps),
        parts=parts,
        agreements=tuple(
            Agreed(a.text, a.who, a.back_at, a.noticed) for a in session.agreements.all()
        ),
        evaluation=evaluation,
        looked_back=tuple(
            QuestionAndAnswers(seen.question.text, seen) for seen in by_link.outcomes(session)
        ),
        privacy=_promised(session, asked),
        aftercare=aftercare.paragraphs(session, steps),
        further=session.says["verder"],
        did=_did(session.started_at, session.ended_at, steps, took_part),
        stood_out=_stood_out(steps, asked),
    )


def _promised(session: DialogueSession, asked: Sequence[QuestionAndAnswers]) -> tuple[str, ...]:
    """What was promised: about answers too where the app asked something."""
    if not asked or session.ended_at is None:
        return (SAID_ALOUD,)
    if session.texts_gone_at:
        return (*PRIVACY, TEXTS_WENT.format(day=_day(session.texts_gone_at)))
    goes = session.ended_at + timedelta(days=settings.TEXTS_DAYS)
    return (*PRIVACY, TEXTS_GO.format(day=_day(goes)))


def _day(moment: datetime) -> str:
    return in_words(timezone.localtime(moment), "j F Y")


def _did(
    started: datetime, ended: datetime, steps: Sequence[Step], took_part: int | None
) -> tuple[str, ...]:
    """What the team did, in a few sentences for who was not there."""
    minutes = round((ended - started).total_seconds() / 60)
    day = in_words(timezone.localtime(started), "l j F Y")
    lasted = duration(minutes) if minutes else "minder dan een minuut"
    said = [f"We praatten op {day} met elkaar over stigma. Dat duurde {lasted}."]
    if took_part is None:
        said.append("Dat ging zonder telefoons: de app telde niemand.")
    else:
        people = "1 iemand deed" if took_part == 1 else f"{took_part} mensen deden"
        said.append(f"{people} mee met de telefoon.")
    ran = [step for step in steps if step.ran_from]
    films = [film.title for step in ran if (film := step.script.film)]
    if films:
        seen = "de film" if len(films) == 1 else "de films"
        said.append(f"We keken naar {seen} {names([f'‘{title}’' for title in films])}.")
    talked = round(sum(step.ran_seconds for step in ran if step.of_kind.talks) / 60)
    if talked >= TALK_COUNTS:
        said.append(f"We namen {duration(talked)} voor het gesprek met elkaar.")
    return tuple(said)


def _stood_out(steps: Sequence[Step], asked: Sequence[QuestionAndAnswers]) -> tuple[str, ...]:
    """What the rules of `standing_out` say of this session."""
    seen = [  # a choice around a talk gets no sentence, nor a circle: it would say which side won
        one
        for one in asked
        if one.outcome.visible
        and not one.outcome.question.asking.worded
        and not one.around_talk
        and one.outcome.question.script.circle is None
    ]
    films = {step.block: film.title for step in steps if (film := step.script.film)}
    talks = [
        standing_out.Talk(films[step.block], step.minutes, round(step.ran_seconds / 60))
        for step in steps
        if step.of_kind.talks
        and not step.of_kind.of_day  # the talk all together is that of the theme
        and step.ran_from
        and step.block in films
    ]
    empty = ""
    if not any(one.outcome.question.may_be_seen for one in asked):  # texts may be gone since
        empty = standing_out.HIDDEN if asked else standing_out.NOT_ASKED
    return standing_out.sentences([_answered(one) for one in seen], talks, empty)


def _answered(asked: QuestionAndAnswers) -> standing_out.Answered:
    before = asked.before
    return standing_out.Answered(
        text=asked.text,
        before=_counts(asked.text, before) if before and before.visible else None,
        **_known(asked.outcome),
    )


def _counts(text: str, outcome: Outcome) -> standing_out.Answered:
    return standing_out.Answered(text=text, **_known(outcome))


def _known(outcome: Outcome) -> dict[str, Any]:
    question = outcome.question
    return {
        "labels": tuple(question.asking.labels(question.script).values()),
        "counts": tuple(row.count for row in outcome.rows),
        "answered": outcome.answered,
        "band": outcome.band,
        "scale": question.asking.scaled,
        "many": question.asking.many,
    }


def _sent(step: Step) -> list[StepQuestion]:
    return [question for question in step.questions.all() if question.sent]


def _before(steps: Sequence[Step]) -> dict[int, StepQuestion]:
    """What was asked earlier too, by the key of the question that asks it again."""
    known = {question.code: question for step in steps for question in _sent(step)}
    return {
        question.pk: known[earlier(code)]
        for code, question in known.items()
        if earlier(code) in known
    }


def _asked(question: StepQuestion, before: StepQuestion | None = None) -> QuestionAndAnswers:
    around_talk = before is not None and question.code.endswith(AFTER)
    said = (question.step.session.says["keuze_naast_elkaar"],) if around_talk else TWICE
    return QuestionAndAnswers(
        text=question.text,
        outcome=results.report_outcome(question),
        before=results.report_outcome(before) if before else None,
        own=question.own,
        moments=OF_TALK if around_talk else OF_SESSION,
        caution=said if before else (),
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


def _parts(steps: list[Step], before: Mapping[int, StepQuestion]) -> tuple[Part, ...]:
    """The questions outside the evaluation, together per block, in the order they were asked.

    What was asked again stands there, beside the second time.
    """
    again = {question.pk for question in before.values()}
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
            if question.pk in again:
                continue
            first.setdefault(step.block, step)
            found.setdefault(step.block, []).append(question)
    return tuple(
        Part(
            title=names.get(block, first[block].title),
            theme_number=first[block].theme_number,
            asked=tuple(_asked(question, before.get(question.pk)) for question in questions),
            drawn=pictures.get(block),
        )
        for block, questions in found.items()
    )
