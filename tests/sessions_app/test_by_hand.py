"""Any changes by hand and any other wish: what was made by hand stays, and the minutes fit."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions_app import briefs, by_hand, kinds
from sessions_app.by_hand import Line
from sessions_app.planning import CannotPlan, Wish, plan
from sessions_app.script import PlannedStep, StepContent
from tests.factories import SLUGS, make_document

DOCUMENT = make_document()
THEMES = [slug for slug in SLUGS if slug != "hulpverlener-als-client"]

wishes = st.builds(
    Wish,
    minutes=st.sampled_from((60, 90, 120, 150, 180, 240)),
    themes=st.lists(st.sampled_from(THEMES), min_size=1, max_size=3, unique=True).map(tuple),
    group_size=st.sampled_from((4, 8, 12, 30)),
    led_by=st.sampled_from(("manager", "colleague")),
    phone_free=st.booleans(),
)
edits = st.lists(
    st.tuples(st.sampled_from(("name", "minutes", "move", "remove", "add")), st.integers(0, 40)),
    max_size=6,
)


def planned(wish: Wish) -> tuple[Line, ...]:
    steps = by_hand.marked(plan(DOCUMENT, wish).steps)
    return tuple(Line(step, f"r{n}") for n, step in enumerate(steps))


def own(number: int) -> Line:
    step = PlannedStep(
        kind=kinds.DEFAULT,
        block="eigen",
        title=f"Eigen {number}",
        minutes=3,
        least=1,
        ideal=3,
        most=240,
        content=StepContent(named=True),
    )
    return Line(step, f"own{number}")


def edited(lines: tuple[Line, ...], changes: list[tuple[str, int]]) -> list[Line]:
    """The lines as somebody changed them, one change after another."""
    found = list(lines)
    for number, (change, where) in enumerate(changes):
        at = where % len(found)
        step = found[at].step
        if change == "name":
            content = msgspec.structs.replace(step.content, named=True)
            step = msgspec.structs.replace(step, title=f"Naam {number}", content=content)
            found[at] = Line(step, found[at].ref)
        elif change == "minutes" and step.most > step.least:
            minutes = step.least + where % (step.most - step.least + 1)
            found[at] = Line(msgspec.structs.replace(step, minutes=minutes), found[at].ref)
        elif change == "move":
            found.insert((where * 7) % len(found), found.pop(at))
        elif change == "remove" and len(found) > 5:
            found.pop(at)
        elif change == "add":
            found.insert(at, own(number))
    return found


def anew(before: list[Line], first: Wish, other: Wish) -> tuple[tuple[Line, ...], int]:
    names = [line.name for line in planned(first)]
    programme = plan(DOCUMENT, other)
    brief = briefs.of_wish(DOCUMENT, other, programme.minutes, programme.themes)
    return by_hand.merged(before, names, programme, brief), programme.minutes


@settings(max_examples=80)
@given(wishes, wishes, edits)
def test_what_was_done_by_hand_stays_where_its_step_does(first, other, changes):
    try:
        before = edited(planned(first), changes)
        fresh = {line.name for line in planned(other)}
        after, length = anew(before, first, other)
    except CannotPlan:
        return
    names = [line.name for line in after]
    assert len(names) == len(set(names))
    known = {line.name: line for line in before}
    for line in after:
        if line.name in known and known[line.name].step.content.named:
            assert line.step.title == known[line.name].step.title
        assert line.ref == (known[line.name].ref if line.name in known else "")
    taken_out = {line.name for line in planned(first)} - set(known)
    assert not taken_out & set(names)
    assert {line.name for line in before if not line.step.content.origin} <= set(names)
    assert fresh - taken_out <= set(names)
    used = sum(line.step.minutes for line in after)
    free = [line.step for line in after if not by_hand.given_by_hand(line.step)]
    if used < length:
        assert all(step.minutes == step.most for step in free)
    if used > length:
        assert all(step.minutes == step.least for step in free)


@settings(max_examples=30)
@given(wishes, wishes)
def test_without_changes_by_hand_it_is_what_planning_makes(first, other):
    try:
        after, length = anew(list(planned(first)), first, other)
    except CannotPlan:
        return
    assert [line.step for line in after] == [line.step for line in planned(other)]
    assert sum(line.step.minutes for line in after) == length
