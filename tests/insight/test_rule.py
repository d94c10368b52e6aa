"""The rule for totals: no number, and nothing between two of them, is about a few sessions."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insight import rule
from insight.quarters import Quarter, closed_since
from insight.rule import LEAST_ANSWERS, LEAST_SESSIONS, STEP, Contribution

PATIENT = settings(suppress_health_check=list(HealthCheck))
PEOPLE = (1, 2, 3, 4)  # who lead
CONTRIBUTION = st.builds(
    Contribution,
    session=st.integers(0, 40),
    answers=st.integers(0, 40),
    leaders=st.frozensets(st.sampled_from(PEOPLE), max_size=2),
)
SESSIONS = st.lists(CONTRIBUTION, max_size=24, unique_by=lambda one: one.session)


def enough(found) -> bool:
    return len(found) >= LEAST_SESSIONS and sum(one.answers for one in found) >= LEAST_ANSWERS


@pytest.mark.parametrize(
    ("sessions", "answers", "seen"),
    [(5, 5, True), (4, 9, False), (5, 4, False), (25, 1, True), (0, 0, False)],
)
def test_a_number_needs_five_sessions_and_twenty_five_answers(sessions, answers, seen):
    found = [Contribution(n, answers) for n in range(sessions)]
    assert rule.may_be_seen(found, among_all=False) is seen


@PATIENT
@given(SESSIONS)
def test_who_takes_their_own_sessions_away_has_no_few_left(found):
    if not rule.may_be_seen(found, among_all=True):
        return
    for person in PEOPLE:
        rest = [one for one in found if person not in one.leaders]
        assert enough(rest)


@PATIENT
@given(SESSIONS, st.data())
def test_neither_a_share_nor_its_rest_is_a_few_sessions(found, data):
    chosen = data.draw(st.sets(st.sampled_from([one.session for one in found]))) if found else set()
    part = [one for one in found if one.session in chosen]
    rest = [one for one in found if one.session not in chosen]
    if rule.part_may_be_seen(part, rest, among_all=True):
        assert enough(found)
        assert not part or enough(part)
        assert not rest or enough(rest)
        for person in PEOPLE:
            for side in (part, rest):
                left = [one for one in side if person not in one.leaders]
                assert not side or enough(left)


@PATIENT
@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=8))
def test_two_counts_are_the_same_or_five_apart(counts):
    for one, other in combinations([rule.in_fives(count) for count in counts], 2):
        assert one == other or abs(one - other) >= STEP


@PATIENT
@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_comes_in_fives_and_is_close(part, more):
    said = rule.percent(part, part + more)
    assert said % STEP == 0
    assert abs(said - 100 * part / (part + more)) <= STEP / 2


def test_a_share_of_nothing_is_nothing():
    assert rule.percent(0, 0) == 0


@PATIENT
@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_every_day_is_in_one_quarter_which_closes_a_week_after_its_end(day):
    quarter = Quarter.of(day)
    assert quarter.first <= day < quarter.following.first
    assert not quarter.closed(quarter.following.first)
    assert not quarter.closed(quarter.following.first.replace(day=7))
    assert quarter.closed(quarter.following.first.replace(day=8))


def test_closed_quarters_run_on_over_the_year():
    found = closed_since(date(2025, 8, 3), date(2026, 4, 8))
    assert [one.key for one in found] == ["2025-K3", "2025-K4", "2026-K1"]
    assert found[1].name == "oktober tot en met december 2025"
    assert closed_since(date(2026, 4, 8), date(2026, 4, 8)) == []
