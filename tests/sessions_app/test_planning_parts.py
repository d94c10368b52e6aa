"""The parts of planning by themselves: which steps leave, what gives time, where talk moves."""

import pytest
from msgspec import structs

from sessions_app import kinds
from sessions_app.planning import Wish, boxes, brief_of, limits, sharing
from sessions_app.planning.boxes import Box, Draft
from tests.factories import make_document

DOCUMENT = make_document()
WISH = Wish(minutes=120, themes=("hoop",), group_size=12)
SLIDES = DOCUMENT.chapters[0].slides  # the first belong in every session, the third from 90 on
BRIEF = brief_of(DOCUMENT, WISH, 120, []).about(slide=SLIDES[0])


def of(kind: str, least: int, ideal: int = 0, most: int = 0, leaves: int = 0) -> Box:
    """A step with these bounds; of so many minutes where there is but one."""
    return Box(kinds.of(kind), BRIEF, least, ideal or least, most or ideal or least, leaves)


def draft(*before: Box, themes: tuple[tuple[Box, ...], ...], breaks: int = 0) -> Draft:
    """A session of these steps, with a pause of ten minutes."""
    spare = max((box.leaves for box in before), default=0)
    return Draft(before, themes, (), of("break", 10), breaks, spare)


def bounds(found: tuple[Box, ...]) -> list[tuple[int, int, int]]:
    return [(box.least, box.ideal, box.most) for box in found]


# Which steps a session has.


def test_theory_that_is_too_long_is_told_briskly_and_nothing_else_is():
    """What would be left out first gives first; the welcome gives nothing."""
    welcome, first = of("welcome", 2, 4, 5), of("slide", 2, 3, 4)
    second, third = of("slide", 2, 3, 4, leaves=2), of("poll", 3, 4, 5, leaves=1)
    told = boxes._explained((welcome, first, second, third), 9)
    assert bounds(told) == [(2, 4, 5), (2, 3, 3), (2, 2, 2), (3, 4, 4)]
    told = boxes._explained((welcome, first, second, third), 7)
    assert bounds(told) == [(2, 4, 5), (2, 2, 2), (2, 2, 2), (3, 3, 3)]
    assert bounds(boxes._explained((welcome, of("slide", 10, 20)), 15)) == [
        (2, 4, 5),
        (10, 15, 15),
    ]


@pytest.mark.parametrize(
    ("slide", "kept"),
    [
        ((5, 15, 15), [(5, 15, 15)]),  # all the theory that may be told in an hour
        ((5, 15, 16), [(5, 15, 15)]),  # it grows no further
        ((10, 20, 20), [(10, 15, 15)]),  # told briskly it takes no longer
        ((10, 21, 21), []),
    ],
)
def test_a_spare_slide_stays_as_long_as_theory_can_be_told_in_its_time(slide, kept):
    talk = of("together", 18)
    made = draft(of("slide", *slide, leaves=1), themes=((talk,),))
    found = boxes._in_time(made, 60)
    assert bounds(found.before) == kept
    assert found.spare == len(kept)


@pytest.mark.parametrize(
    ("welcome", "kept"),
    [
        ((20, 30, 30), [(20, 30, 30), (2, 3, 3)]),  # the first talk begins just in time
        ((20, 30, 31), [(20, 30, 30), (2, 3, 3)]),  # and may not begin later
        ((20, 31, 31), [(20, 31, 31)]),
        ((20, 31, 33), [(20, 31, 33)]),
        ((20, 31, 34), [(20, 31, 31)]),
    ],
)
def test_a_spare_slide_leaves_for_the_first_talk_to_begin_in_time(welcome, kept):
    """In an hour that is minute 45; the film comes before it, and what comes after it does not."""
    theme = (of("film", 12), of("together", 18, 25, 40), of("film", 12))
    made = draft(of("welcome", *welcome), of("slide", 2, 3, 3, leaves=1), themes=(theme, theme))
    assert bounds(boxes._in_time(made, 60).before) == kept


def test_steps_that_leave_are_numbered_the_last_place_first():
    """Of a place the step that is needed most stays: of two alike a poll, in which people do
    something."""
    poll = structs.replace(of("poll", 3), brief=BRIEF.about(question=DOCUMENT.questions[2]))
    late, early = (
        structs.replace(of("slide", 3), brief=BRIEF.about(slide=slide))
        for slide in (SLIDES[3], SLIDES[2])  # from 120 minutes, from 90
    )
    opening, theory = [of("welcome", 3)], [late, early, poll]
    assert [box.leaves for box in boxes._numbered(opening, theory)] == [0, 2, 1, 0]
    assert [box.leaves for box in boxes._numbered(theory, opening)] == [2, 1, 0, 0]
    assert [box.leaves for box in boxes._numbered(theory, [late, early])] == [2, 1, 0, 3, 0]


# How many minutes each has.


@pytest.mark.parametrize(
    ("slide", "worth"), [(SLIDES[0], limits.THIRD), (SLIDES[2], limits.ENOUGH)]
)
def test_a_spare_step_stays_as_long_as_talk_has_its_share_to_the_minute(slide, worth):
    """A third where the step belongs in every session, else more."""
    spare = structs.replace(of("slide", 10, leaves=1), brief=BRIEF.about(slide=slide))
    for more, left in ((0, 1), (1, 0)):
        rest = of("film", 100 - worth - 10 + more)
        made = draft(rest, spare, themes=((of("together", 18, 40, 90),),))
        assert sharing._relieved(made, 100)[0].spare == left


def test_what_cannot_fill_the_time_without_its_spare_steps_fits():
    """Also where with them it could, but talk would have too little."""
    made = draft(of("film", 20), of("slide", 15, leaves=1), themes=((of("together", 18, 20),),))
    assert sharing.lay(made, 50) is None
    assert sharing.fits(made, 50)


@pytest.mark.parametrize(
    ("length", "rest", "given"),
    [
        (90, (60, 90, 90), 27),  # thirty percent at least, whatever the rest would like
        (90, (50, 63, 70), 33),  # more where the rest is halfway to what is ideal for it
        (90, (40, 60, 70), 36),  # until talk has forty percent
        (90, (40, 53, 70), 37),  # what is left where the rest has what is ideal
        (90, (40, 50, 70), 39),  # until talk has 44 percent
        (85, (40, 45, 70), 37),
        (89, (40, 60, 70), 36),
    ],
)
def test_talk_has_what_is_good_for_it_and_the_rest_what_is_left(length, rest, given):
    made = draft(of("film", *rest), themes=((of("together", 20, 30, 90),),))
    assert sharing.lay(made, length).minutes == (length - given, given)


# Where people sit, and where talk moves.


def seated(*parts: tuple[Box, ...]) -> tuple[list[Box], list[list[int]]]:
    """All steps, and which of them stand between the breaks."""
    every = [box for part in parts for box in part]
    places = iter(range(len(every)))
    return every, [[next(places) for _ in part] for part in parts]


TALK = (18, 25, 60)


def test_talk_moves_to_the_shortest_that_can_take_it():
    full, short, middle = of("together", 18, 25, 30), of("together", *TALK), of("together", *TALK)
    every, parts = seated((of("together", 18, 25, 90),), (full,), (short,), (middle,))
    minutes = [82, 30, 40, 50]
    assert sharing._eased(every, minutes, parts)
    assert minutes == [80, 30, 42, 50]


def test_the_longest_talk_of_a_long_stretch_gives_first_and_none_below_its_least():
    least, other = of("together", 35, 40, 60), of("together", *TALK)
    every, parts = seated((of("film", 20), least, other), (of("together", *TALK),))
    minutes = [20, 35, 34, 20]
    assert sharing._eased(every, minutes, parts)
    assert minutes == [20, 35, 25, 29]
    minutes = [20, 45, 34, 20]
    assert sharing._eased(every, minutes, parts)
    assert minutes == [20, 35, 28, 36]
    every, parts = seated((of("film", 50), of("together", 41)), (of("together", *TALK),))
    minutes = [50, 41, 20]
    assert not sharing._eased(every, minutes, parts)
    assert minutes == [50, 41, 20]


@pytest.mark.parametrize(("sits", "bearable"), [(90, True), (91, False)])
def test_nobody_sits_longer_than_people_can(sits, bearable):
    every, parts = seated((of("film", sits),), (of("together", *TALK),))
    assert sharing._eased(every, [sits, 30], parts) is bearable


@pytest.mark.parametrize(
    ("sits", "other", "moved"),
    [
        (30, 30, 0),  # with the film people sit eighty minutes: long enough
        (31, 30, 1),
        (32, 38, 1),  # talks may differ by six before one more moves
        (32, 39, 0),
        (40, 50, 0),
        (41, 50, 1),  # unless people would sit too long
    ],
)
def test_talk_moves_out_of_a_long_stretch_until_talks_differ_too_much(sits, other, moved):
    film = of("film", 20, 50)  # it could be shorter, and gives nothing
    every, parts = seated((film, of("together", *TALK)), (of("together", *TALK),))
    minutes = [50, sits, other]
    assert sharing._eased(every, minutes, parts)
    assert minutes == [50, sits - moved, other + moved]


def test_a_stretch_that_is_long_itself_takes_no_talk():
    talk = of("together", *TALK)
    every, parts = seated((of("film", 50), talk), (of("film", 60), talk), (of("film", 50), talk))
    minutes = [50, 33, 60, 20, 50, 28]
    assert sharing._eased(every, minutes, parts)
    assert minutes == [50, 31, 60, 20, 50, 30]
    assert [sum(minutes[at] for at in part) for part in parts] == [81, 80, 80]


def test_breaks_stand_where_the_longest_stretch_is_shortest():
    theme = (of("together", 20),)
    made = draft(of("welcome", 30), themes=(theme,) * 4, breaks=1)
    made = structs.replace(made, after=(of("checkout", 5),))
    for minutes, first in (([30, 20, 20, 20, 20, 5], 2), ([10, 20, 20, 20, 30, 5], 3)):
        assert sharing._seated(made, [*minutes, 10]) == [[*range(first)], [*range(first, 6)]]
    assert sharing._seated(made, [10, 20, 20, 20, 60, 5, 10]) == [[0, 1, 2, 3], [4, 5]]
    two = structs.replace(made, breaks=2)  # of two alike in that, where the next one is
    assert sharing._seated(two, [30, 20, 20, 20, 20, 5, 10, 10]) == [[0, 1], [2, 3], [4, 5]]
