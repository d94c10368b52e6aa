"""What the room reads: one thought per screen, never a count of answers, always fitting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.document import Film, Form
from sessions_app import codes, running
from sessions_app.live import frames
from sessions_app.live.frames import fitting, projector, stage
from sessions_app.models import DialogueSession
from sessions_app.script import Kind, StepContent
from tests.sessions_app.room import (
    add_question,
    add_step,
    make_empty_session,
    make_session,
    people_in,
    question_of,
)

pytestmark = pytest.mark.django_db

FILM = Film(
    number=1,
    title="Bejegening",
    youtube="aaaaaaaaaaa",
    seconds=510,
    content_note="Deze film kan je raken. Je mag weggaan en terugkomen.",
)


@pytest.fixture
def session() -> DialogueSession:
    made = make_session(Form.OPEN, Form.ONE)
    codes.give_code(made)
    return made


def html(session: DialogueSession) -> str:
    return frames.render(session.ref, frames.PROJECTOR).html


def only(kind: Kind, content: StepContent | None = None, **fields) -> DialogueSession:
    """A running session that stands in one step."""
    made = make_empty_session()
    add_step(made, kind, content=content or StepContent(), **fields)
    running.start(made)
    return made


def answered(session: DialogueSession, count: int) -> None:
    for person in people_in(session, count):
        person.send(question_of(session, Form.OPEN), waarde="Haar naam noemen.")
        person.send(question_of(session, Form.ONE), waarde="soms")


def test_with_the_door_closed_no_code_is_shown(session):
    page = html(session)
    assert session.code not in page
    assert "We beginnen om" in page


def test_with_the_door_open_everybody_can_join(session):
    running.open_door(session)
    page = html(session)
    assert session.code in page
    assert 'class="segno"' in page
    assert "De app bewaart niet wie wat antwoordt." in page
    assert "testserver" not in page  # the host people type is that of BASE_URL


def test_the_qr_code_holds_the_address_that_joins(session, settings):
    settings.BASE_URL = "https://voorbeeld.nl"
    code = codes.read_code(session.code).lower()
    assert projector.join_address(session) == f"https://voorbeeld.nl/m/{code}/"


def test_without_phones_there_is_no_code_anywhere(session):
    running.go_phone_free(session)
    assert session.code not in html(session)
    running.start(session)
    page = html(session)
    assert session.code not in page
    assert "Pak je telefoon" not in page


def test_how_many_answered_is_never_on_the_screen(session):
    answered(session, 7)
    page = html(session)
    assert "klaar" not in page
    assert "7</b> doen mee" in page
    tally = frames.render_tally(session.ref, frames.PROJECTOR, connected=3)
    assert "doen mee" in tally
    assert "verbonden" not in tally


def test_answers_stay_off_the_screen_until_they_are_shown(session):
    answered(session, 6)
    running.read(session, question_of(session, Form.OPEN).ref)
    assert "Haar naam noemen." not in html(session)
    running.show(session, question_of(session, Form.OPEN).ref)
    assert html(session).count("Haar naam noemen.") == 6
    running.hide(session, question_of(session, Form.OPEN).ref)
    assert "Haar naam noemen." not in html(session)


def test_a_shown_poll_gives_counts_out_of_those_who_answered_and_a_table(session):
    answered(session, 6)
    running.show(session, question_of(session, Form.ONE).ref)
    page = html(session)
    assert "<table>" in page
    assert "6 van de 6" in page
    assert "%</" not in page


def test_texts_that_were_taken_back_below_five_leave_the_screen(session):
    people = people_in(session, 5)
    question = question_of(session, Form.OPEN)
    for person in people:
        person.send(question, waarde="Haar naam noemen.")
    running.show(session, question.ref)
    people[0].send(question, intrekken="1")
    assert "Haar naam noemen." not in html(session)


def test_shown_answers_leave_with_their_block(session):
    answered(session, 6)
    running.show(session, question_of(session, Form.ONE).ref)
    running.jump(session, session.current.ref, session.steps.last().ref)
    assert "6 van de 6" not in html(session)


def test_a_film_loads_nothing_and_warns_first():
    page = html(only(Kind.FILM, StepContent(film=FILM, lead="Over de film"), theme_number=1))
    assert "<iframe" not in page
    assert "src=" not in page
    assert "Deze film kan je raken." in page
    assert "Open de film in een nieuw tabblad" in page
    assert "Werkt de film niet? De gespreksleider start de film." in page


def test_a_talk_in_a_large_group_starts_in_threes():
    talk = StepContent(talk=("Wat helpt?", "Wat kost moeite?"), threes_minutes=8)
    page = html(only(Kind.TOGETHER, talk))
    assert "Eerst 8 min met z’n drieën. Daarna samen." in page
    assert "Wat kost moeite?" in page


def test_thinking_alone_is_in_silence():
    session = make_empty_session()
    add_question(add_step(session, Kind.ALONE), Form.PRIVATE, text="Waaraan merk je dat?")
    running.start(session)
    page = html(session)
    assert "in stilte" in page
    assert "Waaraan <mark>merk</mark> je dat?" in page


def test_a_break_says_when_it_ends_with_the_time_that_was_added():
    session = only(Kind.BREAK, minutes=10)
    running.extend(session, session.current.ref, 120)
    session.step_started_at = timezone.now()
    ends = timezone.localtime(stage.step_ends(session))
    assert ends - timezone.localtime(session.step_started_at) == timedelta(minutes=12)
    session.save(update_fields=["step_started_at"])
    assert f"{ends:%H.%M} uur" in html(session)


def test_agreements_appear_as_they_are_made():
    session = only(Kind.HARVEST, StepContent(talk=("Wat neem je mee?",)))
    running.agree(session, "We vragen het na.", "Fatima")
    page = html(session)
    assert "Dit spreken we af" in page
    assert "Fatima kijkt terug" in page


def test_the_check_out_says_whom_to_turn_to():
    page = html(only(Kind.CHECKOUT, StepContent(aftercare="Je kunt terecht bij: Anja.")))
    assert "Je kunt terecht bij: Anja." in page


def test_black_hides_the_step_without_taking_it_away(session):
    running.start(session)
    before = projector.context(session)["headline"]
    running.blacken(session, True)
    page = html(session)
    assert "data-black" in page
    assert before.split()[0] in page


def test_after_the_end_the_screen_thanks_and_names_the_contact(session):
    running.start(session)
    running.finish(session)
    page = html(session)
    assert "Dank je wel" in page
    assert "Anja, toestel 12" in page


def test_the_screen_holds_nothing_that_acts(session):
    running.start(session)
    page = html(session)
    assert "<form" not in page
    assert "csrf" not in page


def test_the_marker_takes_the_weightiest_word_and_leaves_the_question_mark_outside():
    marked = stage.marked("Hoe vaak komt stigma voor?")
    assert marked == "Hoe vaak komt <mark>stigma</mark> voor?"
    assert stage.marked("Wat <b>voel</b> je nu echt?").count("<mark>") == 1
    assert "<b>" not in stage.marked("Wat <b>voel</b> je nu echt?")


def test_a_short_heading_stays_unmarked():
    assert stage.marked("Pauze") == "Pauze"


@pytest.mark.parametrize(("length", "fit"), [(20, 0), (80, 1), (140, 2), (200, 3)])
def test_longer_headings_get_a_smaller_size(length, fit):
    assert fitting.fit("x" * length, (58, 105, 165)) == fit


def test_a_talk_with_many_questions_shrinks_and_a_short_one_does_not():
    short = fitting.talk("Wat helpt je?", [], ["Vertel wat je wilt."], "")
    assert (short.headline, short.prompts, short.lead) == (0, 0, 0)
    full = fitting.talk("x" * 110, ["y" * 110] * 4, ["z" * 110] * 2, "Pak je telefoon.")
    assert (full.headline, full.prompts, full.lead) == (3, 3, 3)


def test_a_talk_holds_no_more_prompts_than_fit():
    few = fitting.talk("Wat helpt je?", ["y" * 60] * 4, [], "")
    assert few.kept == 4
    many = fitting.talk("Wat helpt je?", ["y" * 80] * 14, [], "")
    assert 4 < many.kept < 14
    assert (many.headline, many.prompts) == (3, 3)


def test_the_screen_leaves_out_what_does_not_fit_and_the_console_has_it():
    prompts = tuple(f"Vraag {n}: " + "wat helpt je dan verder " * 3 for n in range(14))
    session = only(Kind.TOGETHER, StepContent(talk=prompts))
    assert prompts[1].strip() in html(session)
    assert prompts[13].strip() not in html(session)
    assert prompts[13].strip() in frames.render(session.ref, frames.CONSOLE).html


def test_bars_shrink_with_their_number_their_words_and_their_title():
    assert fitting.rows(["Nooit", "Soms", "Vaak"], 0) == 0
    assert fitting.rows(["Soms"] * 11, 1) > 0
    assert fitting.rows(["x" * 60] * 11, 2) == 3


def test_answers_are_laid_out_as_large_as_they_can_be():
    few = fitting.lay_out(["Kort."] * 5, (4.2, 2.7), wide=48, high=52, columns=3)
    assert (few.fit, few.left_out) == (0, False)
    assert sorted(at for column in few.columns for at in column) == [0, 1, 2, 3, 4]


def test_more_answers_than_fit_are_left_for_the_facilitator_to_read():
    many = fitting.lay_out(["woord " * 33] * 60, (4.2, 2.7), wide=48, high=52, columns=3)
    assert many.left_out
    assert 0 < sum(len(column) for column in many.columns) < 60


def test_progress_has_one_segment_per_block_as_wide_as_it_lasts(session):
    steps = list(session.steps.all())
    running.start(session)
    parts = stage.segments(steps, steps[0])
    assert [part["state"] for part in parts] == ["now", ""]
    assert parts[0]["minutes"] == steps[0].minutes + steps[1].minutes
