"""Share minutes over steps: talk first, the rest the way flexible boxes share width."""

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Protocol

import msgspec

from sessions_app.kinds import Bounds
from sessions_app.planning import limits
from sessions_app.planning.boxes import Box, Draft
from sessions_app.wish import STRETCH


class Bounded(Protocol):
    """What takes so many minutes at least, ideally and at most."""

    @property
    def least(self) -> int: ...

    @property
    def ideal(self) -> int: ...

    @property
    def most(self) -> int: ...


class Laid(msgspec.Struct, frozen=True):
    """Boxes with their minutes, breaks among them."""

    boxes: tuple[Box, ...]
    minutes: tuple[int, ...]


def share(boxes: Sequence[Bounded], total: int) -> list[int]:
    """Whole minutes per box that sum to `total`, each within its bounds.

    Every box starts at its ideal and grows or shrinks in proportion to it; one that meets a bound
    stays there and the others go on. What rounding leaves goes to the largest remainders, the
    earlier box first. ValueError when the bounds can't hold `total`.
    """
    if not sum(b.least for b in boxes) <= total <= sum(b.most for b in boxes):
        raise ValueError(f"{total} minutes do not fit the bounds")
    growing = total >= sum(b.ideal for b in boxes)
    fixed: dict[int, int] = {}
    free = list(range(len(boxes)))
    while True:
        left = total - sum(fixed.values())
        weight = sum(boxes[i].ideal for i in free)
        # The target of box i is ideal * left / weight; kept in whole numbers by not dividing.
        if growing:
            stuck = [i for i in free if boxes[i].ideal * left > boxes[i].most * weight]
        else:
            stuck = [i for i in free if boxes[i].ideal * left < boxes[i].least * weight]
        if not stuck:
            break
        for i in stuck:
            fixed[i] = boxes[i].most if growing else boxes[i].least
        free = [i for i in free if i not in fixed]
    for i in free:
        fixed[i] = boxes[i].ideal * left // weight
    short = total - sum(fixed.values())
    by_remainder = sorted(free, key=lambda i: -(boxes[i].ideal * left % weight))
    for i in by_remainder[:short]:
        fixed[i] += 1
    return [fixed[i] for i in range(len(boxes))]


def fits(draft: Draft, length: int) -> bool:
    """Whether these steps fit in so many minutes; what is spare may be left out for it.

    That they can't fill the time is no reason not to fit.
    """
    talk, rest = draft.with_spare(0).sums()
    return talk.most + rest.most < length or lay(draft, length) is not None


def ideal(draft: Draft) -> int:
    """The minutes that these steps take when each has its ideal."""
    talk, rest = draft.sums()
    return talk.ideal + rest.ideal


def lay(draft: Draft, length: int) -> Laid | None:
    """The steps and their breaks, lasting exactly `length` minutes; None where they can't.

    Talk comes first: spare steps leave until it has its share with all other steps halfway
    between their least and their ideal at least.
    """
    draft, talk, rest, decent = _relieved(draft, length)
    low = max(talk.least, length - rest.most)
    high = min(talk.most, length - rest.least)
    if low > high:
        return None
    given = max(
        limits.least_talk(length),
        min(limits.percent(limits.GOOD, length), length - decent),
        min(limits.AMPLE * length // 100, length - rest.ideal),
    )
    return _laid(draft, length, min(max(given, low), high))


def _relieved(draft: Draft, length: int) -> tuple[Draft, Bounds, Bounds, int]:
    """The draft without the spare steps that talk has no room for.

    With the bounds of its talk and of the rest, and the minutes with which the rest is decent.
    """
    while True:
        talk, rest = draft.sums()
        decent = (rest.least + rest.ideal + 1) // 2
        if not draft.spare or 100 * (length - decent) >= draft.worth * length:
            return draft, talk, rest, decent
        draft = draft.with_spare(draft.spare - 1)


def _laid(draft: Draft, length: int, talk: int) -> Laid | None:
    """The steps with so many minutes of talk among them, and their breaks where people need them.

    None where people would sit too long.
    """
    every = [*draft.boxes, *[draft.pause] * draft.breaks]
    talks = [at for at, box in enumerate(every) if box.kind.talks]
    others = [at for at, box in enumerate(every) if not box.kind.talks]
    minutes = [0] * len(every)
    for part, whole in ((talks, talk), (others, length - talk)):
        for at, given in zip(part, share([every[at] for at in part], whole), strict=True):
            minutes[at] = given
    seated = _seated(draft, minutes)
    if not _eased(every, minutes, seated):
        return None
    pauses = iter(range(len(draft.boxes), len(every)))
    order = [at for n, part in enumerate(seated) for at in ([next(pauses)] if n else []) + part]
    return Laid(tuple(every[at] for at in order), tuple(minutes[at] for at in order))


def _seated(draft: Draft, minutes: Sequence[int]) -> list[list[int]]:
    """The steps between the breaks: of all places the one with the shortest longest stretch.

    A break stands between two themes: never before the first film, nor right before the closing.
    There is a place for each (`limits.longest`).
    """
    blocks: list[list[int]] = []
    start = 0
    for boxes in (draft.before, *draft.themes, draft.after):
        blocks.append(list(range(start, start + len(boxes))))
        start += len(boxes)
    last = len(blocks) - 1
    lengths = [sum(minutes[at] for at in block) for block in blocks]

    def sat(place: tuple[int, ...]) -> list[int]:
        return sorted((sum(lengths[a:b]) for a, b in pairwise((0, *place, last + 1))), reverse=True)

    best = min(combinations(range(2, last), draft.breaks), key=sat)
    return [
        [at for block in blocks[a:b] for at in block] for a, b in pairwise((0, *best, last + 1))
    ]


def _eased(every: Sequence[Box], minutes: list[int], seated: list[list[int]]) -> bool:
    """Move talk out of stretches in which people sit long; whether they nowhere sit too long."""

    def sat(part: list[int]) -> int:
        return sum(minutes[at] for at in part)

    while True:
        long = max(seated, key=sat)
        if sat(long) <= limits.COMFORT:
            return True
        givers = [a for a in long if every[a].kind.talks and minutes[a] > every[a].least]
        takers = [
            at
            for part in seated
            if sat(part) < limits.COMFORT
            for at in part
            if every[at].kind.talks and minutes[at] < every[at].most
        ]
        if not givers or not takers:
            return sat(long) <= STRETCH
        giver = max(givers, key=minutes.__getitem__)
        taker = min(takers, key=minutes.__getitem__)
        if minutes[taker] - minutes[giver] > limits.UNEQUAL and sat(long) <= STRETCH:
            return True
        minutes[giver] -= 1
        minutes[taker] += 1
