"""What every phone is pushed: the same for all, and nothing of anybody in it."""

import re
from html.parser import HTMLParser

import pytest

from content.document import Figure, Film, Form, Slide
from sessions_app import running
from sessions_app.live import frames
from sessions_app.models import DialogueSession
from sessions_app.script import Kind, StepContent
from tests.factories import WORDS
from tests.sessions_app import room

pytestmark = pytest.mark.django_db


def pushed(session: DialogueSession) -> str:
    return frames.render(session.ref, frames.PARTICIPANT).html


def session_at(kind: Kind, *forms: Form, **step) -> DialogueSession:
    """A running session that is in one step of this kind."""
    session = room.make_empty_session()
    first = room.add_step(session, kind, **step)
    for form in forms:
        room.add_question(first, form)
    room.add_step(session, Kind.SLACK, "speling")
    room.add_step(session, Kind.CHECKOUT, "einde")
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
    session = session_at(Kind.ALONE, Form.OPEN, Form.SCALE)
    (person,) = room.people_in(session, 1)
    person.send(room.question_of(session, Form.OPEN), waarde="Dit is alleen van mij")
    person.send(room.question_of(session, Form.SCALE), waarde="4")
    html = pushed(session)
    assert "Dit is alleen van mij" not in html
    assert "checked" not in html
    assert "csrf" not in html.lower()
    assert 'data-state="empty"' in html
    assert person.secret not in html


def test_the_frame_says_which_step_and_version_it_is():
    session = session_at(Kind.ALONE, Form.OPEN)
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


@pytest.mark.parametrize("form", [Form.OPEN, Form.SCALE, Form.ONE, Form.SEVERAL])
def test_every_control_has_a_label_and_every_choice_belongs_to_its_question(form):
    html = pushed(session_at(Kind.POLL, form, form))
    fields = Fields(html)
    assert fields.controls
    assert all(control["id"] in fields.labelled for control in fields.controls)
    assert len(fields.ids) == len(set(fields.ids))
    if form != Form.OPEN:
        assert fields.legends == ["Wat denk je?", "Wat denk je?"]


def test_every_point_of_a_scale_has_its_word():
    html = pushed(session_at(Kind.POLL, Form.SCALE))
    for word in WORDS:
        assert f"<span>{word}</span>" in html


def test_passing_is_a_button_like_sending():
    html = pushed(session_at(Kind.POLL, Form.ONE))
    send, passing = re.findall(r'<button class="(btn[^"]*)"[^>]*>(?:Verstuur|Ik sla)', html)
    assert send.replace(" btn--primary", "") == passing
    assert "Verstuur mijn antwoord" in html
    assert "Ik sla deze vraag over" in html


def test_each_question_says_who_will_see_the_answer():
    html = pushed(session_at(Kind.ALONE, Form.PRIVATE, Form.OPEN, Form.SCALE))
    assert html.count("Alleen voor jou. Dit blijft op je telefoon.") == 1
    assert "leest dit pas als de vraag dicht is en vijf mensen iets schreven" in html
    assert "Naar het scherm gaat alleen het totaal, en pas vanaf vijf antwoorden." in html


def test_a_question_to_oneself_can_not_be_sent():
    html = pushed(session_at(Kind.ALONE, Form.PRIVATE))
    assert "<textarea" in html
    assert "<form" not in html
    assert "name=" not in html


def test_an_open_question_warns_that_style_is_recognised_and_asks_about_the_report():
    html = pushed(session_at(Kind.ALONE, Form.OPEN))
    assert "kunnen je schrijfstijl herkennen. Noem geen namen" in html
    assert "Mijn antwoord mag in het verslag" in html


def test_several_choices_say_how_many_at_most():
    session = room.make_empty_session()
    step = room.add_step(session, Kind.POLL)
    room.add_question(step, Form.SEVERAL, most=3)
    running.start(session)
    html = pushed(session)
    assert "Kies er hooguit drie." in html
    assert 'data-alone="niet"' in html


def test_a_closed_question_says_so_and_the_others_stay_open():
    session = session_at(Kind.ALONE, Form.OPEN, Form.SCALE)
    question = room.question_of(session, Form.SCALE)
    for person in room.people_in(session, 5):
        person.send(question, waarde="2")
    running.read(session, question.ref)
    html = pushed(session)
    assert html.count("Deze vraag is gesloten.") == 1
    assert html.count("data-closed") == 1


def test_a_film_has_its_length_its_note_and_a_place_for_oneself():
    note = "Deze film kan je raken."
    film = Film(
        number=7,
        title="Hoop",
        youtube="x" * 11,
        seconds=315,
        content_note=note,
    )
    html = pushed(session_at(Kind.FILM, content=StepContent(film=film), theme_number=7))
    assert "Hoop, 5 min 15. Deze film kan je raken." in html
    assert "Ik wil iets voor mezelf noteren" in html
    assert film.youtube not in html


@pytest.mark.parametrize("kind", [Kind.TOGETHER, Kind.RULES, Kind.SLIDE, Kind.BREAK, Kind.FREE])
def test_without_a_question_the_phone_waits_calmly(kind):
    html = pushed(session_at(kind, content=StepContent()))
    assert 'data-kind="waiting"' in html
    assert "<form" not in html
    assert "in de zaal" in html or "Pauze" in html


def test_what_hangs_on_the_screen_can_be_read_along_on_the_phone():
    slide = Slide(key="s", title="Dia", figures=(Figure(label="Vier op de tien"),))
    content = StepContent(slide=slide, talk=("Wat valt je op?",))
    html = pushed(session_at(Kind.SLIDE, content=content))
    assert "Lees mee op je telefoon" in html
    assert "Vier op de tien" in html
    assert "Wat valt je op?" in html


def test_the_end_says_thanks_and_where_to_turn():
    session = session_at(Kind.ALONE, Form.OPEN)
    running.finish(session)
    html = pushed(session)
    assert 'data-step="ended"' in html
    assert "Dank je wel dat je er was" in html
    assert "Anja, toestel 12" in html
    assert "<form" not in html


def test_the_frame_costs_as_many_queries_for_one_question_as_for_twelve(
    django_assert_num_queries,
):
    for forms in ([Form.SCALE], [Form.SCALE] * 12):
        session = session_at(Kind.EVALUATION, *forms)
        with django_assert_num_queries(3):
            pushed(session)
