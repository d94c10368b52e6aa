"""What a picture says of a team, for any answers: counts that are right, and nobody stands out."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.document import Mirror, Question
from content.passages import shipped_mirrors
from sessions_app import asking, closing, mirror, reflections
from sessions_app.kinds.mirror import script_of
from sessions_app.mirror import Bars, Count, Grades, Guesses, Layer, Nearly, Ranks, Row
from sessions_app.models import Step, StepQuestion
from sessions_app.script import StepContent, content_to_builtins
from sessions_app.small_groups import NOT_SHOWN
from tests.factories import make_document

DOCUMENT = make_document()
MIRRORS = shipped_mirrors()
EACH = pytest.mark.parametrize("one", MIRRORS, ids=lambda one: one.key)


def step_of(one: Mirror, seats: int) -> Step:
    content = StepContent(mirror=script_of(one, DOCUMENT))
    return Step(kind="mirror", content=content_to_builtins(content), seats=seats)


def asked_of(one: Mirror, answers: dict[str, list], seats: int) -> dict[str, StepQuestion]:
    """Its questions after these answers, decided; nothing is written."""
    step = step_of(one, seats)
    found = {}
    for question in one.asks:
        row = StepQuestion.copy(step, 1, question)
        closing.decide(row, answers.get(question.code, []))
        found[question.code] = row
    return found


def picture(one: Mirror, answers: dict[str, list], seats: int) -> mirror.Picture:
    return reflections.picture_of(script_of(one, DOCUMENT), asked_of(one, answers, seats))


def said(made: mirror.Picture) -> str:
    """All that a drawing and its tables say."""
    drawn = mirror.draw(made)
    return f"{drawn.svg} {drawn.tables}"


def rows(made: mirror.Picture) -> list[Row]:
    return [
        row
        for part in made.parts
        if isinstance(part, Bars | Ranks)
        for row in (*part.rows, *part.apart)
    ]


def value(question: Question, dice: Random) -> object:
    """Any answer that the form takes, 'Weet ik niet' too."""
    choices = [choice.value for choice in asking.of(question.form).choices(question)]
    if question.most:
        alone = [option.key for option in question.options if option.alone]
        if dice.random() < 0.2 and alone:
            return [dice.choice(alone)]
        others = [key for key in choices if key not in alone]
        return dice.sample(others, dice.randint(1, question.most))
    chosen = dice.choice(choices[: dice.randint(1, len(choices))])
    return chosen if question.options else int(chosen)


rooms = st.tuples(
    st.sampled_from(MIRRORS), st.integers(0, 30), st.integers(0, 10), st.integers(0, 2**30)
)


@given(rooms)
def test_counts_are_right_and_nobody_stands_out(room):
    one, people, silent, seed = room
    dice = Random(seed)
    answers = {q.code: [value(q, dice) for _ in range(people)] for q in one.asks}
    seats = people + silent
    made = picture(one, answers, seats)
    script = script_of(one, DOCUMENT)
    if people < 5 or 100 * people < 60 * seats:
        assert all(row.team is None for row in rows(made))
        assert all(not part.counts for part in made.parts if isinstance(part, Guesses | Grades))
        assert NOT_SHOWN in str(made)
        # A picture of one to four answers is that of any others: nothing can be compared.
        fewer = {code: some[:-1] for code, some in answers.items()}
        assert said(made) == said(picture(one, fewer, seats))
        return
    about_self = {q.code: q.about_self for q in one.questions}
    for line in script.rows:
        if not line.keys:
            continue
        row = next(row for row in rows(made) if row.label == line.label)
        answered = answers[line.ask]
        question = next(q for q in one.questions if q.code == line.ask)
        compared = {option.key for option in question.options if option.row}
        lists = [stored if isinstance(stored, list) else [stored] for stored in answered]
        of = sum(bool(set(chosen) & compared) for chosen in lists)
        count = sum(bool(set(chosen) & {*line.keys}) for chosen in lists)
        if isinstance(row.team, Count):
            assert row.team.of == of
            assert row.team.count == (
                count if not question.most else sum(line.keys[0] in chosen for chosen in lists)
            )
            alone = sum(other.ask == line.ask for other in script.rows) == 1
            if about_self[line.ask]:
                assert 100 * count < 80 * of
                assert not alone or 100 * count > 20 * of
        elif isinstance(row.team, Nearly):
            assert about_self[line.ask]
            assert (100 * count >= 80 * of) if row.team.everybody else (100 * count <= 20 * of)
        else:
            assert of < 5 or about_self[line.ask]


@given(rooms)
def test_the_order_of_answers_changes_nothing(room):
    one, people, silent, seed = room
    dice = Random(seed)
    answers = {q.code: [value(q, dice) for _ in range(people)] for q in one.asks}
    before = said(picture(one, answers, people + silent))
    for several in answers.values():
        dice.shuffle(several)
    assert said(picture(one, answers, people + silent)) == before


@given(st.integers(5, 60), st.integers(0, 12), st.integers(0, 2**30))
def test_nearly_everybody_is_a_band_without_a_number(people, others, seed):
    """With 88 to 91 in a hundred that is the ordinary case, so no two of them differ."""
    one = MIRRORS[0]
    others = min(others, people // 5)
    ever = ("enkele-keer", "soms", "regelmatig", "vaak")
    dice = Random(seed)
    seen = set()
    for never in range(others + 1):
        chosen = ["nooit"] * never + [dice.choice(ever) for _ in range(people - never)]
        made = picture(one, {q.code: chosen for q in one.questions}, people)
        assert all(row.team == Nearly(True) for row in rows(made))
        seen.add(said(made))
    assert len(seen) == 1


def test_what_four_say_alike_is_not_nearly_everybody_where_the_others_do_not_know():
    one = MIRRORS[0]
    for question in one.questions:
        (unknown,) = [option.key for option in question.options if not option.row]
        answers = {question.code: ["soms"] * 4 + [unknown] * 5}
        assert asked_of(one, answers, 9)[question.code].band == []
        answers = {question.code: ["soms"] * 5 + [unknown] * 4}
        assert asked_of(one, answers, 9)[question.code].band


@EACH
def test_it_builds_press_after_press_and_nothing_comes_early(one: Mirror):
    dice = Random(1)
    answers = {q.code: [value(q, dice) for _ in range(11)] for q in one.asks}
    made = picture(one, answers, 11)
    script = script_of(one, DOCUMENT)
    figures = [mark.said for row in script.rows for mark in (*row.marks, row.beside) if mark]
    before = mirror.draw(made, {Layer.GUESSES, Layer.TEAM})
    assert not before.legend
    for figure in figures:
        assert f">{figure}<" not in before.svg
        assert figure not in str(before.tables)
    whole = mirror.draw(made)
    assert {group.who for group in whole.legend} == {group.who for group in made.groups}
    for figure in figures:
        assert figure in whole.svg
        assert figure in str(whole.tables)
    assert before.high == whole.high, "nothing moves when more is shown"


@EACH
def test_no_text_is_too_small_and_all_fits_the_screen(one: Mirror):
    """Also with three hundred, and where every option of ours was chosen."""
    for people in (5, 11, 300):
        dice = Random(people)
        answers = {q.code: [value(q, dice) for _ in range(people)] for q in one.asks}
        drawn = mirror.draw(picture(one, answers, people))
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', drawn.svg)]
        assert min(sizes) >= mirror.SMALLEST
        assert drawn.high <= mirror.LARGEST
        bottoms = [float(y) for y in re.findall(r'<text [^>]* y="([\d.]+)"', drawn.svg)]
        assert max(bottoms) <= drawn.high + 1


def test_a_reference_is_shown_where_nobody_answered():
    one = MIRRORS[1]
    made = reflections.picture_of(script_of(one, DOCUMENT), {})
    drawn = mirror.draw(made, {Layer.REFERENCE})
    assert "54%" in drawn.svg
    assert NOT_SHOWN not in str(drawn.tables)
