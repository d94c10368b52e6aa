"""What every phone is pushed: the same for all, and nothing of anybody in it."""

import re
from html.parser import HTMLParser

import pytest

from content.document import AnswerForm, Figure, Film, Slide
from sessions_app import asking, kinds, running, surfaces
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, StepQuestion
from sessions_app.script import StepContent
from sessions_app.surfaces.participant import frame
from tests.factories import WORDS
from tests.sessions_app import room

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def pushed(session: DialogueSession) -> str:
    return surfaces.render(session.ref, surfaces.PARTICIPANT).html


def session_at(kind: str, *forms: AnswerForm, **step) -> DialogueSession:
    """A running session that is in one step of this kind."""
    session = room.make_empty_session()
    first = room.add_step(session, kind, **step)
    for form in forms:
        room.add_question(first, form)
    room.add_step(session, "slack", "speling")
    room.add_step(session, "checkout", "einde")
    running.start(session)
    return session


class Fields(HTMLParser):
    """The form controls of a page, and what labels and legends say about them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.controls: list[dict] = []
        self.labelled: set[str] = set()
        self.ids: list[str] = []
        self.legends: list[str] = []
        self._in_legend = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if tag in ("input", "textarea") and found.get("type") != "hidden":
            self.controls.append(found)
        if tag == "label":
            self.labelled.add(found["for"])
        self._in_legend = tag == "legend"

    def handle_data(self, data):
        if self._in_legend and data.strip():
            self.legends.append(data.strip())
            self._in_legend = False


def test_a_pushed_frame_holds_nothing_personal_and_no_token():
    session = session_at("alone", AnswerForm.OPEN, AnswerForm.SCALE)
    (person,) = room.people_in(session, 1)
    person.send(room.question_of(session, AnswerForm.OPEN), waarde="Dit is alleen van mij")
    person.send(room.question_of(session, AnswerForm.SCALE), waarde="4")
    html = pushed(session)
    assert "Dit is alleen van mij" not in html
    assert "checked" not in html
    assert "csrf" not in html.lower()
    assert 'data-state="empty"' in html
    assert person.secret not in html


def test_the_frame_says_which_step_and_version_it_is():
    session = session_at("alone", AnswerForm.OPEN)
    session.refresh_from_db()
    html = pushed(session)
    assert f'data-step="{session.current.ref}"' in html
    assert f'data-version="{session.version}"' in html
    assert "stap 1 van 2" in html  # slack is no step to stand in


def test_before_the_start_the_lobby_says_what_is_and_is_not_kept():
    session = room.make_session()
    html = pushed(session)
    assert 'data-step="lobby"' in html
    assert "De app bewaart niet wie wat antwoordt" in html
    assert "anoniem" not in html.lower()


@pytest.mark.parametrize("form", [form for form, one in asking.FORMS.items() if one.sent])
def test_every_control_has_a_label_and_every_choice_belongs_to_its_question(form):
    html = pushed(session_at("poll", form, form))
    fields = Fields(html)
    assert fields.controls
    assert all(control["id"] in fields.labelled for control in fields.controls)
    assert len(fields.ids) == len(set(fields.ids))
    if not asking.of(form).worded:
        assert fields.legends == ["Wat denk je?", "Wat denk je?"]


def test_every_point_of_a_scale_has_its_word():
    html = pushed(session_at("poll", AnswerForm.SCALE))
    for word in WORDS:
        assert f"<span data-word>{word}</span>" in html


def test_passing_is_a_button_like_sending():
    html = pushed(session_at("poll", AnswerForm.ONE))
    send, passing = re.findall(r'<button class="(btn[^"]*)"[^>]*>(?:Verstuur|Ik sla)', html)
    assert send.replace(" btn--primary", "") == passing
    assert "Verstuur mijn antwoord" in html
    assert "Ik sla deze vraag over" in html


def test_each_question_says_who_will_see_the_answer():
    html = pushed(session_at("alone", AnswerForm.PRIVATE, AnswerForm.OPEN, AnswerForm.SCALE))
    assert html.count("Alleen voor jou. Dit blijft op je telefoon.") == 1
    assert "Is de vraag dicht en schreven genoeg mensen iets?" in html
    assert "kan het zonder naam op het scherm zetten, woorden afdekken" in html
    assert "Naar het scherm gaat alleen het totaal, en pas als genoeg mensen antwoordden." in html


def test_a_question_to_oneself_can_not_be_sent():
    html = pushed(session_at("alone", AnswerForm.PRIVATE))
    assert "<textarea" in html
    assert "<form" not in html
    assert "name=" not in html


def test_an_open_question_warns_that_style_is_recognised_and_asks_about_the_report():
    html = pushed(session_at("alone", AnswerForm.OPEN))
    assert "kunnen je schrijfstijl herkennen. Noem geen namen" in html
    assert "Mijn antwoord mag in het verslag" in html


def test_several_choices_say_how_many_at_most():
    session = room.make_empty_session()
    step = room.add_step(session, "poll")
    room.add_question(step, AnswerForm.SEVERAL, most=2)
    running.start(session)
    html = pushed(session)
    assert "Kies er hooguit twee." in html
    assert 'data-alone="niet"' in html


def test_questions_close_together_and_each_says_so():
    session = session_at("alone", AnswerForm.OPEN, AnswerForm.SCALE)
    question = room.question_of(session, AnswerForm.SCALE)
    for person in room.people_in(session, 5):
        person.send(question, waarde="2")
    room.read(session, question)
    html = pushed(session)
    assert html.count("Deze vraag is gesloten.") == 2
    assert html.count("data-closed") == 2


def test_a_film_has_its_length_its_note_and_a_place_for_oneself():
    note = "Deze film kan je raken."
    film = Film(
        number=7,
        title="Hoop",
        youtube="x" * 11,
        seconds=315,
        content_note=note,
    )
    html = pushed(session_at("film", content=StepContent(film=film), theme_number=7))
    assert "Hoop, 5 min 15. Deze film kan je raken." in html
    assert "Ik wil iets voor mezelf noteren" in html
    assert film.youtube not in html


@pytest.mark.parametrize("kind", kinds.keys(runs=True))
def test_without_a_question_the_phone_waits_calmly(kind):
    html = pushed(session_at(kind, content=StepContent()))
    assert 'data-kind="waiting"' in html
    assert "<form" not in html
    assert "Kijk mee op het scherm." in html


def test_what_hangs_on_the_screen_can_be_read_along_on_the_phone():
    slide = Slide(key="s", title="Dia", figures=(Figure(label="Vier op de tien"),))
    content = StepContent(slide=slide, talk=("Wat valt je op?",))
    html = pushed(session_at("slide", content=content))
    assert "Lees mee op je telefoon" in html
    assert "Vier op de tien" in html
    assert "Wat valt je op?" in html


@pytest.mark.parametrize("form", [AnswerForm.ONE, AnswerForm.SCALE, AnswerForm.SEVERAL])
def test_totals_on_the_screen_can_be_read_on_the_phone(form):
    session = session_at("poll", form, block="een")
    question = room.question_of(session, form)
    value = "2" if form == AnswerForm.SCALE else "soms"
    for person in room.people_in(session, 6):
        person.send(question, waarde=value)
    before = pushed(session)
    assert "Lees de antwoorden" not in before
    room.show(session, question)
    html = pushed(session)
    assert "Lees de antwoorden op je telefoon" in html
    label = WORDS[1] if form == AnswerForm.SCALE else "Soms"
    assert f'<th scope="row">{label}</th><td>6 van de 6</td>' in html
    assert '<details class="card phone-card phone-more">' in html  # closed: for who wants it
    running.hide(session, question.ref)
    assert "Lees de antwoorden" not in pushed(session)


def test_what_the_screen_may_not_show_is_on_no_phone_either():
    session = session_at("poll", AnswerForm.ONE)
    question = room.question_of(session, AnswerForm.ONE)
    for person in room.people_in(session, 4):
        person.send(question, waarde="soms")
    with pytest.raises(Refused):
        room.show(session, question)
    assert "van de 4" not in pushed(session)


def test_peoples_own_words_stay_on_the_screen():
    session = session_at("alone", AnswerForm.OPEN)
    question = room.question_of(session, AnswerForm.OPEN)
    for person in room.people_in(session, 6):
        person.send(question, waarde="Eigen woorden")
    room.show(session, question)
    html = pushed(session)
    assert "Eigen woorden" not in html
    assert "Vraag gerust of iemand ze voorleest." in html


def test_a_page_with_something_to_read_does_not_load_itself_anew():
    for content, again in (
        (StepContent(), True),
        (StepContent(points=("Een regel",)), False),
        (StepContent(talk=("Een vraag",)), False),
    ):
        session = session_at("slide", content=content)
        assert frame.context(session)["looks_again"] is again


def test_several_questions_are_one_form_and_each_field_says_of_which():
    session = session_at("evaluation", AnswerForm.SCALE, AnswerForm.SEVERAL, AnswerForm.OPEN)
    html = pushed(session)
    assert html.count("<form") == 1
    for question in StepQuestion.objects.filter(step=session.current):
        assert f'name="waarde.{question.ref}"' in html
        assert f'name="pas.{question.ref}"' in html
    assert html.count("Verstuur mijn") == 1
    assert "Klaar. Leg je telefoon weg." in html


@pytest.mark.parametrize("forms", [[AnswerForm.SEVERAL], [AnswerForm.OPEN] * 3])
def test_what_a_field_or_heading_is_described_by_is_there(forms):
    for kind in ("alone", "evaluation"):
        html = pushed(session_at(kind, *forms))
        ids = set(Fields(html).ids)
        for named in re.findall(r'aria-(?:describedby|labelledby)="([^"]*)"', html):
            assert set(named.split()) <= ids, named


def test_how_many_may_be_chosen_belongs_to_the_group_of_choices():
    session = room.make_empty_session()
    step = room.add_step(session, "poll")
    room.add_question(step, AnswerForm.SEVERAL, most=2)
    running.start(session)
    html = pushed(session)
    said = re.search(r'<fieldset[^>]*aria-describedby="([^"]+)"', html)
    assert said
    assert f'id="{said[1]}">Kies er hooguit twee.' in html


def test_a_question_that_closed_says_what_to_take_back_only_to_who_gave_something():
    session = session_at("poll", AnswerForm.ONE)
    room.close(session)
    html = pushed(session)
    assert '<span class="when-given">Je kunt je antwoord nog terugnemen' in html


def test_the_end_says_thanks_and_where_to_turn():
    session = session_at("alone", AnswerForm.OPEN)
    running.finish(session)
    html = pushed(session)
    assert 'data-step="ended"' in html
    assert "Dank je wel dat je er was" in html
    assert "Anja, toestel 12" in html
    assert "<form" not in html


def test_the_frame_costs_as_many_queries_for_one_question_as_for_twelve(
    django_assert_num_queries,
):
    for forms in ([AnswerForm.SCALE], [AnswerForm.SCALE] * 12):
        session = session_at("evaluation", *forms)
        assert session.says  # its edition is read once per process
        with django_assert_num_queries(5):
            pushed(session)
