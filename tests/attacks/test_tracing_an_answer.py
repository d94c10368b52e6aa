"""A dishonest facilitator wants to know who wrote what, with the buttons that a facilitator has."""

import re

import pytest

from content.document import AnswerForm
from sessions_app import access, participation
from sessions_app.models import Signal, Step, StepQuestion
from tests.attacks.desk import desk
from tests.sessions_app.room import add_question

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
SECRET = "Ik durf het niet te zeggen als het me te veel is."


def try_everything(at) -> None:
    """Every order of buttons that could bring a text to the console or the screen."""
    question = at.question()
    for verb in ("lees", "toon"):
        at.press(verb, question.ref)
    at.press("sluit")
    for verb in ("lees", "toon"):
        at.press(verb, question.ref)
    at.press("volgende")
    for verb in ("lees", "toon"):
        at.press(verb, question.ref)
    at.press("vorige")
    at.press("volgende")


@pytest.mark.parametrize("people", [5, 6, 8, 12, 20])
def test_four_windows_of_ones_own_open_nobodys_answer(people):
    at = desk(people, windows=4)
    for n, window in enumerate(at.windows):
        window.send(at.question(), waarde=f"venster {n}")
    at.people[0].send(at.question(), waarde=SECRET)
    try_everything(at)
    assert not at.sees(SECRET)
    at.press("afsluiten")
    assert SECRET not in at.report()


def test_eleven_that_pass_do_not_open_the_twelfth():
    at = desk(people=12, windows=4)
    for n, window in enumerate(at.windows):
        window.send(at.question(), waarde=f"venster {n}")
    for person in at.people[1:]:
        person.send(at.question(), pas="1")
    at.people[0].send(at.question(), waarde=SECRET)
    try_everything(at)
    assert not at.sees(SECRET)


@pytest.mark.parametrize("answers", [1, 4, 5, 6, 8])
def test_nothing_can_be_read_while_somebody_may_still_answer(answers):
    at = desk(people=8, windows=0)
    for person in at.people[:answers]:
        person.send(at.question(), waarde=SECRET)
    at.press("lees", at.question().ref)
    at.press("toon", at.question().ref)
    assert not at.sees(SECRET)


def test_a_refusal_to_read_can_not_be_tried_again_with_one_answer_more():
    at = desk(people=8, windows=0)
    for person in at.people[:4]:
        person.send(at.question(), waarde="een ander")
    at.press("sluit")
    at.press("lees", at.question().ref)
    at.press("volgende")
    at.press("vorige")
    for person in at.people[4:]:
        person.send(at.question(), waarde=SECRET)
    try_everything(at)
    assert not at.sees(SECRET)


@pytest.mark.parametrize("verb", ["lees", "toon"])
def test_whether_a_fifth_answered_can_not_be_felt_before_all_is_closed(verb):
    """Two rooms that differ by one answer: every page and every refusal is the same."""
    seen = []
    for answers in (4, 5):
        at = desk(people=8, windows=0)
        question = at.question()
        for person in at.people[:answers]:
            person.send(question, waarde="tekst")
        for person in at.people[answers:]:
            person.send(question, pas="1")
        said = at.press(verb, question.ref)
        page = at.page()
        for known in (access.screen_key(at.session), at.session.ref, question.ref, *refs(at)):
            page = page.replace(known, "…")
        seen.append((said, page))
    assert seen[0] == seen[1]


def refs(at) -> list[str]:
    return [step.ref for step in at.session.steps.all()]


def test_the_console_does_not_count_one_by_one():
    """The page is the same at every moment at which one more person answers."""
    at = desk(people=9, windows=0)
    pages = set()
    for person in at.people:
        person.send(at.question(), waarde="tekst")
        pages.add(at.page())
    assert len(pages) == 1


def closed_and_read(at, question) -> str:
    at.press("sluit")
    at.press("lees", question.ref)
    return at.press("toon", question.ref)


def test_why_a_result_is_not_shown_is_nowhere_told():
    """Too few answers, too small a part of the room, or nothing at all: one sentence."""
    sentences, reports = set(), set()
    for people, answers in ((8, 0), (8, 4), (14, 6)):
        at = desk(people, 0, AnswerForm.SCALE)
        for person in at.people[:answers]:
            person.send(at.question(AnswerForm.SCALE), waarde="3")
        sentences.add(closed_and_read(at, at.question(AnswerForm.SCALE)))
        assert not at.sees(f"van {answers}</")
        at.press("volgende")
        at.press("afsluiten")
        reports.add(hidden_sentence(at.report()))
    assert len(sentences) == 1
    assert sentences == reports


def hidden_sentence(report: str) -> str:
    start = report.index('<p class="muted">', report.index("Wat het team antwoordde"))
    return report[start:].split(">", 1)[1].split("<", 1)[0]


@pytest.mark.parametrize("form", [AnswerForm.SCALE, AnswerForm.ONE, AnswerForm.SEVERAL])
def test_near_unanimity_about_oneself_looks_the_same_for_ten_nine_and_eight(form):
    pages = set()
    most, other = ("3", "4") if form == AnswerForm.SCALE else ("soms", "nooit")
    for agree in (10, 9, 8):
        at = desk(10, 0, form, about_self=True, session={"title": "Zelfde naam"})
        question = at.question(form)
        for n, person in enumerate(at.people):
            person.send(question, waarde=most if n < agree else other)
        closed_and_read(at, question)
        shown = (outcome_of(at.page()), outcome_of(at.room_screen()))
        at.press("volgende")
        at.press("afsluiten")
        pages.add((*shown, outcome_of(at.report())))
    assert len(pages) == 1
    assert all("ijna iedereen" in part for part in pages.pop())


def outcome_of(page: str) -> str:
    """The paragraph with the result, or the whole page where there is no such one."""
    found = re.findall(r"<p[^>]*>[^<]*ijna iedereen koos.*?</p>", page, re.DOTALL)
    return found[0] if found else page


def test_one_contrary_vote_of_ones_own_does_not_open_an_unanimous_result():
    at = desk(5, 1, AnswerForm.SCALE, about_self=True)
    for person in at.people:
        person.send(at.question(AnswerForm.SCALE), waarde="2")
    at.windows[0].send(at.question(AnswerForm.SCALE), waarde="5")
    closed_and_read(at, at.question(AnswerForm.SCALE))
    assert not at.sees("<b>5</b> van 6")


def test_a_text_does_not_leave_at_the_moment_at_which_it_is_taken_back():
    at = desk(people=8, windows=0)
    for n, person in enumerate(at.people):
        person.send(at.question(), waarde=f"tekst {n}")
    closed_and_read(at, at.question())
    at.press("volgende")
    before, version = at.page(), at.now.version
    assert "tekst 3" in before
    at.people[3].send(at.question(), waarde="", intrekken="1")
    assert at.page() == before
    assert at.now.version == version
    at.press("volgende")
    at.press("vorige")
    assert not at.sees("tekst 3")
    assert at.sees("tekst 4")


@pytest.mark.parametrize("sort", list(Signal.Sort))
def test_a_signal_does_not_arrive_at_the_moment_of_the_press(sort):
    at = desk(people=8, windows=0)
    before = at.page()
    participation.signal(at.now.current, at.people[0].secret, sort)
    assert at.page() == before


def test_a_signal_just_before_the_next_step_is_heard_in_that_step():
    at = desk(people=8, windows=0)
    participation.signal(at.now.current, at.people[0].secret, Signal.Sort.PAUSE)
    at.press("volgende")
    participation.tell_signals()
    assert "Iemand nam even pauze" in at.page()


def test_the_second_of_two_that_ask_the_same_is_hidden_where_a_few_would_stand_out():
    """START asks what EVALUATION asks again: 8 and 7 answers would show what the eighth said."""
    for second, visible in ((8, True), (7, False), (5, False)):
        at = desk(8, 0, AnswerForm.SCALE, code="EV-5-BEGIN")
        question = ask_again(at.session.steps.last())
        for person in at.people:
            person.send(at.question(AnswerForm.SCALE), waarde="2")
        for _ in range(2):
            at.press("volgende")
        for person in at.people[:second]:
            person.send(question, waarde="4")
        at.press("afsluiten")
        assert (f"<td>{second} van de {second}</td>" in at.report()) is visible


def ask_again(step: Step) -> StepQuestion:
    Step.objects.filter(pk=step.pk).update(kind="evaluation")
    return add_question(step, AnswerForm.SCALE, code="EV-5", text="En nu?")


def after(report: str) -> str:
    return report[report.index("Aan het eind") :]
