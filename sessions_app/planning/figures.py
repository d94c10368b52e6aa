"""What is asked of a programme, in figures, and all wishes over which that is measured.

Tests measure a fixed sample; `manage.py measure_plans` measures every wish there is. The figures
are asked for by Phrenos; decision 0033 says what each of them is for, and what goes before what.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby, pairwise, product

import msgspec

from content.document import Document, Purpose
from sessions_app import kinds
from sessions_app.kinds import Place
from sessions_app.planning import limits
from sessions_app.planning.programme import Programme
from sessions_app.script import PlannedStep
from sessions_app.wish import LONGEST, SHORTEST, STRETCH, Guests, LedBy, Wish

SIZES = (4, 8, 12, 30)  # people
LENGTHS = range(SHORTEST, LONGEST + 1, 15)
TALK_COUNTS = 18  # minutes from which a talk counts
ROUNDING = 8  # minutes that an offer may differ from the sum of ideals
IN_A_STRETCH = {Place.THEME, Place.MIRROR}  # of which each stretch of sitting has one
CROWD = 12  # people above which an hour may hold less talk


class Figures(msgspec.Struct, frozen=True):
    """One programme in whole minutes."""

    minutes: int
    talks: tuple[int, ...]  # each talk, in order
    theme_talks: tuple[int, ...]  # those of themes; that of a mirror is shorter
    mirror: int | None  # minutes to the end where a mirror opens; None without one
    first_talk: int  # from the start until the first talk begins
    theory: int  # slides and polls together
    stretches: tuple[int, ...]  # of sitting, between the breaks
    blocks: tuple[tuple[Place, ...], ...]  # where the steps of each stretch stand

    @property
    def talk(self) -> int:
        """All talk together."""
        return sum(self.talks)

    @property
    def share(self) -> float:
        """Which part of the session is talk, from 0 to 1."""
        return self.talk / self.minutes


def figures(steps: Sequence[PlannedStep]) -> Figures:
    """The figures of these steps, which hold at least one talk."""
    talks = [kinds.of(step.kind).talks for step in steps]
    first = talks.index(True)
    places = [_place(step) for step in steps]
    opens = places.index(Place.MIRROR) if Place.MIRROR in places else None
    parts = [list(part) for rests, part in groupby(steps, key=_rests) if not rests]
    return Figures(
        minutes=_minutes(steps),
        talks=tuple(step.minutes for step, talk in zip(steps, talks, strict=True) if talk),
        theme_talks=tuple(s.minutes for s in steps if s.theme and kinds.of(s.kind).talks),
        mirror=_minutes(steps[opens:]) if opens is not None else None,
        first_talk=_minutes(steps[:first]),
        theory=_minutes(step for step in steps if kinds.of(step.kind).explains),
        stretches=tuple(_minutes(part) for part in parts),
        blocks=tuple(tuple(_place(step) for step in part) for part in parts),
    )


def broken(document: Document, wish: Wish, made: Programme) -> list[str]:
    """What this programme does not keep to, by name; empty when all is well."""
    found = figures(made.steps)
    count, length = len(made.themes), made.minutes
    crowded = length == SHORTEST and wish.group_size > CROWD
    kept = {
        "talk": crowded or 100 * found.talk >= limits.FLOOR * length,
        "first talk": found.first_talk <= limits.first_talk(length),
        "theory": found.theory <= limits.explained(length),
        "talks count": min(found.theme_talks) >= TALK_COUNTS,
        "themes": count <= limits.MOST_THEMES and length <= limits.longest(count),
        "stretches": max(found.stretches) <= STRETCH,
        "breaks": len(found.stretches) == limits.breaks(length) + 1,
        "places of breaks": all(IN_A_STRETCH & {*block} for block in found.blocks),
        "mirror": found.mirror is None or found.mirror >= limits.LAST_MIRROR,
        "to the minute": found.minutes == length <= wish.minutes,
        "bounds": all(step.least <= step.minutes <= step.most for step in made.steps),
        "offer": not made.shorter or _near_ideal(made, found),
        "remarks": len(made.remarks) <= 4,
        "perspective": wish.with_guests or _changes_perspective(document, made),
        "own steps": all(_own_steps(step) <= 2 for step in made.steps),
    }
    return [name for name, holds in kept.items() if not holds]


def broken_together(mades: Iterable[Programme]) -> list[str]:
    """What programmes do not keep to whose wishes differ in length alone."""
    by_length = {made.minutes: figures(made.steps).talk for made in mades}
    talks = [talk for _, talk in sorted(by_length.items())]
    return ["more time, less talk"] if any(a > b for a, b in pairwise(talks)) else []


def every_group(
    slugs: Sequence[str], sizes: Sequence[int] = SIZES, phones: Sequence[bool] = (False,)
) -> Iterator[list[Wish]]:
    """Every wish there is, those that differ in length alone together, the shortest first.

    All choices of themes × group sizes × who leads × who comes beside. `phones` says which
    answers to 'zonder telefoons' count.
    """
    choices = [c for count in range(1, len(slugs) + 1) for c in combinations(slugs, count)]
    for chosen, size, led_by, guests, free in product(choices, sizes, LedBy, Guests, phones):
        yield [
            Wish(
                minutes=minutes,
                themes=chosen,
                group_size=size,
                led_by=led_by,
                guests=guests,
                phone_free=free,
            )
            for minutes in LENGTHS
        ]


def _rests(step: PlannedStep) -> bool:
    return kinds.of(step.kind).rests


def _place(step: PlannedStep) -> Place:
    return kinds.of(step.kind).place


def _minutes(steps: Iterable[PlannedStep]) -> int:
    return sum(step.minutes for step in steps)


def _near_ideal(made: Programme, found: Figures) -> bool:
    return abs(sum(step.ideal for step in made.steps) - found.minutes) <= ROUNDING


def _changes_perspective(document: Document, made: Programme) -> bool:
    """Whether each theme's talk looks from another's place, where the edition has that question.

    With guests there it need not: they are asked themselves.
    """
    asks = {
        theme.slug
        for theme in document.themes
        if any(q.purpose == Purpose.PERSPECTIVE and q.check for q in theme.questions)
    }
    talks = [step for step in made.steps if kinds.of(step.kind).talks and step.theme in asks]
    return all(step.content.check for step in talks)


def _own_steps(step: PlannedStep) -> int:
    """How many questions to oneself the harvest asks, on the phone or aloud."""
    if _place(step) != Place.CLOSING:
        return 0
    return sum(question.purpose == Purpose.ACTION for question in step.questions)
