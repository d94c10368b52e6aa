"""What the facilitator sees, and what the small-group rule keeps from everybody."""

import pytest

from content.document import Form
from sessions_app import participation, running
from sessions_app.live import frames
from sessions_app.live.frames import console
from sessions_app.models import DialogueSession, Signal
from sessions_app.script import Kind, Note, StepContent
from tests.sessions_app.room import (
    add_question,
    add_step,
    make_empty_session,
    make_session,
    people_in,
    question_of,
)

pytestmark = pytest.mark.django_db

OWN = "Ik noem haar naam, niet het dossier."


@pytest.fixture
def session() -> DialogueSession:
    return make_session(Form.OPEN, Form.ONE)


def html(session: DialogueSession) -> str:
    return frames.render(session.ref, frames.CONSOLE).html


def everybody_answers(session: DialogueSession, count: int, texts: bool = True) -> None:
    for n, person in enumerate(people_in(session, count)):
        if texts:
            person.send(question_of(session, Form.OPEN), waarde=f"{OWN} {n}")
        person.send(question_of(session, Form.ONE), waarde="soms" if n else "vaak")


def test_before_the_start_it_lists_what_to_do_and_starts_in_the_place_of_next(session):
    page = html(session)
    assert "Voor je begint" in page
    assert "Open het scherm" in page
    assert "Open de deur" in page
    assert "?sleutel=" in page
    assert "Start de sessie" in page


def test_the_checklist_ticks_what_was_done(session):
    running.open_door(session)
    running.start_screen(session)
    page = html(session)
    assert "De deur is open" in page
    assert "Het scherm is gestart" in page


def test_under_five_people_it_says_what_stays_hidden_and_offers_to_go_on_without(session):
    people_in(session, 4)
    page = html(session)
    assert "Er doen 4 mensen mee met een telefoon." in page
    assert "Onder de vijf laat de app geen antwoorden zien" in page
    assert 'href="#zonder-telefoons"' in page


def test_from_five_people_nothing_is_said_about_few(session):
    people_in(session, 5)
    assert "Onder de vijf laat de app" not in html(session)


def test_it_counts_who_is_done_and_never_what_they_said(session):
    everybody_answers(session, 6)
    entries = {e.question.form: e for e in console.context(session)["asked"]}
    assert entries[Form.OPEN].done == 6
    assert entries[Form.OPEN].outcome is None
    page = html(session)
    assert "van 6 klaar" in page
    assert OWN not in page


def test_passing_counts_as_done_but_not_as_an_answer(session):
    people = people_in(session, 6)
    question = question_of(session, Form.OPEN)
    for person in people[:4]:
        person.send(question, waarde=OWN)
    people[4].send(question, pas="1")
    entry = console.context(session)["asked"][0]
    assert (entry.done, entry.given, entry.enough) == (5, 4, False)
    assert "Nog geen vijf antwoorden" in html(session)


def test_texts_come_after_reading_and_then_without_a_way_to_read_again(session):
    everybody_answers(session, 6)
    question = question_of(session, Form.OPEN)
    running.read(session, question.ref)
    page = html(session)
    assert page.count(OWN) == 6
    assert "De volgorde is willekeurig" in page
    assert f"lees-{question.ref}" not in page


def test_an_unanimous_answer_about_oneself_stays_hidden_and_cannot_be_shown(session):
    question = question_of(session, Form.ONE)
    question.about_self = True
    question.save()
    for person in people_in(session, 6):
        person.send(question, waarde="vaak")
    running.read(session, question.ref)
    page = html(session)
    assert "om de mensen in deze groep te beschermen" in page
    assert f"toon-{question.ref}" not in page


def test_what_is_on_the_screen_can_be_taken_off(session):
    everybody_answers(session, 6)
    running.show(session, question_of(session, Form.ONE).ref)
    page = html(session)
    assert "Haal van het scherm" in page
    assert "staat op het scherm" in page


def test_a_talk_shows_what_was_answered_before_it_in_the_same_block(session):
    everybody_answers(session, 6)
    running.advance(session, session.current.ref)
    assert len(console.context(session)["asked"]) == 2


def test_a_signal_says_that_somebody_did_and_not_how_many(session):
    people = people_in(session, 6)
    for person in people[:3]:
        participation.signal(session.current, person.secret, Signal.Sort.MORE_TIME)
    page = html(session)
    assert page.count("Iemand vroeg om meer tijd.") == 1
    assert "Iemand nam even pauze." not in page


def test_signals_of_an_earlier_step_are_gone(session):
    person = people_in(session, 1)[0]
    participation.signal(session.current, person.secret, Signal.Sort.PAUSE)
    running.advance(session, session.current.ref)
    assert "Iemand nam even pauze." not in html(session)


def test_next_says_what_comes_and_passes_over_slack(session):
    people_in(session, 1)
    assert "Volgende: stap together" in html(session)
    running.advance(session, session.current.ref)
    assert "Volgende: stap checkout" in html(session)


def test_at_the_last_step_next_becomes_closing_the_session(session):
    people_in(session, 1)
    running.jump(session, session.current.ref, session.steps.last().ref)
    page = html(session)
    assert "Sluit de sessie af" in page
    assert "Volgende:" not in page


def test_every_step_but_the_current_and_slack_can_be_jumped_to(session):
    people_in(session, 1)
    lines = {line.step.kind: line for line in console.context(session)["programme"]}
    assert not lines[Kind.ALONE].jump
    assert lines[Kind.ALONE].state == "now"
    assert lines[Kind.TOGETHER].jump
    assert not lines[Kind.SLACK].jump


def test_notes_stand_in_order_and_untested_words_are_marked(session):
    notes = (Note(heading="Waar deze stap voor is", text="Even stil.\n\n- adem in"),)
    step = session.steps.first()
    step.content = {"notes": [{"heading": n.heading, "text": n.text} for n in notes]}
    step.save()
    running.start(session)
    page = html(session)
    assert "<p>Even stil.</p>" in page
    assert "<li>adem in</li>" in page
    assert "concept" in page


def test_tested_words_are_not_marked():
    session = make_empty_session()
    add_step(session, Kind.FREE, content=StepContent(tested=True))
    running.start(session)
    assert "concept" not in html(session).lower()


def test_a_frame_holds_no_token_and_only_buttons_of_the_form_around_it(session):
    people_in(session, 6)
    page = html(session)
    assert "csrfmiddlewaretoken" not in page
    assert "<form" not in page


def test_after_the_end_it_leads_to_the_report(session):
    running.start(session)
    running.finish(session)
    page = html(session)
    assert "De sessie is afgelopen" in page
    assert f"/sessies/{session.ref}/verslag/" in page


def test_agreements_are_listed_at_the_harvest_only():
    session = make_empty_session()
    add_step(session, Kind.HARVEST)
    add_step(session, Kind.CHECKOUT)
    running.start(session)
    running.agree(session, "We vragen het na.", "Fatima", "over zes weken")
    page = html(session)
    assert "We vragen het na." in page
    assert "Fatima kijkt terug: over zes weken" in page
    running.advance(session, session.current.ref)
    assert "We vragen het na." not in html(session)


def test_what_somebody_wrote_is_never_markup(session):
    people = people_in(session, 5)
    question = question_of(session, Form.OPEN)
    for person in people:
        person.send(question, waarde="<script>alert(1)</script>")
    running.read(session, question.ref)
    page = html(session)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_tally_holds_each_count_by_name(session):
    everybody_answers(session, 6)
    tally = frames.render_tally(session.ref, frames.CONSOLE, connected=4)
    assert "4 nu verbonden" in tally
    for question in (question_of(session, Form.OPEN), question_of(session, Form.ONE)):
        assert f'data-tally="count-{question.ref}"' in tally


@pytest.mark.parametrize("questions", [1, 8])
def test_a_frame_costs_the_same_for_one_question_and_for_many(
    questions, django_assert_max_num_queries
):
    session = make_empty_session()
    step = add_step(session)
    for _ in range(questions):
        add_question(step, Form.SCALE)
    for person in people_in(session, 5):
        for question in step.questions.all():
            person.send(question, waarde="2")
    with django_assert_max_num_queries(10):
        frames.render(session.ref, frames.CONSOLE)
