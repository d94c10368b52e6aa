"""The small-group rule: when a result may be seen, and in which form. Pure numbers.

Decisions 0012 and 0019 argue every number; docs/threat-model.md says what they stop. Nothing here
knows a database: whoever counts, asks here.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from itertools import count

LEAST_ANSWERS = 5
LEAST_BY_LINK = 10  # answers by a link, weeks later
LEAST_SHARE = 60  # percent of the seats that must have answered; passing is no answer
BAND_FROM = 80  # percent of one answer from which 'nearly everybody' replaces the counts
LEAST_APART = 5  # answers by which two outputs must differ when they are not the same

# One sentence for whatever is not shown. A second one would tell why, and why is about people.
NOT_SHOWN = "De app laat deze antwoorden hier niet zien, om de mensen in deze groep te beschermen."
NEARLY_ALL = "Bijna iedereen koos:"


def enough(answered: int, seats: int) -> bool:
    """Whether a result may be seen: at least five answers, and from enough of all seats.

    `seats` are those that counted while the question was open. Where more answered than that, they
    are more than enough of them.
    """
    return answered >= LEAST_ANSWERS and 100 * answered >= LEAST_SHARE * seats


def seats_of_part(seats: int, done: int, done_in_part: int) -> int:
    """Of how many seats the answers of one part of a room may be, at most.

    Nobody knows who sits in which part. So it is who did something in it, and everybody of whom
    nothing was heard in any part: each of those could belong to it.
    """
    return done_in_part + max(0, seats - done)


def enough_apart(answered: int, took_part: int) -> bool:
    """The same for answers that people give one by one, weeks later, by a link.

    Nobody sees how many are in, and windows of one's own cost nothing there, so it takes more.
    """
    return answered >= LEAST_BY_LINK and enough(answered, took_part)


def nearly_all(answered: int, counts: Mapping[str, int]) -> list[str]:
    """The keys that (nearly) everybody chose; empty where the group is divided."""
    if not answered:
        return []
    return [key for key, count in counts.items() if 100 * count >= BAND_FROM * answered]


def apart(one: int, other: int) -> bool:
    """Whether two outputs of so many answers may both be seen: equal, or five or more apart."""
    return one == other or abs(one - other) >= LEAST_APART


def part_may_be_seen(part: int, whole: int) -> bool:
    """Whether `part` of `whole` texts may stand somewhere else: all, or at least five fewer."""
    return part >= LEAST_ANSWERS and apart(part, whole)


class Level(IntEnum):
    """How far a group is, as coarsely as its facilitator may know it."""

    NOBODY = 0
    FEW = 1
    HALF = 2
    MOST = 3
    EVERYBODY = 4

    @property
    def words(self) -> str:
        """As the console says it; each level is true for a seat more or less."""
        return LEVEL_WORDS[self]


LEVEL_WORDS = {
    Level.NOBODY: "Nog niemand of bijna niemand is klaar.",
    Level.FEW: "Enkelen zijn klaar.",
    Level.HALF: "Ongeveer de helft is klaar.",
    Level.MOST: "De meesten zijn klaar.",
    Level.EVERYBODY: "Iedereen of bijna iedereen is klaar.",
}
SHARES = {Level.HALF: 50, Level.MOST: 80, Level.EVERYBODY: 100}  # percent of the seats


def level(done: int, seats: int, draw: Sequence[int]) -> Level:
    """How far a group is. `draw` moves each of the four thresholds a seat up or down (-1, 0, 1).

    It is drawn once per question: who toggles a window of their own finds where the steps lie and
    still not how many others are done.
    """
    found = Level.NOBODY
    for step, moved in zip(list(Level)[1:], draw, strict=True):
        least = 2 if step == Level.FEW else round(SHARES[step] * seats / 100)
        if done >= max(1, min(seats, least + moved)) and seats:
            found = step
    return found


def windows_needed(people: int) -> int:
    """How many windows of one's own it takes to see a single answer of so many people.

    For docs/threat-model.md: the windows answer, one other person answers, nobody else does.
    """
    return next(k for k in count() if enough(k + 1, people + k))
