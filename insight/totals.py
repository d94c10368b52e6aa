"""The totals of a quarter, counted from what the end of each session kept, under the rule.

A question counts only where its result may be seen in its own session; one that a facilitator
wrote counts nowhere, because its text is theirs.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import msgspec
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from insight import rule
from insight.models import FrozenQuarter
from insight.quarters import Quarter, closed_since
from insight.rule import Contribution
from sessions_app import access
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.script import BEGIN
from sessions_app.writing import writing

SHORTEST = 15  # minutes: below that somebody tried the app out
FEWEST = 5  # people: as many as any result needs; without phones nobody is counted
MOST_PASSED = 10  # questions


class Figure(msgspec.Struct, frozen=True):
    """One number that may be seen: a line of the page and of the file (`codebook`)."""

    what: str
    value: int
    about: str = ""  # a theme, or a question in words
    answer: str = ""  # a point of its scale, in words


@dataclass(frozen=True)
class Asked:
    """One question of the edition that a session asked, with what was kept of its answers."""

    code: str
    text: str
    evaluates: bool  # looks back on the session
    labels: tuple[tuple[str, str], ...] = ()  # key and words of every answer; () where one writes
    counts: tuple[tuple[str, int], ...] = ()  # () where they may not be seen
    answered: int = 0
    passed: int | None = None
    seats: int = 0


@dataclass(frozen=True)
class Held:
    """One session, as far as it counts."""

    number: int
    planned: int  # minutes
    minutes: float  # that it really took
    people: int
    leaders: frozenset[int] = frozenset()
    done: int = 0  # steps
    steps: int = 0
    evaluated: bool = False
    themes: tuple[tuple[str, str], ...] = ()  # that were done: slug and name
    asked: tuple[Asked, ...] = ()

    def adds(self, answers: int | None = None) -> Contribution:
        """What it adds to a number: its people, or the answers to one question."""
        return Contribution(self.number, self.people if answers is None else answers, self.leaders)


def quarters(today: date | None = None) -> list[Quarter]:
    """The quarters of which there may be totals, newest first."""
    first = DialogueSession.objects.filter(
        phase=DialogueSession.Phase.ENDED, rehearses=None
    ).order_by("ended_at")
    began = first.values_list("ended_at", flat=True).first()
    if began is None:
        return []
    found = closed_since(timezone.localtime(began).date(), today or timezone.localdate())
    return found[::-1]


def of_all(quarter: Quarter) -> list[Figure]:
    """The totals over all sessions of a quarter, as they were made for good; none before that."""
    known = FrozenQuarter.objects.filter(quarter=quarter.key).first()
    return msgspec.convert(known.figures, list[Figure]) if known else []


def of_own(user: User, quarter: Quarter) -> list[Figure]:
    """The totals over the sessions of a closed quarter that this person leads.

    Made anew each time, of what stands in reports that they have.
    """
    own = access.own_sessions(user).values("pk")
    return figures(held(_ended(quarter).filter(pk__in=own)), among_all=False)


def freeze_closed(today: date | None = None) -> int:
    """Make the totals of every quarter that closed, once; how many were made now."""
    known = set(FrozenQuarter.objects.values_list("quarter", flat=True))
    missing = [quarter for quarter in quarters(today) if quarter.key not in known]
    for quarter in missing:
        with writing():
            made = msgspec.to_builtins(figures(held(_ended(quarter)), among_all=True))
            FrozenQuarter.objects.get_or_create(quarter=quarter.key, defaults={"figures": made})
    return len(missing)


def _ended(quarter: Quarter) -> QuerySet[DialogueSession]:
    return DialogueSession.objects.filter(
        phase=DialogueSession.Phase.ENDED,
        deleted_at=None,
        rehearses=None,
        ended_at__gte=_begins(quarter),
        ended_at__lt=_begins(quarter.following),
    )


def _begins(quarter: Quarter) -> datetime:
    return timezone.make_aware(datetime.combine(quarter.first, time()))


def held(sessions: QuerySet[DialogueSession]) -> list[Held]:
    """These sessions, less those with which somebody only tried the app out."""
    known = sessions.prefetch_related("steps__questions", "facilitators").order_by("pk")
    found = [_held(session) for session in known]
    return [
        one
        for session, one in zip(known, found, strict=True)
        if one.minutes >= SHORTEST and (session.phone_free or one.people >= FEWEST)
    ]


def _held(session: DialogueSession) -> Held:
    steps = [step for step in session.steps.all() if step.runs]
    ran = [step for step in steps if step.ran_from]
    began, ended = session.started_at, session.ended_at
    names = {s.theme: s.of_kind.bare(s.title) for s in ran if s.of_kind.opens_theme}
    return Held(
        number=session.pk,
        planned=session.minutes,
        minutes=(ended - began).total_seconds() / 60 if began and ended else 0,
        people=session.joined_at_end or 0,
        leaders=frozenset(one.user_id for one in session.facilitators.all()),
        done=len(ran),
        steps=len(steps),
        evaluated=any(step.of_kind.evaluates for step in ran),
        themes=tuple(sorted(names.items())),
        asked=tuple(
            _asked(step, question)
            for step in ran
            for question in step.questions.all()
            if question.sent and not question.own and not question.circle
        ),
    )


def _asked(step: Step, question: StepQuestion) -> Asked:
    counts = (question.counts or {}) if question.may_be_seen else {}
    return Asked(
        code=question.code,
        text=question.text,
        evaluates=step.of_kind.evaluates,
        labels=tuple(question.asking.labels(question.script).items()),
        counts=tuple(counts.items()),
        answered=question.answered or 0,
        passed=question.passed,
        seats=step.seats,
    )


def figures(sessions: Sequence[Held], among_all: bool) -> list[Figure]:
    """All numbers about these sessions that may be seen; none where there are too few."""
    if not rule.may_be_seen([one.adds() for one in sessions], among_all):
        return []
    return [
        *_general(sessions, among_all),
        *_themes(sessions, among_all),
        *_evaluation(sessions, among_all),
        *(_passed(sessions) if among_all else ()),
    ]


def _general(sessions: Sequence[Held], among_all: bool) -> Iterator[Figure]:
    count = len(sessions)
    yield Figure("sessies", rule.in_fives(count))
    yield Figure("deelnemers", rule.in_fives(sum(one.people for one in sessions)))
    planned = sum(one.planned for one in sessions) / count
    yield Figure("minuten gepland", rule.in_fives(planned + rule.STEP / 2))
    spent = sum(one.minutes for one in sessions) / count
    yield Figure("minuten echt", rule.in_fives(spent + rule.STEP / 2))
    done, steps = (sum(getattr(one, name) for one in sessions) for name in ("done", "steps"))
    yield Figure("stappen gedaan", rule.percent(done, steps))
    yield from _share(
        "evaluatie gedaan", "", sessions, [one for one in sessions if one.evaluated], among_all
    )


def _themes(sessions: Sequence[Held], among_all: bool) -> Iterator[Figure]:
    """In which share of the sessions each theme really was."""
    names = {slug: name for one in sessions for slug, name in one.themes}
    for slug in sorted(names, key=lambda slug: names[slug]):
        part = [one for one in sessions if slug in dict(one.themes)]
        yield from _share("thema", names[slug], sessions, part, among_all)


def _share(
    what: str, about: str, sessions: Sequence[Held], part: Sequence[Held], among_all: bool
) -> Iterator[Figure]:
    """A share of the sessions, where neither side of it is a few sessions."""
    rest = [one.adds() for one in sessions if one not in part]
    if rule.part_may_be_seen([one.adds() for one in part], rest, among_all):
        yield Figure(what, rule.percent(len(part), len(sessions)), about)


def _evaluation(sessions: Sequence[Held], among_all: bool) -> Iterator[Figure]:
    """How people looked back: of each question how the answers are spread.

    Where nearly all chose the same in a session there are no counts of it, so it does not count.
    """
    found: dict[tuple[str, str], list[tuple[Held, Asked]]] = defaultdict(list)
    looked_back = {q.code for one in sessions for q in one.asked if q.evaluates}
    for one in sessions:
        for asked in one.asked:
            if asked.counts and asked.code.removesuffix(BEGIN) in looked_back:
                found[asked.code, asked.text].append((one, asked))
    for (code, text), known in sorted(found.items()):
        parts = [one.adds(asked.answered) for one, asked in known]
        if not rule.may_be_seen(parts, among_all):
            continue
        about = f"{text} (aan het begin)" if code.endswith(BEGIN) else text
        whole = sum(asked.answered for _, asked in known)
        yield Figure("antwoorden", rule.in_fives(whole), about)
        for key, label in known[0][1].labels:
            chose = sum(dict(asked.counts).get(key, 0) for _, asked in known)
            yield Figure("koos", rule.percent(chose, whole), about, label)


def _passed(sessions: Sequence[Held]) -> list[Figure]:
    """Which questions are passed most: of those who were there when it was asked."""
    found: dict[tuple[str, str], list[tuple[Contribution, int]]] = defaultdict(list)
    for one in sessions:
        for asked in one.asked:
            if asked.passed is not None and asked.seats:
                part = (one.adds(asked.seats), asked.passed)
                found[asked.code, asked.text].append(part)
    figures = []
    for (_, text), parts in found.items():
        there = [part for part, _ in parts]
        if rule.may_be_seen(there, among_all=True):
            passed, seats = sum(n for _, n in parts), sum(one.answers for one in there)
            figures.append(Figure("overgeslagen", rule.percent(passed, seats), text))
    return sorted(figures, key=lambda one: (-one.value, one.about))[:MOST_PASSED]
