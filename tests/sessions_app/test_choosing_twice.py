"""A choice before talk and the same after it: what anybody sees of it, and when."""

import contextlib

import msgspec
import pytest
from django.utils import timezone

from content.document import AnswerForm
from sessions_app import programmes, results, rewording, running, step_words, surfaces
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.planning import Wish
from sessions_app.reports.contents import report_of
from sessions_app.script import AFTER, Asked
from sessions_app.step_words import Words
from sessions_app.surfaces import CONSOLE, PARTICIPANT, PROJECTOR
from tests.factories import SLUGS
from tests.sessions_app.room import (
    add_question,
    add_step,
    make_edition,
    make_empty_session,
    people_in,
)

pytestmark = pytest.mark.django_db
NEUTRAL = "Anders kiezen is niet beter"


@pytest.fixture
def session() -> DialogueSession:
    """A room at the first choice; talk and the second choice come."""
    session = make_empty_session()
    first = add_step(session, kind="stance", block="keuze:K")
    add_step(session, kind="stance-talk", block="keuze:K")
    last = add_step(session, kind="stance-again", block="keuze:K")
    for step, code in ((first, "K"), (last, "K" + AFTER)):
        add_question(step, AnswerForm.ONE, code=code)
    return session


def asked(session: DialogueSession) -> tuple[StepQuestion, StepQuestion]:
    first, again = StepQuestion.objects.filter(step__session=session).order_by("step__position")
    return first, again


def onward(session: DialogueSession) -> None:
    running.advance(session, session.current.ref)


def play(session: DialogueSession, first: list[str], second: list[str]) -> None:
    """So many choose this before the talk and that after it; the answers are closed."""
    before, again = asked(session)
    people = people_in(session, max(len(first), len(second)))
    words = {"a": "nooit", "b": "soms"}
    for person, value in zip(people, first, strict=False):
        person.send(before, 1, waarde=words[value])
    onward(session)
    onward(session)
    for person, value in zip(people, second, strict=False):
        person.send(again, 1, waarde=words[value])
    running.close(session, session.current.ref)


def seen(session: DialogueSession) -> dict[str, str]:
    return {
        name: surfaces.render(session.ref, name).html for name in (CONSOLE, PROJECTOR, PARTICIPANT)
    }


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [(9, 9, True), *((9, 9 - gone, False) for gone in (1, 2, 3, 4)), (9, 8, False), (13, 8, True)],
)
def test_both_times_are_seen_only_where_nobody_stands_out_between_them(before, after, seen):
    """Laid side by side, one to four who came or went would be read off."""
    session = make_empty_session()
    for kind, code in (("stance", "K"), ("stance-again", "K" + AFTER)):
        add_question(add_step(session, kind=kind, block="keuze:K"), AnswerForm.ONE, code=code)
    first, again = asked(session)
    people = people_in(session, before)
    for person in people:
        person.send(first, 1, waarde="nooit")
    onward(session)
    for person in people[:after]:
        person.send(again, 1, waarde="soms")
    running.close(session, session.current.ref)
    for question in (again, first):  # in whatever order somebody asks
        with contextlib.suppress(Refused):
            running.show(session, question.ref)
    again.refresh_from_db()
    assert results.outcome(again).visible is seen
    assert bool(results.outcome(again).pairs) is seen
    assert bool(again.counts) is seen


def test_nobody_reads_the_first_choice_before_the_second(session):
    first, _ = asked(session)
    for person in people_in(session, 6):
        person.send(first, 1, waarde="nooit")
    running.close(session, session.current.ref)
    for verb in (running.read, running.show):
        with pytest.raises(Refused, match="na de tweede keuze"):
            verb(session, first.ref)
    onward(session)
    with pytest.raises(Refused, match="na de tweede keuze"):
        running.read(session, first.ref)
    assert "na de tweede keuze" in seen(session)[CONSOLE]
    onward(session)
    with pytest.raises(Refused, match="na de tweede keuze"):
        running.read(session, first.ref)  # the second is being answered
    first.refresh_from_db()
    assert not first.frozen
    running.close(session, session.current.ref)
    running.read(session, first.ref)


def test_a_choice_of_which_no_second_is_there_is_read_like_any_other():
    session = make_empty_session()
    question = add_question(add_step(session, kind="stance"), AnswerForm.ONE, code="K")
    for person in people_in(session, 6):
        person.send(question, 1, waarde="nooit")
    running.close(session, session.current.ref)
    running.show(session, question.ref)
    question.refresh_from_db()
    assert results.outcome(question).visible


def test_what_too_few_chose_before_the_talk_stands_beside_nothing(session):
    play(session, ["a"] * 4, ["a"] * 9)
    _, again = asked(session)
    running.show(session, again.ref)
    again.refresh_from_db()
    seen_now = results.outcome(again)
    assert seen_now.visible
    assert (seen_now.before, seen_now.pairs) == (None, ())


def test_what_too_few_chose_after_the_talk_stands_beside_nothing(session):
    play(session, ["a"] * 9, ["a"] * 4)
    first, again = asked(session)
    for question in (first, again):
        with contextlib.suppress(Refused):
            running.show(session, question.ref)
        question.refresh_from_db()
    assert results.outcome(first).visible
    assert results.outcome(again).hidden
    assert results.pairs(results.outcome(first), results.outcome(again)) == ()
    assert results.pairs(None, results.outcome(first)) == ()


def test_a_second_choice_of_which_the_first_is_gone_is_read_like_any_other():
    session = make_empty_session()
    step = add_step(session, kind="stance-again")
    question = add_question(step, AnswerForm.ONE, code="K" + AFTER)
    for person in people_in(session, 6):
        person.send(question, 1, waarde="nooit")
    running.close(session, session.current.ref)
    running.show(session, question.ref)
    question.refresh_from_db()
    assert results.outcome(question).visible
    assert results.outcome(question).before is None


def test_where_the_second_choice_falls_away_the_first_can_be_seen(session):
    first, again = asked(session)
    for person in people_in(session, 6):
        person.send(first, 1, waarde="nooit")
    Step.objects.filter(pk=again.step_id).update(skipped=True)
    onward(session)
    running.show(session, first.ref)
    first.refresh_from_db()
    assert results.outcome(first).visible


def test_both_times_stand_beside_each_other_on_every_surface(session):
    play(session, ["a"] * 6 + ["b"] * 3, ["a"] * 4 + ["b"] * 5)
    _, again = asked(session)
    running.show(session, again.ref)
    again.refresh_from_db()
    assert [(row.before, row.after) for row in results.outcome(again).pairs][:2] == [(6, 4), (3, 5)]
    for name, page in seen(session).items():
        cells = ("6", "5") if name == PARTICIPANT else ("6 van de 9", "5 van de 9")
        assert all(f"<td>{cell}</td>" in page for cell in cells), name
        assert NEUTRAL in page, name
    running.finish(session)
    report = report_of(session)
    (part,) = report.parts
    (asked_twice,) = part.asked
    assert [(row.before, row.after) for row in asked_twice.pairs][:2] == [(6, 4), (3, 5)]
    assert NEUTRAL in asked_twice.caution[0]
    assert asked_twice.moments.before == "voor het gesprek"
    assert not any("kozen" in said for said in report.stood_out)  # no side is said to have won


def test_two_answers_of_one_person_stand_under_pens_that_share_nothing(session):
    play(session, ["a"] * 5, ["b"] * 5)
    first, again = asked(session)
    pens = {*first.answers.values_list("pen", flat=True)}
    assert not pens & {*again.answers.values_list("pen", flat=True)}
    running.finish(session)
    assert not first.answers.exists()
    assert not again.answers.exists()


@pytest.fixture
def planned() -> DialogueSession:
    return programmes.make_session(
        make_edition(),
        Wish(minutes=120, themes=SLUGS[:1], group_size=12, contact="Anja"),
        "Team Noord",
        timezone.now(),
    )


def by_hand(session: DialogueSession) -> list[Step]:
    programmes.add_step(session, session.steps.first(), kind="stance:KEUZE-1")
    return list(session.steps.filter(block="keuze:KEUZE-1"))


def test_choosing_brings_the_talk_and_the_second_choice_right_after_it(planned):
    steps = by_hand(planned)
    assert [step.kind for step in steps] == ["stance", "stance-talk", "stance-again"]
    assert [step.position for step in steps] == [2, 3, 4]
    first, again = steps[0].questions.get(), steps[2].questions.get()
    assert (first.code, again.code) == ("KEUZE-1", "KEUZE-1" + AFTER)
    assert first.text == again.text
    programmes.add_step(planned, steps[0], "Even lopen")  # nothing comes in between
    assert [s.position for s in planned.steps.filter(block="keuze:KEUZE-1")] == [2, 3, 4]
    with pytest.raises(Refused, match="staat al in dit programma"):
        programmes.add_step(planned, None, kind="stance:KEUZE-1")


def test_a_name_and_words_of_ones_own_are_of_the_choice_and_not_of_what_it_brings(planned):
    first = programmes.add_step(
        planned, None, "Onze keuze", lead="Kies zelf.", notes="Hardop.", kind="stance:KEUZE-1"
    )
    assert (first.title, first.script.lead) == ("Onze keuze", "Kies zelf.")
    for brought in planned.steps.filter(block="keuze:KEUZE-1").exclude(pk=first.pk):
        assert brought.title != "Onze keuze"
        assert brought.script.lead != "Kies zelf."
        assert "Hardop." not in str(brought.script.notes)


@pytest.mark.parametrize("away", [programmes.remove_step, lambda s: programmes.move_step(s, 99)])
def test_a_step_comes_right_after_a_choice_without_its_talk(planned, away):
    first, talk, again = by_hand(planned)
    away(again)
    away(talk)
    first.refresh_from_db()
    assert programmes.add_step(planned, first, "Even lopen").position == first.position + 1


def worded(step: Step, text: str, about_work: bool) -> Words:
    words = rewording.words_now(step)
    (one,) = words.asked
    other = step_words.other_text(one.was, step_words.new_code(), text)
    other = msgspec.structs.replace(other, about_work=about_work)
    return Words(words.lines, (Asked(was=one.was, now=other),))


def test_a_question_of_ones_own_is_asked_twice_only_when_it_is_on_work(planned):
    first, talk, again = by_hand(planned)
    words = worded(first, "Hoe voel jij je?", False)
    with pytest.raises(Refused, match="alleen over het werk"):
        rewording.reword_step(first, words, rewording.seal(first))
    assert again.questions.get().code == "KEUZE-1" + AFTER
    words = worded(first, "Wie begint de overdracht?", True)
    rewording.reword_step(first, words, rewording.seal(first))
    before, after = first.questions.get(), again.questions.get()
    assert before.text == after.text == "Wie begint de overdracht?"
    assert (after.code, after.own) == (before.code + AFTER, True)
    talk.refresh_from_db()
    assert talk.script.talk[0] == "Wie begint de overdracht?"
    assert len(after.code) <= 20
    again.refresh_from_db()
    programmes.set_minutes(again, 7)
    assert again.questions.get().text == "Wie begint de overdracht?"
    first.refresh_from_db()
    rewording.drop_own_words(first)
    assert first.questions.get().code == "KEUZE-1"
    assert again.questions.get().code == "KEUZE-1" + AFTER
