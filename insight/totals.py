"""The totals of a quarter, counted from what the end of each session kept, under the rule.

A question counts only where its result may be seen in its own session; one that a facilitator
wrote counts nowhere, because its text is theirs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
from sessions_app import access, kinds
from sessions_app.models import DialogueSession, StepQuestion
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
class Held:
    """One session, as far as it counts."""

    session: DialogueSession
    people: int
    leaders: frozenset[int]
    done: int  # steps
    steps: int
    evaluated: bool
    questions: tuple[StepQuestion, ...]  # that were asked, of the edition

    def adds(self, answers: int | None = None) -> Contribution:
        """What it adds to a number: its people, or the answers to one question."""
        return Contribution(
            self.session.pk, self.people if answers is None else answers, self.leaders
        )

    @property
    def minutes(self) -> float:
        """How long it really took."""
        assert self.session.started_at and self.session.ended_at  # noqa: S101, PT018 - it ended
        return (self.session.ended_at - self.session.started_at).total_seconds() / 60


def quarters(today: date | None = None) -> list[Quarter]:
    """The quarters of which there may be totals, newest first."""
    first = DialogueSession.objects.filter(phase=DialogueSession.Phase.ENDED).order_by("ended_at")
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
        ended_at__gte=_begins(quarter),
        ended_at__lt=_begins(quarter.following),
    )


def _begins(quarter: Quarter) -> datetime:
    return timezone.make_aware(datetime.combine(quarter.first, time()))


def held(sessions: QuerySet[DialogueSession]) -> list[Held]:
    """These sessions, less those with which somebody only tried the app out."""
    found = []
    for session in sessions.prefetch_related("steps__questions", "facilitators").order_by("pk"):
        steps = [step for step in session.steps.all() if step.runs]
        ran = [step for step in steps if step.ran_from]
        one = Held(
            session=session,
            people=session.joined_at_end or 0,
            leaders=frozenset(one.user_id for one in session.facilitators.all()),
            done=len(ran),
            steps=len(steps),
            evaluated=any(step.of_kind.evaluates for step in ran),
            questions=tuple(
                question
                for step in ran
                for question in step.questions.all()
                if question.sent and not question.own
            ),
        )
        counts = session.phone_free or one.people >= FEWEST
        if counts and session.started_at and one.minutes >= SHORTEST:
            found.append(one)
    return found


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
    planned = sum(one.session.minutes for one in sessions) / count
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
    openers = kinds.keys(opens_theme=True)
    names: dict[str, str] = {}
    having: dict[str, list[Held]] = defaultdict(list)
    for one in sessions:
        ran = [step for step in one.session.steps.all() if step.ran_from and step.theme]
        for step in ran:
            if step.kind in openers:
                names[step.theme] = step.of_kind.bare(step.title)
        for theme in sorted({step.theme for step in ran}):
            having[theme].append(one)
    for theme in sorted(having, key=lambda slug: names.get(slug, slug)):
        name = names.get(theme, theme)
        yield from _share("thema", name, sessions, having[theme], among_all)


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
    asked: dict[tuple[str, str], list[tuple[Held, StepQuestion]]] = defaultdict(list)
    evaluated = {q.code for one in sessions for q in one.questions if q.step.of_kind.evaluates}
    for one in sessions:
        for question in one.questions:
            ours = question.code.removesuffix(BEGIN) in evaluated and question.asking.counted
            if ours and question.may_be_seen and question.counts:
                asked[question.code, question.text].append((one, question))
    for (code, text), found in sorted(asked.items()):
        parts = [one.adds(question.answered or 0) for one, question in found]
        if not rule.may_be_seen(parts, among_all):
            continue
        begin = " (aan het begin)" if code.endswith(BEGIN) else ""
        whole = sum(one.answers for one in parts)
        yield Figure("antwoorden", rule.in_fives(whole), text + begin)
        labels = found[0][1].asking.labels(found[0][1].script)
        for key, label in labels.items():
            chose = sum((question.counts or {}).get(key, 0) for _, question in found)
            yield Figure("koos", rule.percent(chose, whole), text + begin, label)


def _passed(sessions: Sequence[Held]) -> Iterable[Figure]:
    """Which questions are passed most: of those who were there when it was asked."""
    asked: dict[tuple[str, str], list[tuple[Contribution, int]]] = defaultdict(list)
    for one in sessions:
        for question in one.questions:
            if question.passed is not None and question.step.seats:
                part = (one.adds(question.step.seats), question.passed)
                asked[question.code, question.text].append(part)
    found = []
    for (_, text), parts in asked.items():
        there = [part for part, _ in parts]
        if rule.may_be_seen(there, among_all=True):
            share = rule.percent(
                sum(passed for _, passed in parts), sum(one.answers for one in there)
            )
            found.append(Figure("overgeslagen", share, text))
    return sorted(found, key=lambda one: (-one.value, one.about))[:MOST_PASSED]
