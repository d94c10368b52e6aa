"""The reckoning of time: behind, ahead, and a rest that is shorter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import hypothesis
from hypothesis import given
from hypothesis import strategies as st

from sessions_app import keeping_time, pace
from sessions_app.keeping_time import Time
from sessions_app.models import Step
from sessions_app.pace import Line, Turn

END = datetime(2030, 1, 7, 15, 0, tzinfo=UTC)
minutes = st.integers(1, 60)
turns = st.sampled_from(Turn)
never, once = st.just(0), st.integers(1, 4000)
steps = st.builds(Line, minutes, minutes, turns, st.just(False), never)
begun = st.builds(Line, minutes, minutes, turns, st.just(False), once)
slack = st.builds(Line, minutes, minutes, turns, st.just(True), never)
rests = st.lists(st.one_of(steps, steps, begun, slack), max_size=9)
often = hypothesis.settings(max_examples=80)


def left(lines: list[Line]) -> int:
    return sum(line.left for line in lines)


def on_time(lines: list[Line]) -> datetime:
    """When the step of now ends in a session that is on time."""
    return END - timedelta(minutes=left(lines))


def changed(lines: list[Line], cut: int) -> list[Line]:
    lasting = zip(lines, pace.shorter(lines, cut), strict=True)
    return [line._replace(minutes=minutes) for line, minutes in lasting]


def test_on_time_every_step_begins_as_planned():
    lines = [Line(20), Line(5, slack=True), Line(10)]
    found = pace.reckon(on_time(lines), lines, END)
    assert (found.late, found.slack, found.ends) == (0, 5, END)
    assert all(one.begins == one.due for one in found.coming)
    assert [END - one.due for one in found.coming] == [timedelta(minutes=m) for m in (35, 15, 10)]


def test_half_a_minute_counts_as_none_and_a_minute_has_sixty_seconds():
    lines = [Line(20), Line(10)]
    late = [
        pace.reckon(on_time(lines) + timedelta(seconds=s), lines, END).late for s in (29, 30, 90)
    ]
    assert late == [0, 1, 2]
    assert [Line(90, used=used).left for used in (0, 60, 61, 120, 6000)] == [90, 89, 89, 88, 0]


def test_theory_goes_only_where_its_least_is_not_enough():
    lines = [Line(10, 5, Turn.FIRST), Line(10, 5, Turn.FIRST), Line(20, 5, Turn.LAST)]
    assert pace.shorter(lines, 10) == (5, 5, 20)
    assert pace.shorter(lines, 11) == (9, 0, 20)


def test_a_step_that_is_no_theory_keeps_a_minute_whatever_it_is_worth():
    assert pace.shorter([Line(10, 0, Turn.LAST), Line(5, 0, Turn.FIRST)], 60) == (1, 0)


def test_theory_gives_before_the_rest_then_a_break_then_talk_and_never_the_closing():
    kinds = ("checkout", "together", "alone", "break", "slide")
    lines = keeping_time.lines([Step(kind=kind, minutes=5, least=4) for kind in kinds])
    assert [pace.shorter(lines, cut) for cut in (1, 6, 7, 8, 9)] == [
        (5, 5, 5, 5, 4),
        (5, 5, 4, 5, 0),
        (5, 5, 4, 4, 0),
        (5, 4, 4, 4, 0),
        (5, 4, 4, 4, 0),
    ]


def test_a_step_that_the_room_saw_for_a_moment_only_was_begun():
    (line,) = keeping_time.lines([Step(kind="alone", minutes=5, least=1, ran_from=END)])
    assert pace.shorter([line], 60) == (5,)
    assert line.left == 5


def test_more_time_moves_the_end_by_what_was_not_spent_of_it_already():
    for seconds in range(60):
        ends = END + timedelta(seconds=seconds)
        over = Time(END, ends, 120, 0, (), pace.reckon(ends, [], END))
        assert over.with_more(120) == over.with_more(60) == over.pace
        in_time = replace(over, over=-30)
        later = pace.reckon(ends + timedelta(seconds=120), [], END)
        assert in_time.with_more(120) == later


def test_slack_goes_first_and_what_stands_after_it_keeps_its_time():
    lines = [Line(20), Line(5, slack=True), Line(10)]
    found = pace.reckon(on_time(lines) + timedelta(minutes=3), lines, END)
    assert (found.late, found.slack, found.ends) == (0, 2, END)
    late = [(one.begins - one.due).total_seconds() / 60 for one in found.coming]
    assert late == [3, 3, 0]


def test_what_slack_does_not_hold_is_behind():
    lines = [Line(20), Line(5, slack=True), Line(10)]
    found = pace.reckon(on_time(lines) + timedelta(minutes=14), lines, END)
    assert (found.late, found.slack) == (9, 0)
    assert found.ends == END + timedelta(minutes=9)


def test_who_is_ahead_keeps_all_slack():
    lines = [Line(20), Line(5, slack=True), Line(10)]
    found = pace.reckon(on_time(lines) - timedelta(minutes=4), lines, END)
    assert (found.late, found.slack) == (-4, 5)


def test_what_was_used_of_a_step_counts():
    assert [Line(10, used=seconds).left for seconds in (0, 1, 60, 599, 900)] == [10, 10, 9, 1, 0]


@given(rests, st.integers(-7200, 7200))
@often
def test_the_end_is_where_all_that_comes_ends(lines: list[Line], seconds: int):
    found = pace.reckon(on_time(lines) + timedelta(seconds=seconds), lines, END)
    spent = sum(one.minutes for one in found.coming)
    begins = found.coming[0].begins if found.coming else found.ends
    assert begins + timedelta(minutes=spent) == found.ends
    assert abs((found.ends - END).total_seconds() / 60 - found.late) < 1e-9
    in_hand = sum(line.left for line in lines if line.slack)
    assert found.late == min(found.late, 0) or found.slack == 0  # slack goes before anybody is late
    assert found.slack - max(found.late, 0) == in_hand - max(0, (seconds + 30) // 60)


@given(rests, st.integers(1, 200))
@often
def test_a_shorter_rest_ends_on_time_or_gives_all_it_has(lines: list[Line], cut: int):
    found = pace.shorter(lines, cut)
    saved = sum(line.minutes - lasts for line, lasts in zip(lines, found, strict=True))
    gone = [line.minutes for line, lasts in zip(lines, found, strict=True) if not lasts]
    if saved < cut:
        assert changed(lines, 10_000) == changed(lines, cut)
    else:
        assert saved == cut or saved - cut < max(gone)  # only a step that goes saves too much


@given(rests, st.integers(1, 200))
@often
def test_the_closing_slack_and_what_was_begun_stay_whole(lines: list[Line], cut: int):
    for line, lasts in zip(lines, pace.shorter(lines, cut), strict=True):
        if line.turn is Turn.NEVER or line.slack or line.used:
            assert lasts == line.minutes


@given(rests, st.integers(1, 200))
@often
def test_each_step_keeps_its_least_and_only_theory_goes(lines: list[Line], cut: int):
    for line, lasts in zip(lines, pace.shorter(lines, cut), strict=True):
        assert lasts <= line.minutes
        assert lasts >= min(line.least, line.minutes) or (not lasts and line.turn is Turn.FIRST)


@given(rests, st.integers(1, 200))
@often
def test_talk_is_the_last_to_shrink(lines: list[Line], cut: int):
    found = list(zip(lines, pace.shorter(lines, cut), strict=True))
    given = {line.turn for line, lasts in found if lasts < line.minutes}
    for line, lasts in found:
        if any(turn > line.turn for turn in given) and not line.slack and not line.used:
            least = 0 if line.turn is Turn.FIRST else min(line.least, line.minutes)
            assert lasts == least or line.turn is Turn.NEVER


@given(rests)
@often
def test_nothing_changes_where_nothing_has_to(lines: list[Line]):
    assert changed(lines, 0) == lines
