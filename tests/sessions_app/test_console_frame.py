"""What the facilitator sees, and what the small-group rule keeps from everybody."""

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from content.document import AnswerForm
from sessions_app import participation, progress, running, surfaces
from sessions_app.kinds import READ
from sessions_app.models import DialogueSession, Signal
from sessions_app.script import Note, StepContent
from sessions_app.small_groups import Level
from sessions_app.surfaces.console import frame as console
from tests.sessions_app.room import (
    add_question,
    add_step,
    alter,
    close,
    make_empty_session,
    make_session,
    people_in,
    question_of,
    read,
    show,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

OWN = "Ik noem haar naam, niet het dossier."


@pytest.fixture
def session() -> DialogueSession:
    return make_session(AnswerForm.OPEN, AnswerForm.ONE)


def html(session: DialogueSession) -> str:
    return surfaces.render(session.ref, surfaces.CONSOLE).html


def everybody_answers(session: DialogueSession, count: int, texts: bool = True) -> None:
    for n, person in enumerate(people_in(session, count)):
        if texts:
            person.send(question_of(session, AnswerForm.OPEN), waarde=f"{OWN} {n}")
        person.send(question_of(session, AnswerForm.ONE), waarde="soms" if n else "vaak")


def test_before_the_start_it_lists_what_to_do_and_starts_in_the_place_of_next(session):
    page = html(session)
    assert "Voor je begint" in page
    assert "Open het scherm" in page
    assert "Open de deur" in page
    assert "?sleutel=" in page
    assert "Start de sessie" in page


@pytest.mark.parametrize(
    ("kind", "said"), [("sentence", "3 stukjes van de zin"), ("together", "2 vragen daarna")]
)
def test_what_the_room_reads_besides_is_called_what_it_is(kind, said):
    session = make_empty_session()
    talk = ("Wat ik zag.", "Wat het met mij doet.", "Wat ik vraag.")
    step = add_step(session, kind, content=StepContent(talk=talk))
    if kind == "sentence":
        add_question(step, AnswerForm.SENTENCE, text="Welke zin?")
    running.start(session)
    assert said in html(session)


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
    assert entries[AnswerForm.OPEN].level == Level.NOBODY  # not looked at yet
    assert entries[AnswerForm.OPEN].outcome is None
    progress.look([e.question for e in entries.values()], 6, now=time.monotonic() + 60)
    page = html(session)
    assert page.count("Iedereen of bijna iedereen is klaar.") == 2
    assert OWN not in page


def test_while_phones_may_answer_it_can_be_closed_and_not_read(session):
    everybody_answers(session, 6)
    question = question_of(session, AnswerForm.OPEN)
    page = html(session)
    assert "Sluit de antwoorden" in page
    assert f"lees-{question.ref}" not in page
    close(session)
    page = html(session)
    assert "Sluit de antwoorden" not in page
    assert f"lees-{question.ref}" in page


def test_after_next_everything_of_the_step_before_can_be_read(session):
    everybody_answers(session, 6)
    running.advance(session, session.current.ref)
    page = html(session)
    assert "Sluit de antwoorden" not in page
    for form in (AnswerForm.OPEN, AnswerForm.ONE):
        assert f"lees-{question_of(session, form).ref}" in page
    assert f"toon-{question_of(session, AnswerForm.ONE).ref}" in page
    assert f"toon-{question_of(session, AnswerForm.OPEN).ref}" not in page  # words are read first


def test_past_its_time_it_says_when_the_session_ends_by_itself(session):
    running.start(session)
    assert "doet de app dat om" not in html(session)
    started = timezone.now() - timedelta(minutes=session.minutes + 1)
    DialogueSession.objects.filter(pk=session.pk).update(started_at=started)
    assert "Sluit je de sessie niet zelf af? Dan doet de app dat om" in html(session)
    assert "doet de app dat om" in surfaces.render_tally(session.ref, surfaces.CONSOLE, 0)


def test_texts_come_after_reading_and_then_without_a_way_to_read_again(session):
    everybody_answers(session, 6)
    question = question_of(session, AnswerForm.OPEN)
    read(session, question)
    page = html(session)
    assert page.count(OWN) == 6
    assert "De volgorde is willekeurig" in page
    assert f"lees-{question.ref}" not in page


def test_near_unanimity_about_oneself_is_a_band_without_a_count(session):
    question = question_of(session, AnswerForm.ONE)
    question = alter(question, about_self=True)
    for person in people_in(session, 6):
        person.send(question, waarde="vaak")
    read(session, question)
    page = html(session)
    assert "Bijna iedereen koos: <b>Vaak</b>." in page
    assert "van 6" not in page


def test_what_is_on_the_screen_can_be_taken_off(session):
    everybody_answers(session, 6)
    show(session, question_of(session, AnswerForm.ONE))
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
    assert participation.tell_signals() == {session.ref}
    page = html(session)
    assert page.count("Iemand vroeg om meer tijd.") == 1
    assert "Iemand nam even pauze." not in page


def test_signals_of_an_earlier_step_are_gone(session):
    person = people_in(session, 1)[0]
    participation.signal(session.current, person.secret, Signal.Sort.PAUSE)
    participation.tell_signals()
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
    assert not lines["alone"].jump
    assert lines["alone"].state == "now"
    assert lines["together"].jump
    assert not lines["slack"].jump


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
    add_step(session, "free", content=StepContent(tested=True))
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
    add_step(session, "harvest")
    add_step(session, "checkout")
    running.start(session)
    running.agree(session, "We vragen het na.", "Fatima", "over zes weken")
    page = html(session)
    assert "We vragen het na." in page
    assert "Fatima kijkt terug: over zes weken" in page
    running.advance(session, session.current.ref)
    page = html(session)
    assert "Afspraken op het scherm" not in page
    assert "Haal weg" not in page


def test_what_somebody_wrote_is_never_markup(session):
    people = people_in(session, 5)
    question = question_of(session, AnswerForm.OPEN)
    for person in people:
        person.send(question, waarde="<script>alert(1)</script>")
    read(session, question)
    page = html(session)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_tally_holds_each_count_by_name(session):
    everybody_answers(session, 6)
    tally = surfaces.render_tally(session.ref, surfaces.CONSOLE, connected=4)
    assert "4 nu verbonden" in tally
    for question in (question_of(session, AnswerForm.OPEN), question_of(session, AnswerForm.ONE)):
        assert f'data-tally="count-{question.ref}"' in tally


@pytest.mark.parametrize("questions", [1, 8])
def test_a_frame_costs_the_same_for_one_question_and_for_many(
    questions, django_assert_max_num_queries
):
    session = make_empty_session()
    step = add_step(session)
    for _ in range(questions):
        add_question(step, AnswerForm.SCALE)
    for person in people_in(session, 5):
        for question in step.questions.all():
            person.send(question, waarde="2")
    with django_assert_max_num_queries(14):
        surfaces.render(session.ref, surfaces.CONSOLE)


def test_the_console_draws_the_screens_own_frame_where_nobody_can_press_it(session):
    people_in(session, 6)
    page = html(session)
    small = page.partition('class="console-mini"')[2].partition('class="console-left"')[0]
    drawn = surfaces.render(session.ref, surfaces.PROJECTOR).html
    title = drawn.partition("<h1")[2].partition("</h1>")[0]
    assert title in small
    assert 'aria-hidden="true" inert' in page
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    running.blacken(session, True)
    assert "Het scherm is zwart." in html(session)
    assert "stage-black" in html(session)


def test_what_must_be_read_aloud_stands_first():
    session = make_empty_session()
    notes = (Note(heading="Zeg bijvoorbeeld", text="Welkom."), Note(heading=READ, text="Beloofd."))
    add_step(session, "welcome", content=StepContent(notes=notes))
    running.start(session)
    page = html(session)
    assert page.index("Beloofd.") < page.index("Welkom.")


def test_where_nothing_is_asked_no_card_waits_for_answers():
    session = make_empty_session()
    add_step(session, "rules", "opening")
    people_in(session, 6)
    page = html(session)
    assert 'id="antwoorden"' not in page
    assert "is-alone" in page


def test_an_evaluation_is_one_line_and_the_check_out_has_none_of_it():
    session = make_empty_session()
    step = add_step(session, "evaluation", "afsluiting")
    for _ in range(12):
        add_question(step, AnswerForm.SCALE)
    add_step(session, "checkout", "afsluiting")
    people = people_in(session, 6)
    page = html(session)
    assert page.count('class="console-count"') == 1
    for person in people:
        for question in step.questions.all()[:11]:
            person.send(question, waarde="2")
    questions = list(step.questions.all())
    console.context(session)
    progress.look(questions, 6, now=time.monotonic() + 60)
    assert console.context(session)["looking_back"].level == Level.NOBODY  # one is still to come
    assert "lees-" not in page
    close(session)
    page = html(session)
    assert "lees-" not in page
    assert "De uitkomst staat straks in het verslag." in page
    running.advance(session, session.current.ref)
    page = html(session)
    assert "lees-" not in page
    assert 'id="antwoorden"' not in page


def test_the_screen_stays_within_reach_after_the_start(session):
    running.start(session)
    page = html(session)
    assert "/scherm/" in page
    assert "?sleutel=" in page
    for asks_first in ("nieuwe-code", "zonder-telefoons", "scherm-intrekken", "afsluiten"):
        assert f'data-dialog-open="{asks_first}"' in page
