"""The small-group rule in pure numbers: when a result may be seen, and how far a group is."""

from itertools import product

import pytest
from django.conf import settings

from sessions_app import small_groups
from sessions_app.small_groups import (
    Level,
    apart,
    enough,
    enough_apart,
    level,
    nearly_all,
    part_may_be_seen,
)

STILL = (0, 0, 0, 0)  # no threshold is moved


@pytest.mark.parametrize(
    ("answered", "seats", "seen"),
    [(4, 4, False), (5, 5, True), (5, 8, True), (5, 9, False), (6, 10, True), (9, 3, True)],
)
def test_a_result_needs_five_answers_and_three_of_every_five_seats(answered, seats, seen):
    assert enough(answered, seats) is seen


@pytest.mark.parametrize(
    ("answered", "took_part", "seen"),
    [
        (9, 9, False),
        (10, 10, True),
        (10, 16, True),
        (10, 17, False),
        (60, 100, True),
        (12, 0, True),
    ],
)
def test_a_result_by_a_link_needs_ten_answers_and_three_of_every_five_people(
    answered, took_part, seen
):
    assert enough_apart(answered, took_part) is seen


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [(7, 7, True), (7, 8, False), (8, 7, False), (6, 10, False), (5, 10, True), (10, 5, True)],
)
def test_two_outputs_are_the_same_or_five_apart(one, other, both):
    assert apart(one, other) is both


def test_a_part_is_all_or_five_fewer_and_never_under_five():
    seen = {(part, whole) for whole in range(13) for part in range(13) if part <= whole}
    seen = {pair for pair in seen if part_may_be_seen(*pair)}
    all_of_them = {(n, n) for n in range(5, 13)}
    assert seen == all_of_them | {(5, 10), (5, 11), (6, 11), (5, 12), (6, 12), (7, 12)}


def test_nearly_everybody_is_four_of_every_five():
    assert nearly_all(10, {"ja": 8, "nee": 2}) == ["ja"]
    assert nearly_all(100, {"ja": 79, "nee": 21}) == []
    assert nearly_all(1000, {"ja": 799, "nee": 201}) == []
    assert nearly_all(0, {"ja": 0}) == []


@pytest.mark.parametrize(
    ("done", "found"),
    [
        (0, Level.NOBODY),
        (1, Level.NOBODY),
        (2, Level.FEW),
        (9, Level.FEW),
        (10, Level.HALF),
        (15, Level.HALF),
        (16, Level.MOST),
        (19, Level.MOST),
        (20, Level.EVERYBODY),
        (21, Level.EVERYBODY),
    ],
)
def test_how_far_twenty_people_are(done, found):
    assert level(done, 20, STILL) == found


def test_in_a_large_hall_the_levels_begin_at_half_at_four_fifths_and_at_all():
    begins = [(99, Level.FEW), (100, Level.HALF), (160, Level.MOST), (200, Level.EVERYBODY)]
    assert [(done, level(done, 200, STILL)) for done, _ in begins] == begins
    assert level(159, 200, STILL) == Level.HALF
    assert level(199, 200, STILL) == Level.MOST
    assert level(199, 200, (-1, -1, -1, -1)) == Level.EVERYBODY


def test_a_draw_moves_each_threshold_by_a_seat():
    def begins(draw: tuple[int, ...]) -> list[int]:
        """From how many on each level is reached."""
        reached = [level(done, 20, draw) for done in range(22)]
        return [next((n for n, now in enumerate(reached) if now >= one), 99) for one in Level]

    assert begins(STILL) == [0, 2, 10, 16, 20]
    assert begins((1, 1, 1, 1)) == [0, 3, 11, 17, 20]  # everybody is never more than all seats
    assert begins((-1, -1, -1, -1)) == [0, 1, 9, 15, 19]


def test_one_person_is_never_less_than_everybody_of_one_and_nobody_is_nobody():
    for draw in product((-1, 0, 1), repeat=4):
        assert level(1, 1, draw) == Level.EVERYBODY
        for seats in (1, 2, 3):
            assert level(0, seats, draw) == Level.NOBODY
        assert level(0, 0, draw) == level(5, 0, draw) == Level.NOBODY


def test_the_threat_model_says_how_many_windows_it_takes_to_see_one_answer():
    table = (
        (settings.BASE_DIR / "docs/threat-model.md").read_text().partition("How many windows")[2]
    )
    people, windows = (
        [int(cell) for cell in line.split("|")[2:-1]]
        for line in table.splitlines()
        if line.startswith(("| other people", "| windows"))
    )
    assert windows == [small_groups.windows_needed(n) for n in people]
    assert len(windows) > 5


def test_the_console_has_other_words_for_each_level():
    assert len({level.words for level in small_groups.Level}) == len(small_groups.Level)
    assert small_groups.Level.EVERYBODY.words == "Iedereen of bijna iedereen is klaar."


@pytest.mark.parametrize(
    ("seats", "done", "in_part", "counted"),
    [(12, 12, 5, 5), (12, 9, 5, 8), (4, 6, 5, 5)],  # the last: more answered than have a seat
)
def test_of_whom_nothing_was_heard_may_sit_in_any_part(seats, done, in_part, counted):
    assert small_groups.seats_of_part(seats, done, in_part) == counted
