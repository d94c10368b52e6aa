"""Counting and the small-group rule: what may be shown to whom."""

from random import Random

import pytest

from content.document import AnswerForm
from sessions_app import asking, closing, results, running
from sessions_app.models import Answer
from sessions_app.results import Row
from sessions_app.small_groups import NOT_SHOWN
from tests.sessions_app.room import (
    add_question,
    add_step,
    alter,
    make_empty_session,
    make_session,
    people_in,
    question_of,
    read,
    show,
)

pytestmark = pytest.mark.django_db


def asked(form: AnswerForm, answers: list, report: int | None = None, **fields):
    """A running session whose one question got these answers; `report` of them may be printed."""
    session = make_session(form)
    question = alter(question_of(session, form), **fields)
    people = people_in(session, len(answers))
    for n, (person, value) in enumerate(zip(people, answers, strict=True)):
        agrees = report is None or n < report
        person.send(question, 1, waarde=value, **({"verslag": "1"} if agrees else {}))
    return session, question, people


def after_the_end(session, question):
    running.finish(session)
    question.refresh_from_db()
    return question


def test_nothing_is_seen_of_a_question_that_was_not_closed():
    _, question, _ = asked(AnswerForm.SCALE, ["3"] * 8)
    seen = results.outcome(question)
    assert not seen.visible
    assert (seen.rows, seen.texts, seen.answered) == ((), (), 0)


def test_what_one_small_group_wrote_together_is_read_and_of_people_it_takes_five():
    step = add_step(make_empty_session())
    closed = {"frozen": True, "may_be_seen": True, "answered": 1, "counts": {}}
    together = add_question(step, AnswerForm.OPEN, **closed, of_huddles=True)
    alone = add_question(step, AnswerForm.OPEN, **closed)
    Answer.objects.bulk_create(
        Answer(question=one, state=Answer.State.GIVEN, value="Samen.", for_report=True)
        for one in (together, alone)
    )
    for read_by in (results.outcome, results.report_outcome):
        assert read_by(together).texts == ("Samen.",)
        assert read_by(alone).hidden == NOT_SHOWN


@pytest.mark.parametrize(
    ("of_huddles", "values", "seen"),
    [(True, ["x"], True), (True, [], False), (False, ["x"], False), (False, ["x"] * 5, True)],
)
def test_one_text_of_a_small_group_is_enough_and_none_is_not(of_huddles, values, seen):
    question = add_question(add_step(make_empty_session()), AnswerForm.OPEN, of_huddles=of_huddles)
    closing.decide(question, values)
    assert question.may_be_seen is seen


def test_of_what_may_not_be_seen_no_counts_are_written_down():
    question = add_question(add_step(make_empty_session(), seats=9), AnswerForm.SCALE)
    closing.decide(question, [3] * 5)
    assert (question.answered, question.may_be_seen, question.counts) == (5, False, {})


def test_only_texts_are_picked_or_kept_off():
    session, question, _ = asked(AnswerForm.SCALE, ["3"] * 6)
    read(session, question)
    question.refresh_from_db()
    assert results.outcome(question).visible
    assert results.said(question) == results.kept_off(question) == ()


def test_what_its_writer_kept_off_the_screen_is_in_no_report():
    session, question, people = asked(AnswerForm.OPEN, ["ja"] * 10)
    for n, person in enumerate(people[:5]):
        person.send(question, 2, waarde=f"nee {n}", verslag="1", buiten_scherm="1")
    question = after_the_end(session, question)
    assert results.report_outcome(question).texts == ("ja",) * 5


@pytest.mark.parametrize("form", [form for form, one in asking.FORMS.items() if one.sent])
@pytest.mark.parametrize("count", [0, 1, 4])
def test_under_five_answers_nobody_sees_anything(form, count):
    way = asking.of(form)
    value = list(way.values(way.invent(question_of(make_session(form), form).script, Random(1))))
    question = after_the_end(*asked(form, [value] * count)[:2])
    for seen in (results.outcome(question), results.report_outcome(question)):
        assert seen.hidden == NOT_SHOWN
        assert (seen.rows, seen.texts) == ((), ())


def test_five_answers_are_counted_over_every_point_in_order():
    question = after_the_end(*asked(AnswerForm.SCALE, ["2", "2", "3", "5", "5"])[:2])
    seen = results.outcome(question)
    assert seen.answered == 5
    assert seen.rows == (
        Row("helemaal niet", 0),
        Row("niet echt", 2),
        Row("een beetje", 1),
        Row("grotendeels", 0),
        Row("helemaal", 2),
    )


def test_of_several_choices_people_are_counted_and_not_presses():
    answers = [["soms", "vaak"], ["soms"], ["vaak"], ["nooit"], ["niet"]]
    seen = results.outcome(after_the_end(*asked(AnswerForm.SEVERAL, answers)[:2]))
    assert seen.answered == 5
    assert {row.label: row.count for row in seen.rows} == {
        "Nooit": 1,
        "Soms": 2,
        "Vaak": 2,
        "Weet ik niet": 1,
    }


def test_passing_does_not_help_to_reach_five():
    session, question, _ = asked(AnswerForm.SCALE, ["3"] * 4)
    people_in(session, 1)[0].send(question, 1, pas="1")
    assert not results.outcome(after_the_end(session, question)).visible


@pytest.mark.parametrize(
    ("answers", "about_self", "band"),
    [
        (["soms"] * 9, True, ("Soms",)),
        (["soms"] * 8 + ["vaak"] * 2, True, ("Soms",)),
        (["soms"] * 7 + ["vaak"] * 3, True, ()),
        (["soms"] * 9, False, ()),
    ],
)
def test_near_unanimity_about_oneself_is_a_band_without_counts(answers, about_self, band):
    session, question, _ = asked(AnswerForm.ONE, answers, about_self=about_self)
    read(session, question)
    question.refresh_from_db()
    assert bool(question.band) is bool(band)
    assert bool(question.counts) is not bool(band)  # not even the database counts them
    question = after_the_end(session, question)
    for seen in (results.outcome(question), results.report_outcome(question)):
        assert seen.visible
        assert seen.band == band
        assert bool(seen.rows) is not bool(band)
        assert seen.drawn == ("band" if band else question.asking.drawn)
        assert (seen.answered == 0) is bool(band)


def test_a_choice_that_all_made_among_others_is_a_band_too():
    answers = [["soms", "vaak"], ["soms"], ["soms", "nooit"], ["soms"], ["soms"]]
    session, question, _ = asked(AnswerForm.SEVERAL, answers, about_self=True)
    assert results.outcome(after_the_end(session, question)).band == ("Soms",)


def test_the_sentence_of_a_hidden_result_says_nothing_of_why():
    for word in ("vijf", "weinig", "allemaal", "iedereen", "teruggenomen", "deel"):
        assert word not in NOT_SHOWN


def test_texts_come_in_an_order_that_is_not_that_of_arrival():
    session, question, _ = asked(AnswerForm.OPEN, [f"{n:02}" for n in range(30)])
    read(session, question)
    question.refresh_from_db()
    first = results.texts(question)
    assert sorted(first) == [f"{n:02}" for n in range(30)]
    assert list(first) != sorted(first)
    assert results.texts(question) == first
    by_key = sorted(question.answers.all(), key=lambda answer: str(answer.pk))
    assert list(first) == [answer.value for answer in by_key]
    running.finish(session)
    question.refresh_from_db()
    assert sorted(results.texts(question)) == sorted(first)


def test_a_text_that_was_taken_back_leaves_with_the_step_and_below_five_so_do_the_others():
    session, question, people = asked(AnswerForm.OPEN, [f"tekst {n}" for n in range(6)])
    read(session, question)
    people[0].send(question, 2, intrekken="1")
    question.refresh_from_db()
    assert set(results.outcome(question).texts) == {f"tekst {n}" for n in range(6)}
    session.refresh_from_db()
    running.advance(session, session.current.ref)
    assert set(results.outcome(question).texts) == {f"tekst {n}" for n in range(1, 6)}
    people[1].send(question, 2, intrekken="1")
    running.back(session, session.current.ref)
    seen = results.outcome(question)
    assert seen.hidden == NOT_SHOWN
    assert seen.texts == ()


def test_going_on_drops_the_texts_that_were_taken_back_here_and_no_others():
    rooms = [asked(AnswerForm.OPEN, [f"tekst {n}" for n in range(6)]) for _ in range(2)]
    for session, question, people in rooms:
        read(session, question)
        people[0].send(question, 2, intrekken="1")
    (session, question, _), (_, other, _) = rooms
    session.refresh_from_db()
    running.advance(session, session.current.ref)
    assert len(results.texts(question)) == 5
    assert len(results.texts(other)) == 6


def test_counts_that_were_let_out_do_not_move_when_an_answer_is_taken_back():
    session, question, people = asked(AnswerForm.SCALE, ["1", "2", "3", "4", "5", "5"])
    show(session, question)
    before = results.outcome(question_of(session, AnswerForm.SCALE))
    people[0].send(question, 2, intrekken="1")
    running.show(session, question.ref)
    read(session, question)
    assert results.outcome(question_of(session, AnswerForm.SCALE)) == before
    after = results.report_outcome(after_the_end(session, question))
    assert after.rows == before.rows


@pytest.mark.parametrize(
    ("given", "agreed", "printed"),
    [
        (5, 5, 5),
        (9, 9, 9),
        (9, 8, 0),  # the one who said no would stand out
        (9, 5, 0),
        (10, 6, 0),
        (10, 5, 5),
        (12, 7, 7),
        (12, 4, 0),
        (12, 0, 0),
    ],
)
def test_the_report_has_all_texts_or_at_least_five_fewer(given, agreed, printed):
    session, question, _ = asked(
        AnswerForm.OPEN, [f"tekst {n}" for n in range(given)], report=agreed
    )
    question = after_the_end(session, question)
    seen = results.report_outcome(question)
    assert len(seen.texts) == printed
    assert set(seen.texts) <= {f"tekst {n}" for n in range(agreed)}
    assert bool(seen.hidden) is (printed == 0)


def test_a_talk_shows_what_its_block_answered_before_it_and_nothing_later():
    session = make_empty_session()
    alone = add_step(session)
    mine = add_question(alone, AnswerForm.SCALE)
    add_question(alone, AnswerForm.PRIVATE)
    talk = add_step(session, "together")
    later = add_step(session)
    add_question(later, AnswerForm.SCALE)
    other = add_step(session, "poll", "ander")
    theirs = add_question(other, AnswerForm.ONE)
    assert results.in_view(talk) == [mine]
    assert results.in_view(other) == [theirs]


def test_what_is_in_view_is_of_this_session_and_in_the_order_of_its_steps():
    session, other = make_empty_session(), make_empty_session()
    add_question(add_step(other), AnswerForm.SCALE)
    asked = [
        add_question(step, AnswerForm.SCALE)
        for step in (add_step(session), add_step(session))
        for _ in range(2)
    ]
    assert results.in_view(add_step(session, "together")) == asked


def test_many_questions_are_counted_in_one_query(django_assert_num_queries):
    session = make_session(AnswerForm.OPEN, AnswerForm.SCALE)
    questions = [question_of(session, f) for f in (AnswerForm.OPEN, AnswerForm.SCALE)]
    people = people_in(session, 3)
    people[0].send(questions[0], 1, waarde="a")
    people[1].send(questions[0], 1, pas="1")
    people[2].send(questions[0], 1, waarde="b")
    people[2].send(questions[0], 2, intrekken="1")
    with django_assert_num_queries(1):
        found = results.counted(questions)
    assert (found[questions[0].pk].done, found[questions[0].pk].given) == (2, 1)
    assert (found[questions[1].pk].done, found[questions[1].pk].given) == (0, 0)
