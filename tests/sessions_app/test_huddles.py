"""Small groups to talk in: sizes, nobody alone, other partners next time. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from random import Random

import pytest

from sessions_app import huddles

SIZES = pytest.mark.parametrize("of", huddles.SIZES)


def people(count: int) -> list[str]:
    return [f"p{number:03}" for number in range(count)]


def seated(dealt: Sequence[Sequence[str]]) -> dict[str, int]:
    return {person: number for number, one in enumerate(dealt) for person in one}


def how_many(at: dict[str, int]) -> list[int]:
    return sorted(Counter(at.values()).values())


@SIZES
def test_nobody_is_alone_and_nobody_is_forgotten(of):
    for count in range(2, 130):
        found = huddles.sizes(count, of)
        assert sum(found) == count
        assert min(found) >= 2
        assert max(found) <= of + 1
        assert min(found) >= min(of - 1, count)
        assert max(found) - min(found) <= 1


def test_people_talk_by_two_three_or_four():
    assert huddles.SIZES == {2: "tweetallen", 3: "drietallen", 4: "viertallen"}
    assert huddles.USUAL == 3


def test_one_person_makes_no_huddle():
    assert huddles.sizes(0, 2) == huddles.sizes(1, 3) == []
    assert huddles.deal(["p"], 2, "seed") == []


@pytest.mark.parametrize(
    ("count", "of", "found"),
    [
        (6, 2, [2, 2, 2]),
        (7, 2, [3, 2, 2]),  # one three
        (3, 2, [3]),
        (9, 3, [3, 3, 3]),
        (10, 3, [4, 3, 3]),
        (8, 3, [4, 4]),
        (5, 3, [3, 2]),
        (12, 4, [4, 4, 4]),
        (6, 4, [3, 3]),
        (7, 4, [4, 3]),
        (9, 4, [5, 4]),
    ],
)
def test_what_is_left_over_makes_others_larger_or_one_more(count, of, found):
    assert huddles.sizes(count, of) == found


@SIZES
def test_a_deal_holds_everybody_once_and_is_the_same_for_the_same_seed(of):
    for count in (2, 5, 12, 31, 300):
        dealt = huddles.deal(people(count), of, "a")
        assert sorted(person for one in dealt for person in one) == people(count)
        assert sorted(map(len, dealt)) == sorted(huddles.sizes(count, of))
        assert huddles.deal(list(reversed(people(count))), of, "a") == dealt
    assert huddles.deal(people(12), of, "a") != huddles.deal(people(12), of, "b")


def ways(left: list[str], each: tuple[int, ...]) -> Iterator[list[list[str]]]:
    """Every deal of these people in huddles of these sizes."""
    if not left:
        yield []
        return
    for size in set(each):
        rest = list(each)
        rest.remove(size)
        for mates in combinations(left[1:], size - 1):
            one = [left[0], *mates]
            for more in ways([p for p in left if p not in one], tuple(rest)):
                yield [one, *more]


def again(dealt: Sequence[Sequence[str]], past: Sequence[dict[str, int]]) -> int:
    """How often two who sit together sat together before."""
    pairs = [pair for one in dealt for pair in combinations(one, 2)]
    return sum(at[a] == at[b] for at in past for a, b in pairs)


@SIZES
@pytest.mark.parametrize("count", [4, 5, 6, 7, 8, 9])
def test_partners_are_others_than_before_as_far_as_arithmetic_allows(count, of):
    past: list[dict[str, int]] = []
    for turn in range(4):
        been = {person: [{at[person]} for at in past] for person in people(count)}
        dealt = huddles.deal(people(count), of, f"seed {turn}", been)
        each = tuple(huddles.sizes(count, of))
        assert sorted(map(len, dealt)) == sorted(each)
        assert again(dealt, past) == min(again(one, past) for one in ways(people(count), each))
        past.append(seated(dealt))


@pytest.mark.parametrize(("count", "of"), [(12, 3), (30, 3), (16, 2), (24, 4), (90, 3)])
def test_in_a_usual_room_nobody_meets_again_in_three_deals(count, of):
    past: list[dict[str, int]] = []
    for turn in range(3):
        been = {person: [{at[person]} for at in past] for person in people(count)}
        dealt = huddles.deal(people(count), of, f"{turn}", been)
        assert again(dealt, past) == 0
        past.append(seated(dealt))


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_in_a_large_room_people_change_places_until_nobody_meets_again(seed):
    """One try must do there, and as they first go in some are with whom they met."""
    wards = {one: n % 4 for n, one in enumerate(people(80))}
    trades = {one: n // 4 % 5 for n, one in enumerate(people(80))}
    been = {one: [{wards[one]}, {trades[one]}] for one in people(80)}
    assert again(huddles.deal(people(80), 4, seed, been), [wards, trades]) == 0


def test_in_a_large_room_no_two_people_could_change_places_and_meet_fewer_again():
    """Also where a past in which most of them met leaves no deal of strangers."""
    for seed in range(8):
        dice = Random(seed)
        everybody = people(dice.randint(61, 80))
        past = [{one: dice.randrange(4) for one in everybody} for _ in range(4)]
        been = {one: [{at[one]} for at in past] for one in everybody}
        dealt = huddles.deal(everybody, dice.choice([*huddles.SIZES]), str(seed), been)
        for one, other in combinations(dealt, 2):
            now = again([one, other], past)
            for a, b in product(one, other) if now else ():
                changed = [[b, *(p for p in one if p != a)], [a, *(p for p in other if p != b)]]
                assert again(changed, past) >= now


def test_whom_somebody_asked_away_from_counts_as_met():
    been = {"a": [{0, 1}], "b": [{0}], "c": [{1}], "d": [{2}]}
    for seed in range(8):
        dealt = huddles.deal(["a", "b", "c", "d"], 2, str(seed), been)
        assert ["a", "d"] in [sorted(one) for one in dealt]


def test_a_latecomer_goes_to_the_smallest():
    assert huddles.smallest({"a": 0, "b": 0, "c": 0, "d": 1, "e": 1}) == 1
    assert huddles.smallest({}) is None


def test_who_stays_behind_of_a_pair_goes_along_elsewhere():
    at = {"a": 0, "b": 0, "c": 1, "d": 1, "e": 1}
    assert huddles.leave(at, "a") == {"a": None, "b": 1}
    assert huddles.leave(at, "c") == {"c": None}
    assert huddles.leave({"a": 0, "b": 0}, "a") == {"a": None, "b": None}


def test_out_of_a_larger_huddle_one_person_goes():
    at = {"a": 0, "b": 0, "c": 0, "d": 1, "e": 1}
    assert huddles.switch(at, "a", {}) == {"a": 1}


def test_of_a_pair_both_go_to_different_huddles():
    at = {"a": 0, "b": 0, "c": 1, "d": 1, "e": 2, "f": 2}
    moves = huddles.switch(at, "a", {})
    assert moves.keys() == {"a", "b"}
    assert moves["a"] != moves["b"]


def test_out_of_a_pair_both_come_where_they_were_not_wherever_that_can_be():
    assert huddles.switch({"a": 0, "b": 0, "c": 1, "d": 2}, "a", {"b": {2}}) == {"a": 2, "b": 1}
    for seed in range(300):
        dice = Random(seed)
        at = seated(huddles.deal(people(dice.randint(6, 14)), 2, str(seed)))
        numbers = {*at.values()}
        left = {one: {*dice.sample(range(7), dice.randint(0, 6))} - {at[one]} for one in at}
        pair = dice.choice([n for n in sorted(numbers) if [*at.values()].count(n) == 2])
        who, mate = sorted(one for one in at if at[one] == pair)
        moves = huddles.switch(at, who, left)
        new, for_mate = (numbers - {at[one], *left[one]} for one in (who, mate))
        assert bool(moves) == bool(new)
        if moves and len(numbers) > 2:
            assert moves.keys() == {who, mate}
            assert moves[who] != moves[mate]
            assert moves[who] in new
            assert moves[mate] in for_mate or all(a == b for a, b in product(new, for_mate))


def test_with_one_other_huddle_somebody_changes_places_who_was_not_there_before():
    at = {"a": 0, "b": 0, "c": 1, "d": 1}
    for left in ({}, {"c": {0}, "d": {0}}):
        after = at | huddles.switch(at, "a", left)
        assert after["a"] != after["b"]
        assert how_many(after) == [2, 2]
    assert huddles.switch(at, "a", {"c": {0}}) == {"a": 1, "d": 0}
    assert huddles.switch(at, "a", {"d": {0}}) == {"a": 1, "c": 0}


def test_without_another_huddle_nothing_happens():
    assert huddles.switch({"a": 0, "b": 0, "c": 0}, "a", {}) == {}
    assert huddles.switch({"a": 0, "b": 0, "c": 1, "d": 1}, "a", {"a": {1}}) == {}


@SIZES
def test_nothing_that_people_do_leaves_anybody_alone(of):
    """Random rooms in which people come late, go, and ask for another huddle."""
    for seed in range(60):
        dice = Random(seed)
        at = seated(huddles.deal(people(dice.randint(4, 24)), of, str(seed)))
        left: dict[str, set[int]] = {}
        for move in range(30):
            who = dice.choice(sorted(at))
            what = dice.choice(["late", "leave", "switch", "switch"])
            if what == "late":
                at[f"late {move}"] = huddles.smallest(at)
            elif what == "switch":
                before, own = dict(at), at[who]
                moves = huddles.switch(at, who, left)
                at |= moves
                if moves:
                    assert at[who] not in {own, *left.get(who, ())}
                    mates = [p for p, n in before.items() if n == own and p != who]
                    assert all(at[p] != at[who] for p in mates)
                    left.setdefault(who, set()).add(own)
            elif len(set(at.values())) > 1:
                for person, to in huddles.leave(at, who).items():
                    if to is None:
                        assert person == who
                        del at[person]
                    else:
                        at[person] = to
            assert how_many(at)[0] >= 2


def test_when_choosing_is_over_everybody_sits_somewhere_and_nobody_alone():
    """Random rooms that chose signs as they liked, or did not."""
    for seed in range(400):
        dice = Random(seed)
        everybody, signs = people(dice.randint(2, 40)), range(dice.randint(2, 16))
        chose = dice.random()
        at = {one: dice.choice(signs) for one in everybody if dice.random() < chose}
        before = Counter(at.values())
        moves = huddles.settle(at, [one for one in everybody if one not in at], signs)
        after = at | moves
        assert after.keys() == set(everybody)
        assert set(after.values()) <= set(signs)
        assert how_many(after)[0] >= 2
        assert all(before[number] == 1 for one, number in at.items() if one in moves)


def test_who_chose_no_sign_goes_to_who_sits_alone_and_then_to_the_smallest():
    at = {"a": 0, "b": 0, "c": 0, "d": 1, "e": 2, "f": 2}
    assert huddles.settle(at, ["x", "y"], range(3)) == {"x": 1, "y": 1}
    assert how_many(huddles.settle({}, people(9), range(3))) == [3, 3, 3]
    assert huddles.settle(at | {"g": 1}, ["x", "y"], range(4)) == {"x": 3, "y": 3}
    assert huddles.settle(at, ["x"], range(4)) == {"x": 1}, "not to a sign where nobody sits"
    assert huddles.settle({"a": 2, "b": 2}, ["x"], range(2)) == {"x": 2}, "a sign that was not said"


def test_whoever_sits_alone_goes_to_the_smallest_other_and_nobody_else_moves():
    at = {"a": 0, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2}
    assert huddles.settle(at, [], range(3)) == {"a": 1}
    assert huddles.settle(at | {"g": 1, "h": 1}, [], range(3)) == {"a": 2}
    assert huddles.settle({"a": 0, "b": 1}, [], range(2)) == {"a": 1}
    assert huddles.settle({"a": 0, "b": 0}, [], range(2)) == {}
    assert huddles.settle({}, ["a"], range(2)) == {"a": None}  # there is nobody else


def test_signs_differ_in_colour_and_shape_and_have_a_name():
    first = [huddles.sign(number) for number in range(6)]
    assert len({one.colour for one in first}) == len({one.shape for one in first}) == 6
    names = [huddles.sign(number).name for number in range(100)]
    assert len({*names}) == 100
    assert names[:3] == ["blauwe cirkel", "gele driehoek", "paars vierkant"]
    assert names[huddles.SIGNS] == "blauwe cirkel 2"


def test_a_colour_is_said_as_its_shape_asks_and_numbers_begin_when_all_were_given():
    names = {one.name for one in map(huddles.sign, range(36)) if one.colour == "blauw"}
    with_de = {"blauwe cirkel", "blauwe driehoek", "blauwe ster", "blauwe maan"}
    assert names == with_de | {"blauw vierkant", "blauw hart"}
