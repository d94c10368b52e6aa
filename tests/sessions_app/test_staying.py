"""After the check-out: who wants to stays a quarter of an hour, and nobody asks who."""

import pytest

from content.files import read
from content.passages import SHIPPED
from sessions_app import plans, running, surfaces
from sessions_app.planning import LedBy, Wish, plan
from sessions_app.reports import whole
from sessions_app.reports.screens import at_the_end
from sessions_app.surfaces import PARTICIPANT, PROJECTOR
from tests.sessions_app.room import make_session

pytestmark = pytest.mark.sqlite_only
SENTENCE = "Wie wil, blijft nog een kwartier."


@pytest.mark.django_db
@pytest.mark.parametrize("phone_free", [False, True])
def test_screen_and_phone_say_it_once_the_session_has_ended(phone_free):
    session = make_session(phone_free=phone_free)
    running.start(session)
    before = surfaces.render(session.ref, PROJECTOR).html
    running.finish(session)
    assert SENTENCE not in before
    assert SENTENCE in surfaces.render(session.ref, PROJECTOR).html
    phone = surfaces.render(session.ref, PARTICIPANT).html
    assert SENTENCE in phone
    assert "<button" not in phone.split(SENTENCE)[1].split("</p>")[0]
    assert "<form" not in phone


@pytest.mark.parametrize("led_by", list(LedBy))
def test_the_card_says_who_stays_and_what_to_do(led_by):
    document = read(SHIPPED)
    wish = Wish(minutes=90, themes=("hoop",), group_size=12, led_by=led_by)
    of = plans.of_wish(wish, plan(document, wish))
    sheet = whole.whole(of, document)
    card = {note["heading"]: note["text"] for note in sheet["steps"][-1]["notes"]}
    assert "Vraag niemand om te blijven" in card["Daarna: blijf een kwartier"]
    assert "113" in card["Als iemand geraakt is"]
    other = "Wie er blijft als een leidinggevende leidt"
    assert (other in card) == (led_by == LedBy.MANAGER)
    assert any("kwartier langer vrij" in part["text"] for part in sheet["before"])
    assert SENTENCE in sheet["end"]["under"][0]
    assert at_the_end(document).title == document.said("dank")
