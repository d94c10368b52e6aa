"""Small groups to talk in, dealt without names: how large, who with whom, by which sign.

Pure. A person is a seat's key, a huddle a number from 0. Whoever is dealt is never alone, and
nothing that one person does leaves another alone (decision 0059).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, permutations
from math import inf
from random import Random
from typing import NamedTuple

SIZES = {2: "tweetallen", 3: "drietallen", 4: "viertallen"}
USUAL = 3

type At = Mapping[str, int]  # in which huddle each person is
type Been = Mapping[str, Sequence[Collection[int]]]  # and was, deal after deal

_COLOURS = (  # as an adjective before a word with 'het', and with 'de'
    ("blauw", "blauwe"),
    ("geel", "gele"),
    ("paars", "paarse"),
    ("oranje", "oranje"),
    ("groen", "groene"),
    ("roze", "roze"),
)
_SHAPES = (  # whether the word goes with 'het'
    ("cirkel", False),
    ("driehoek", False),
    ("vierkant", True),
    ("ster", False),
    ("hart", True),
    ("maan", False),
)
SIGNS = len(_COLOURS) * len(_SHAPES)  # from here on they come again, with a number
_TRIES = 12  # deals that are tried for one without old partners
_LARGE = 60  # people from which one try must do; so many rarely meet again


class Sign(NamedTuple):
    """By what people of one huddle find each other: never by colour alone."""

    colour: str
    shape: str
    name: str  # 'blauwe cirkel', and 'blauwe cirkel 2' once all were given


def sign(number: int) -> Sign:
    """The sign of a huddle; the first six differ in colour and in shape as well."""
    again, place = divmod(number, SIGNS)
    turn, at = divmod(place, len(_COLOURS))
    neuter, common = _COLOURS[at]
    shape, het = _SHAPES[(at + turn) % len(_SHAPES)]
    name = f"{neuter if het else common} {shape}" + (f" {again + 1}" if again else "")
    return Sign(neuter, shape, name)


def sizes(people: int, of: int) -> list[int]:
    """How many people each huddle gets: one more or less than `of`, and never one alone.

    What is left over makes huddles one larger; where that is not enough, one more huddle comes
    and all get about as many. Fewer than two people make no huddle.
    """
    if people < 2:
        return []
    count, over = divmod(people, of)
    if over > count:
        count += 1
    small, larger = divmod(people, count)
    return [small + 1] * larger + [small] * (count - larger)


def deal(people: Collection[str], of: int, seed: str, been: Been | None = None) -> list[list[str]]:
    """Who is with whom: the same for the same people, past and seed.

    People who were in one huddle before are kept apart as far as that goes.
    """
    if len(people) < 2:
        return []
    known = _met(people, been or {})
    best: list[list[str]] = []
    least: float = inf
    for turn in range(1 if len(people) > _LARGE else _TRIES):
        dice = Random(f"{seed}:{turn}")  # noqa: S311 - no secret: who deals sees nobody
        order = sorted(people)
        dice.shuffle(order)
        count = len(sizes(len(order), of))
        dealt = [order[number::count] for number in range(count)]
        _improve(dealt, known)
        again = sum(_again(one, known) for one in dealt)
        if again < least:
            best, least = dealt, again
        if not least:
            break
    return best


def smallest(at: At, besides: Collection[int] = ()) -> int | None:
    """Where a latecomer goes; None where no huddle is."""
    return next(iter(_by_size(at, besides)), None)


def leave(at: At, who: str) -> dict[str, int | None]:
    """Where everybody goes once this person goes; None for a person in no huddle.

    Whoever would be left alone goes to the smallest other huddle, if there is one.
    """
    moves: dict[str, int | None] = {who: None}
    mates = _mates(at, who)
    if len(mates) == 1:
        moves[mates[0]] = smallest(at, (at[who],))
    return moves


def switch(at: At, who: str, left: Mapping[str, Collection[int]]) -> dict[str, int]:
    """Where people go when this person wants another huddle; {} where there is none.

    `left` holds the huddles in which each person was before; who asks never comes back there.
    Out of a pair both go, to different huddles, and the other one comes back only where it can't be
    otherwise. With one other huddle only, somebody of it changes places, so that nobody is alone.
    """
    own = at[who]
    mates = _mates(at, who)
    others = _by_size(at, {own, *left.get(who, ())})
    if not others:
        return {}
    if len(mates) != 1:
        return {who: others[0]}
    mate = mates[0]
    for avoided in (left.get(mate, ()), ()):
        for mine in others:
            if theirs := _by_size(at, {own, mine, *avoided}):
                return {who: mine, mate: theirs[0]}
    mine = others[0]
    there = sorted(person for person, number in at.items() if number == mine)
    willing = [person for person in there if own not in left.get(person, ())] or there
    return {who: mine, willing[0]: own}


def settle(at: At, waiting: Collection[str], signs: Collection[int]) -> dict[str, int | None]:
    """Where people go when choosing a sign is over: who chose none, and who would be alone.

    Who chose none goes first to somebody who sits alone, then to the smallest, an empty sign too.
    Who is alone after that goes to the smallest other huddle; None for one person and nobody else.
    Nobody else is moved.
    """
    after: dict[str, int | None] = {}
    people: dict[int, list[str]] = {number: [] for number in sorted({*signs, *at.values()})}
    for person, number in sorted(at.items()):
        people[number].append(person)
    for person in waiting:
        number = min(people, key=lambda n: (len(people[n]) != 1, len(people[n])))
        people[number].append(person)
        after[person] = number
    for number in people:
        if len(people[number]) != 1:
            continue
        alone = people[number].pop()
        to = min((n for n in people if people[n]), key=lambda n: len(people[n]), default=None)
        after[alone] = to
        if to is not None:
            people[to].append(alone)
    return after


def _mates(at: At, who: str) -> list[str]:
    return sorted(one for one, number in at.items() if number == at[who] and one != who)


def _by_size(at: At, besides: Collection[int]) -> list[int]:
    """The huddles, smallest first."""
    found = Counter(at.values())
    return sorted((n for n in found if n not in besides), key=lambda n: (found[n], n))


# Other partners than before.

type _Met = Counter[tuple[str, str]]


def _met(people: Collection[str], been: Been) -> _Met:
    """How often two people were in one huddle, for those who ever were; both ways round."""
    rooms: dict[tuple[int, int], set[str]] = {}
    for person in people:
        for deal_number, numbers in enumerate(been.get(person, ())):
            for number in numbers:
                rooms.setdefault((deal_number, number), set()).add(person)
    return Counter(pair for there in rooms.values() for pair in permutations(there, 2))


def _again(huddle: Sequence[str], known: _Met) -> int:
    return sum(known[pair] for pair in combinations(huddle, 2))


def _knows(person: str, huddle: Sequence[str], known: _Met) -> int:
    return sum(known[person, other] for other in huddle)


def _improve(dealt: list[list[str]], known: _Met) -> None:
    """Let two people change places as long as that keeps more apart."""
    while any(
        _change_places(one, place, dealt, known)
        for one in dealt
        for place, person in enumerate(one)
        if _knows(person, one, known)
    ):
        pass


def _change_places(one: list[str], a: int, dealt: list[list[str]], known: _Met) -> bool:
    """Let this one change places with the first with whom that keeps more apart; if there is one.

    Within one huddle it never does.
    """
    for other in dealt:
        before = _again(one, known) + _again(other, known)
        for b in range(len(other)):
            one[a], other[b] = other[b], one[a]
            if _again(one, known) + _again(other, known) < before:
                return True
            one[a], other[b] = other[b], one[a]
    return False
