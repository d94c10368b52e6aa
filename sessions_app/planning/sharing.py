"""Share minutes over steps the way flexible boxes share width, and place the breaks."""

from collections.abc import Sequence
from itertools import combinations, pairwise

import msgspec

from sessions_app.planning.boxes import Block, Box
from sessions_app.wish import STRETCH


class Timed(msgspec.Struct, frozen=True):
    """Boxes with their minutes, breaks among them."""

    boxes: tuple[Box, ...]
    minutes: tuple[int, ...]


def share(boxes: Sequence[Box], total: int) -> list[int]:
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
    by_remainder = sorted(free, key=lambda i: (-(boxes[i].ideal * left % weight), i))
    for i in by_remainder[:short]:
        fixed[i] += 1
    return [fixed[i] for i in range(len(boxes))]


def fits(blocks: Sequence[Block], pause: Box, length: int) -> bool:
    """Whether the leasts of these blocks, with the breaks they need, fit in `length` minutes.

    `pause` is one break; it may stand between any two blocks.
    """
    return _places(blocks, pause, length) is not None or length > _most(blocks, pause, length)


def fills(blocks: Sequence[Block], pause: Box, length: int) -> bool:
    """Whether these blocks, with the breaks they need, can last exactly `length` minutes."""
    return _places(blocks, pause, length) is not None


def lay(blocks: Sequence[Block], pause: Box, length: int) -> Timed:
    """The blocks and the fewest breaks, lasting exactly `length` minutes.

    Of all places for the breaks the one with the shortest longest stretch is taken. ValueError
    when it can't be done; ask `fills` first.
    """
    places = _places(blocks, pause, length)
    if places is None:
        raise ValueError(f"these blocks can't last {length} minutes")
    laid = [_lay_at(blocks, pause, place, length) for place in places]
    best = min(range(len(laid)), key=lambda n: (sorted(laid[n][1], reverse=True), places[n]))
    return laid[best][0]


def _breaks(pause: Box, length: int) -> int:
    """The fewest breaks that could ever do for a session of this length."""
    count = 0
    while length > STRETCH * (count + 1) + pause.most * count:
        count += 1
    return count


def _most(blocks: Sequence[Block], pause: Box, length: int) -> int:
    return sum(b.most for b in blocks) + pause.most * _breaks(pause, length)


def _places(blocks: Sequence[Block], pause: Box, length: int) -> list[tuple[int, ...]] | None:
    """Where the fewest breaks may stand (before block n), or None when `length` can't be met."""
    least = sum(b.least for b in blocks)
    most = sum(b.most for b in blocks)
    for count in range(_breaks(pause, length), len(blocks)):
        if not least + pause.least * count <= length <= most + pause.most * count:
            return None
        found = [
            place
            for place in combinations(range(1, len(blocks)), count)
            if _holds(blocks, pause, place, length)
        ]
        if found:
            return found
    return None


def _stretches(blocks: Sequence[Block], place: tuple[int, ...]) -> list[Sequence[Block]]:
    edges = (0, *place, len(blocks))
    return [blocks[a:b] for a, b in pairwise(edges)]


def _holds(blocks: Sequence[Block], pause: Box, place: tuple[int, ...], length: int) -> bool:
    reach = pause.most * len(place)
    for stretch in _stretches(blocks, place):
        if sum(b.least for b in stretch) > STRETCH:
            return False
        reach += min(STRETCH, sum(b.most for b in stretch))
    return reach >= length


def _lay_at(
    blocks: Sequence[Block], pause: Box, place: tuple[int, ...], length: int
) -> tuple[Timed, list[int]]:
    """The programme with its breaks before these blocks, and how long each stretch lasts.

    A stretch that would pass 90 minutes is held at 90, and the others share what is left.
    """
    parts: list[list[Box]] = []
    for stretch in _stretches(blocks, place):
        if parts:
            parts.append([pause])
        parts.append([box for block in stretch for box in block.boxes])
    done: dict[int, list[int]] = {}
    while True:
        free = [n for n in range(len(parts)) if n not in done]
        left = length - sum(sum(minutes) for minutes in done.values())
        shared = iter(share([box for n in free for box in parts[n]], left))
        minutes = {n: [next(shared) for _ in parts[n]] for n in free}
        over = [n for n in free if sum(minutes[n]) > STRETCH]
        if not over:
            done |= minutes
            break
        done |= {n: share(parts[n], STRETCH) for n in over}
    boxes = tuple(box for part in parts for box in part)
    flat = tuple(m for n in range(len(parts)) for m in done[n])
    return Timed(boxes, flat), [sum(done[n]) for n in range(0, len(parts), 2)]
