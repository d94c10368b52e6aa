"""What stands out comes from rules: the same counts say the same, and never of a few people."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessions_app.reports.standing_out import (
    HIDDEN,
    MOST,
    NOTHING,
    Answered,
    Talk,
    sentences,
)
from sessions_app.small_groups import LEAST_ANSWERS
from tests.factories import WORDS

FIVE = tuple(WORDS)


def scale(*counts: int, text: str = "Ik begrijp het beter.", **more) -> Answered:
    return Answered(text, FIVE, counts, sum(counts), scale=True, **more)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (scale(0, 0, 2, 4, 2), "de meeste mensen"),  # six of eight on the high side
        (scale(0, 0, 4, 3, 1), None),
        (scale(5, 1, 2, 0, 0), "de meeste mensen"),
        (scale(0, 0, 0, 8, 2), "bijna iedereen"),
        (scale(0, 0, 0, 7, 3), "de meeste mensen"),
        (scale(3, 2, 2, 2, 3), "verschillend"),
        (scale(2, 2, 2, 2, 2), None),  # four on each side: too few to speak of
        (scale(4, 1, 10, 1, 4), None),  # less than a third
    ],
)
def test_each_rule_says_its_sentence_from_its_threshold_on(asked, said):
    (found,) = sentences([asked])
    assert (said in found) if said else found == NOTHING


def test_a_band_reads_as_near_unanimity_and_neither_says_a_number():
    banded = Answered("Ik zei er iets van.", FIVE, band=(FIVE[3],), scale=True)
    either = Answered("Zei je er iets van?", FIVE, band=FIVE[1:4])
    (sentence,) = sentences([either])
    assert " of ‘" in sentence  # nearly everybody chose one of these, and nobody all of them
    (sentence,) = sentences([replace(either, many=True)])
    assert " en ‘" in sentence
    counted = scale(0, 0, 0, 12, 1, text="Ik zei er iets van.")
    assert sentences([banded]) == sentences([counted])
    assert not re.search(r"\d", sentences([banded])[0])


def test_start_and_end_are_compared_as_groups_and_never_as_people():
    before = scale(2, 4, 4, 0, 0)
    after = scale(0, 1, 3, 4, 2, before=before)
    (said,) = sentences([after])
    assert "kozen aan het eind meer mensen" in said
    assert "weet niet of iemand anders ging denken" in said
    fewer = scale(0, 0, 4, 5, 0, before=scale(0, 1, 8, 0, 0))  # nine answers are too few
    assert "aan het eind" not in sentences([fewer])[0]


def test_no_more_than_five_sentences_in_the_order_of_the_programme():
    leaning = [scale(0, 0, 2, 4, 2, text=f"Zin {n}.") for n in range(6)]
    divided = scale(4, 3, 0, 3, 4, text="Zin 6.")
    found = sentences([*leaning, divided], [Talk("Hoop", 20, 40)])
    assert len(found) == MOST
    assert [re.search(r"Zin \d", said)[0] for said in found] == [
        *(f"Zin {n}" for n in range(4)),
        "Zin 6",
    ]


@pytest.mark.parametrize(("spent", "said"), [(20, False), (24, False), (25, True), (40, True)])
def test_a_talk_that_took_clearly_longer_is_named(spent, said):
    found = sentences([], [Talk("Hoop", 20, spent)])
    assert ("langer dan gepland" in found[0]) is said


def test_a_long_talk_that_ran_a_little_over_is_not_named():
    assert sentences([], [Talk("Hoop", 40, 45)]) == (NOTHING,)


def test_where_nothing_may_be_seen_the_one_sentence_stands_first():
    assert sentences([], empty=HIDDEN) == (HIDDEN,)


@settings(suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.integers(0, 12), min_size=5, max_size=5),
    st.lists(st.integers(0, 12), min_size=5, max_size=5),
)
def test_no_sentence_speaks_of_fewer_than_five_people(counts, earlier):
    asked = scale(*counts, before=scale(*earlier) if sum(earlier) >= LEAST_ANSWERS else None)
    for said in sentences([asked]):
        assert not re.search(r"\d", said)
        if "een ander deel" in said:
            assert min(asked.sides) >= LEAST_ANSWERS
        if "de meeste" in said:
            assert max(asked.sides) >= LEAST_ANSWERS
        if "bijna iedereen" in said:
            assert max(counts) >= 0.8 * LEAST_ANSWERS
        if "aan het eind" in said:
            assert abs(sum(counts[-2:]) - sum(earlier[-2:])) >= LEAST_ANSWERS
