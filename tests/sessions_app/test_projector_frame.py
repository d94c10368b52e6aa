"""What the room reads: one thought per screen, never a count of answers, always fitting."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from content.document import AnswerForm, Diagram, Figure, Film, Slide
from sessions_app import codes, programmes, running, surfaces
from sessions_app.models import DialogueSession
from sessions_app.script import StepContent
from sessions_app.surfaces import fitting, stage
from sessions_app.surfaces.projector import frame as projector
from tests.sessions_app.room import (
    add_question,
    add_step,
    make_empty_session,
    make_session,
    people_in,
    question_of,
    read,
    show,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

FILM = Film(
    number=1,
    title="Bejegening",
    youtube="aaaaaaaaaaa",
    seconds=510,
    content_note="Deze film kan je raken. Je mag weggaan en terugkomen.",
)


@pytest.fixture
def session() -> DialogueSession:
    made = make_session(AnswerForm.OPEN, AnswerForm.ONE)
    codes.give_code(made)
    return made


def html(session: DialogueSession) -> str:
    return surfaces.render(session.ref, surfaces.PROJECTOR).html


def only(kind: str, content: StepContent | None = None, **fields) -> DialogueSession:
    """A running session that stands in one step."""
    made = make_empty_session()
    add_step(made, kind, content=content or StepContent(), **fields)
    running.start(made)
    return made


def answered(session: DialogueSession, count: int) -> None:
    for person in people_in(session, count):
        person.send(question_of(session, AnswerForm.OPEN), waarde="Haar naam noemen.")
        person.send(question_of(session, AnswerForm.ONE), waarde="soms")


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
    key = codes.key(code.upper())
    assert projector.join_address(session) == f"https://voorbeeld.nl/m/{code}/?k={key}"


def test_without_phones_there_is_no_code_anywhere(session):
    running.go_phone_free(session)
    assert session.code not in html(session)
    running.start(session)
    page = html(session)
    assert session.code not in page
    assert "Pak je telefoon" not in page


@pytest.mark.parametrize("lead", ["In stilte. Overslaan mag altijd.", "In stilte."])
def test_what_stands_above_the_line_about_the_phone_is_not_said_again_in_it(lead):
    made = make_empty_session()
    add_question(add_step(made, "alone", content=StepContent(lead=lead)))
    running.start(made)
    page = html(made)
    assert "Pak je telefoon." in page
    assert page.count("Overslaan mag altijd.") == 1


def test_how_many_answered_is_never_on_the_screen(session):
    answered(session, 7)
    page = html(session)
    assert "klaar" not in page
    assert "7</b> doen mee" in page
    tally = surfaces.render_tally(session.ref, surfaces.PROJECTOR, connected=3)
    assert "doen mee" in tally
    assert "verbonden" not in tally


def test_answers_stay_off_the_screen_until_they_are_shown(session):
    answered(session, 6)
    read(session, question_of(session, AnswerForm.OPEN))
    assert "Haar naam noemen." not in html(session)
    running.show(session, question_of(session, AnswerForm.OPEN).ref)
    assert html(session).count("Haar naam noemen.") == 6
    running.hide(session, question_of(session, AnswerForm.OPEN).ref)
    assert "Haar naam noemen." not in html(session)


def test_a_shown_poll_gives_counts_out_of_those_who_answered_and_a_table(session):
    answered(session, 6)
    show(session, question_of(session, AnswerForm.ONE))
    page = html(session)
    assert "<table>" in page
    assert "6 van de 6" in page
    assert "%</" not in page


def test_texts_that_were_taken_back_below_five_leave_the_screen(session):
    people = people_in(session, 5)
    question = question_of(session, AnswerForm.OPEN)
    for person in people:
        person.send(question, waarde="Haar naam noemen.")
    show(session, question)
    people[0].send(question, intrekken="1")
    running.advance(session, session.current.ref)
    assert "Haar naam noemen." not in html(session)


def test_shown_answers_leave_with_their_block(session):
    answered(session, 6)
    show(session, question_of(session, AnswerForm.ONE))
    running.jump(session, session.current.ref, session.steps.last().ref)
    assert "6 van de 6" not in html(session)


def test_a_film_loads_nothing_and_warns_first():
    page = html(only("film", StepContent(film=FILM, lead="Over de film"), theme_number=1))
    assert "<iframe" not in page
    assert "src=" not in page
    assert "Deze film kan je raken." in page
    assert "Open de film in een nieuw tabblad" in page
    assert "Werkt de film niet? De gespreksleider start de film." in page


def test_a_talk_in_a_large_group_starts_in_threes():
    said = "Eerst 8 min met z’n drieën. Daarna samen."
    talk = StepContent(talk=("Wat helpt?", "Wat kost moeite?"), threes_minutes=8, hint=said)
    page = html(only("together", talk))
    assert said in page
    assert "Wat kost moeite?" in page


def test_thinking_alone_is_in_silence():
    session = make_empty_session()
    alone = add_step(session, "alone", content=StepContent(lead="Denk even na, in stilte."))
    add_question(alone, AnswerForm.PRIVATE, text="Waaraan merk je dat?")
    running.start(session)
    page = html(session)
    assert "in stilte" in page
    assert "Waaraan <mark>merk</mark> je dat?" in page


def test_a_break_says_when_it_ends_with_the_time_that_was_added():
    session = only("break", minutes=10)
    running.extend(session, session.current.ref, 120)
    session.step_started_at = timezone.now()
    ends = timezone.localtime(stage.step_ends(session))
    assert ends - timezone.localtime(session.step_started_at) == timedelta(minutes=12)
    session.save(update_fields=["step_started_at"])
    assert f"{ends:%H.%M} uur" in html(session)


def test_agreements_appear_as_they_are_made():
    session = only("harvest", StepContent(talk=("Wat neem je mee?",)))
    running.agree(session, "We vragen het na.", "Fatima")
    page = html(session)
    assert "Dit spreken we af" in page
    assert "Fatima kijkt terug" in page


def test_the_check_out_says_whom_to_turn_to():
    page = html(only("checkout", StepContent(aftercare="Je kunt terecht bij: Anja.")))
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
    session = only("together", StepContent(talk=prompts))
    assert prompts[1].strip() in html(session)
    assert prompts[13].strip() not in html(session)
    assert prompts[13].strip() in surfaces.render(session.ref, surfaces.CONSOLE).html


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


def named(kind: str, title: str, content: StepContent | None = None, **fields) -> DialogueSession:
    """A running session in a step that somebody gave another name."""
    made = make_empty_session()
    step = add_step(made, kind, content=content or StepContent(), **fields)
    programmes.rename_step(step, title)
    running.start(made)
    return made


def both(session: DialogueSession) -> tuple[str, str]:
    """Screen and console as they can be read."""
    found = (surfaces.render(session.ref, s).html for s in (surfaces.PROJECTOR, surfaces.CONSOLE))
    screen, console = (re.sub(r"</?mark>", "", page) for page in found)
    return screen, console


@pytest.mark.parametrize(
    ("kind", "content", "gone"),
    [
        ("film", StepContent(film=FILM), ">Bejegening<"),
        ("slide", StepContent(slide=Slide(key="s", title="Stigma")), ">Stigma<"),
        ("together", StepContent(talk=("Wat helpt je?",)), "Samen in gesprek"),
        ("rules", StepContent(points=("Luister.",)), "Basisregels"),
        ("break", StepContent(), "Stap break"),
    ],
)
def test_a_step_that_was_renamed_has_its_new_name_on_screen_and_console(kind, content, gone):
    session = named(kind, "Kijken met Sam", content)
    for page in both(session):
        assert "Kijken met Sam" in page
        assert gone not in page


def test_what_is_for_the_facilitator_never_reaches_the_room():
    session = make_empty_session()
    programmes.add_step(session, None, "Even zingen", 5, "Samen.", "Vraag Anja de toon.")
    running.start(session)
    for surface in (surfaces.PROJECTOR, surfaces.PARTICIPANT):
        page = surfaces.render(session.ref, surface).html
        assert "Even zingen" in page
        for hidden in ("igen stap", "notitie", "Anja de toon", "oor mezelf"):
            assert hidden not in page
    assert "Vraag Anja de toon." in surfaces.render(session.ref, surfaces.CONSOLE).html


def test_with_the_door_closed_nobody_is_asked_to_come_in(session):
    running.start(session)
    assert "Doe mee op" in html(session)
    running.close_door(session)
    page = html(session)
    assert "Doe mee op" not in page
    assert session.code not in page


def test_who_has_no_phone_reads_what_can_be_chosen():
    session = make_empty_session()
    step = add_step(session, "poll")
    question = add_question(step, AnswerForm.ONE)
    running.start(session)
    page = html(session)
    for option in question.script.options:
        assert f"<li>{option.text}</li>" in page


def test_what_can_be_chosen_is_never_left_out_and_as_large_as_it_can_be():
    few = fitting.options("Hoe vaak?", ["Nooit", "Soms", "Vaak"], "Pak je telefoon.")
    assert (few.fit, few.columns) == (0, 1)
    many = fitting.options("x" * 120, ["y" * 60] * 12, "Pak je telefoon.")
    assert (many.fit, many.columns) == (4, 3)


def test_a_caution_is_in_the_notes_and_not_on_the_slide():
    figure = Figure(label="Zelfbeeld", caution="Dit is een schatting.")
    slide = Slide(key="s", title="Stigma", diagram=Diagram.WORDS, figures=(figure,))
    screen, console = both(only("slide", StepContent(slide=slide)))
    assert "Dit is een schatting." not in re.sub(r"(?s)<details.*?</details>", "", screen)
    assert "Kanttekening bij de cijfers" in console
    assert "Dit is een schatting." in console


def test_the_agreement_comes_back_at_the_closing():
    session = make_empty_session()
    for kind in ("harvest", "checkout"):
        add_step(session, kind)
    running.start(session)
    running.agree(session, "We vragen het na.", "Fatima")
    running.advance(session, session.current.ref)
    assert "Dit spraken we af" in html(session)
    for surface in (surfaces.PROJECTOR, surfaces.PARTICIPANT):
        page = surfaces.render(session.ref, surface).html
        assert "We vragen het na." in page
        assert "Fatima kijkt terug" in page


def test_threes_have_a_time_of_their_own_that_ends_in_silence():
    session = only("together", StepContent(talk=("Wat helpt je?",), threes_minutes=6), minutes=15)
    screen, console = both(session)
    assert "Drietallen: nog 6 min" in screen
    assert "drietallen: nog 6:00" in console
    before = str((15 - 6) * 60)
    assert f'data-before="{before}"' in screen
    session.step_started_at = timezone.now() - timedelta(minutes=6, seconds=1)
    session.save(update_fields=["step_started_at"])
    screen, console = both(session)
    assert ">Nu samen verder<" in screen
    assert ">nu samen verder<" in console
    assert "<audio" not in screen
    running.extend(session, session.current.ref, 120)  # goes to the talk with all
    assert ">Nu samen verder<" in both(session)[0]
