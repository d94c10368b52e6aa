"""Who sit and answer together on a dialogue day: over many numbers of people, no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.document import Circle
from sessions_app import circles
from sessions_app.planning import CannotPlan, Wish, plan
from sessions_app.small_groups import LEAST_ANSWERS, enough, seats_of_part
from sessions_app.wish import Role, Roles
from tests.factories import SLUGS, make_document

PEOPLE = st.integers(0, 40)
ROLES = st.builds(Roles, clients=PEOPLE, relatives=PEOPLE, professionals=PEOPLE)
EACH_SENDS = [(Circle.CLIENTS, True), (Circle.RELATIVES, True), (Circle.PROFESSIONALS, True)]
GUESTS = {Role.CLIENT, Role.RELATIVE}


def sending(roles: Roles) -> list[circles.Ring]:
    return [ring for ring in circles.rings(roles) if ring.sends]


@given(ROLES)
def test_nobody_of_a_role_under_five_is_asked_alone(roles):
    for ring in sending(roles):
        assert ring.people >= LEAST_ANSWERS
        if len(ring.roles) == 1:
            assert roles.of(ring.roles[0]) >= LEAST_ANSWERS


@given(ROLES)
def test_who_comes_sits_in_one_circle_and_never_with_the_other_side(roles):
    rings = circles.rings(roles)
    placed = [role for ring in rings for role in ring.roles]
    assert sorted(placed) == sorted(role for role in Role if roles.of(role))
    assert sum(ring.people for ring in rings) == roles.total
    for ring in rings:
        assert set(ring.roles) <= GUESTS or ring.roles == (Role.PROFESSIONAL,)


@given(ROLES)
def test_what_is_asked_on_phones_can_be_seen_when_everybody_answers(roles):
    rings = circles.rings(roles)
    aloud = sum(ring.people for ring in rings if not ring.sends)
    answered = sum(ring.people for ring in rings if ring.sends)
    for ring in sending(roles):
        seats = seats_of_part(answered + aloud, answered, ring.people)
        assert enough(ring.people, seats)


@given(ROLES, st.integers(0, 20))
def test_windows_of_ones_own_see_no_more_than_in_a_room_of_that_circle_alone(roles, windows):
    """All others are done; in one circle one person answered, and the rest did not yet."""
    for ring in sending(roles):
        seats = roles.total + windows
        done = seats - (ring.people - 1)
        counted = seats_of_part(seats, done, windows + 1)
        assert enough(windows + 1, counted) == enough(windows + 1, ring.people + windows)


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (
            (6, 6, 8),
            [(Circle.CLIENTS, True), (Circle.RELATIVES, True), (Circle.PROFESSIONALS, True)],
        ),
        (
            (5, 5, 5),
            [(Circle.CLIENTS, True), (Circle.RELATIVES, True), (Circle.PROFESSIONALS, True)],
        ),
        ((6, 3, 10), [(Circle.GUESTS, True), (Circle.PROFESSIONALS, True)]),
        ((2, 1, 9), [(Circle.GUESTS, False), (Circle.PROFESSIONALS, True)]),
        ((8, 0, 4), [(Circle.CLIENTS, True), (Circle.PROFESSIONALS, False)]),
        ((4, 0, 5), [(Circle.CLIENTS, False), (Circle.PROFESSIONALS, False)]),
        ((5, 0, 40), [(Circle.CLIENTS, False), (Circle.PROFESSIONALS, True)]),
    ],
)
def test_some_days(roles, expected):
    found = circles.rings(Roles(clients=roles[0], relatives=roles[1], professionals=roles[2]))
    assert [(ring.circle, ring.sends) for ring in found] == expected


@given(
    ROLES.filter(lambda roles: roles.professionals and roles.clients + roles.relatives),
    st.booleans(),
    st.sampled_from([60, 120, 240]),
)
def test_a_programme_never_has_results_by_circle_and_in_total_of_one_thing(roles, free, minutes):
    wish = Wish(
        minutes=minutes,
        themes=SLUGS[:3],
        group_size=roles.total,
        guests=roles.guests,
        roles=roles,
        phone_free=free,
    )
    try:
        made = plan(make_document(), wish)
    except CannotPlan:
        return
    assert sum(step.minutes for step in made.steps) == made.minutes
    assert all(step.least <= step.minutes <= step.most for step in made.steps)
    codes = [question.code for step in made.steps for question in step.questions]
    assert len(codes) == len(set(codes))
    rounds = [step for step in made.steps if any(q.circle for q in step.questions)]
    for step in rounds:
        asked = [question.circle for question in step.questions]
        assert None not in asked
        assert len(asked) == len(set(asked))
        assert asked == [ring.circle for ring in sending(roles)]
    texts = {question.text for step in rounds for question in step.questions}
    others = {q.text for step in made.steps if step not in rounds for q in step.questions}
    assert not texts & others
    if free:
        assert not codes
