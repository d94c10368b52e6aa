"""Words are put together by a rule that a facilitator could explain."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.word_groups import WEIGHTS, alike, bare, gathered, weight

# Few letters, so that words often differ by one slip.
LETTERS = st.text(alphabet="abé", min_size=1, max_size=9)
WORDS = st.lists(st.one_of(LETTERS, st.text(min_size=1, max_size=12)), max_size=40)


def sizes(words: list[str]) -> dict[str, int]:
    return {group.label: group.count for group in gathered(words)}


@pytest.mark.parametrize(
    ("words", "together"),
    [
        (["Hoop", "hoop", "HOOP"], {"hoop": 3}),
        (["cliënt", "client", "cliënt"], {"cliënt": 3}),
        (["mens-zijn", "menszijn", "menszijn"], {"menszijn": 3}),
        (["gelijkwaardig", "gelijkwardig", "gelijkwaardig"], {"gelijkwaardig": 3}),
        (["stigma", "stigmas", "stigma"], {"stigma": 3}),
        (["warmte", "warmte", "wamrte"], {"warmte": 3}),
        (["vriend", "vrind"], {"vriend": 1, "vrind": 1}),  # a slip in a short word counts
    ],
)
def test_capitals_accents_and_a_slip_make_no_other_word(words, together):
    assert sizes(words) == together


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wij", "zij"),
        ("moe", "moed"),
        ("kracht", "klacht"),
        ("leiden", "lijden"),
        ("hard", "hart"),
        ("sociaal", "asociaal"),
        ("veilig", "onveilig"),
        ("schrik", "schik"),
        ("zorgzaam", "zorgelijk"),
    ],
)
def test_words_that_mean_something_else_stay_apart(one, other):
    assert len(gathered([one, other])) == 2


def test_the_spelling_that_most_people_chose_is_the_name():
    (group,) = gathered(["begripvol", "Begripvol", "begrpvol", "Begripvol"])
    assert group.label == "Begripvol"
    assert group.spellings == ("Begripvol", "begripvol", "begrpvol")


def test_of_equal_spellings_the_one_with_accents_and_without_capitals_is_the_name():
    assert gathered(["Patient", "patiënt", "PATIËNT", "patient"])[0].label == "patiënt"


@given(WORDS)
def test_nothing_is_lost_and_nothing_comes_twice(words):
    groups = gathered(words)
    assert sum(group.count for group in groups) == len(words)
    spellings = [one for group in groups for one in group.spellings]
    assert Counter(spellings) == Counter(set(words))
    forms = [form for group in groups for form in group.forms]
    assert sorted(forms) == sorted({bare(word) for word in words})


@given(WORDS, st.integers())
def test_the_order_of_answering_makes_no_difference(words, seed):
    mixed = [*words]
    Random(seed).shuffle(mixed)
    assert gathered(mixed) == gathered(words)


@given(WORDS)
def test_every_word_of_a_group_is_one_slip_from_its_name(words):
    for group in gathered(words):
        assert all(alike(group.forms[0], form) for form in group.forms)
        assert {bare(word) for word in group.spellings} == set(group.forms)
        assert bare(group.label) == group.forms[0]


@given(WORDS)
def test_leaving_a_group_out_moves_no_other_word(words):
    groups = gathered(words)
    for group in groups:
        rest = [word for word in words if bare(word) not in group.forms]
        assert gathered(rest) == tuple(one for one in groups if one != group)


@given(WORDS)
def test_the_largest_comes_first_and_stands_largest(words):
    counts = [group.count for group in gathered(words)]
    assert counts == sorted(counts, reverse=True)
    weights = [weight(count, max(counts, default=0)) for count in counts]
    assert weights == sorted(weights, reverse=True)
    assert all(0 <= one <= WEIGHTS for one in weights)
    assert all((one == 0) == (count == 1) for one, count in zip(weights, counts, strict=True))


@given(LETTERS, LETTERS)
def test_who_is_alike_is_so_from_both_sides(one, other):
    assert alike(one, other) == alike(other, one)
