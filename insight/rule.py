"""When a total over sessions may be seen, and how exactly. Pure numbers; decision 0047 argues them.

The small-group rule protects people in a room. This one protects rooms among rooms: nobody works
out one session, or the sessions of one facilitator, by taking numbers apart.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

LEAST_SESSIONS = 5
LEAST_ANSWERS = 25
STEP = 5  # counts, minutes and percents come in fives, so two of them differ by five or are equal


@dataclass(frozen=True)
class Contribution:
    """What one session adds to a number."""

    session: int
    answers: int
    leaders: frozenset[int] = field(default_factory=frozenset)  # who has its report already


def may_be_seen(found: Collection[Contribution], among_all: bool) -> bool:
    """Whether a number made of these sessions may be seen.

    `among_all`: also by people who lead some of them, and so can take those away. Then enough must
    be left without the sessions of any one of them. Who looks at their own sessions only
    (`among_all` false) has the report of each.
    """
    if not _enough(found):
        return False
    if not among_all:
        return True
    leaders = {leader for one in found for leader in one.leaders}
    return all(_enough([c for c in found if leader not in c.leaders]) for leader in leaders)


def _enough(found: Collection[Contribution]) -> bool:
    sessions = {one.session for one in found}
    return len(sessions) >= LEAST_SESSIONS and sum(one.answers for one in found) >= LEAST_ANSWERS


def part_may_be_seen(
    part: Collection[Contribution], rest: Collection[Contribution], among_all: bool
) -> bool:
    """Whether a share of sessions may be seen: the rest is found by subtracting, so it counts too.

    A share of nothing or of everything says something of all of them, which may be seen already.
    """
    whole = [*part, *rest]
    sides = [side for side in (part, rest) if side]
    return all(may_be_seen(side, among_all) for side in (whole, *sides))


def in_fives(number: float) -> int:
    """A count or a number of minutes, rounded down to a multiple of five."""
    return int(number // STEP) * STEP


def percent(part: float, whole: float) -> int:
    """A share in percents, to the nearest five; 0 of nothing."""
    return int(100 * part / whole / STEP + 0.5) * STEP if whole else 0
