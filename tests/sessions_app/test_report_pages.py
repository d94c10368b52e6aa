"""The report's pages: who gets them, when, and in what shape."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar
from pypdf import PdfReader

from accounts.models import User
from content.document import AnswerForm
from sessions_app import running
from tests.sessions_app.pdf_tags import tags
from tests.sessions_app.room import make_session, people_in, question_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
SUMMER = datetime(2027, 7, 1, 13, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def lead(client) -> User:
    user = User.objects.create_user("leid@voorbeeld.nl")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@pytest.fixture
def session(lead):
    session = make_session(AnswerForm.OPEN, AnswerForm.ONE, title="Team Noord", starts_at=SUMMER)
    session.facilitators.create(user=lead)
    return session


@pytest.fixture
def ended(session):
    texts = ["<script>alert(1)</script>", "twee", "drie", "vier", "vijf"]
    for text, person in zip(texts, people_in(session, 5), strict=True):
        person.send(question_of(session, AnswerForm.OPEN), 1, waarde=text, verslag="1")
        person.send(
            question_of(session, AnswerForm.ONE), 1, waarde="vaak" if text == "vijf" else "soms"
        )
    running.finish(session)
    return session


def at(name: str, session) -> str:
    return reverse(f"report:{name}", args=[session.ref])


def test_the_addresses_are_those_that_others_rely_on(session):
    assert at("report", session) == f"/sessies/{session.ref}/verslag/"
    assert at("pdf", session) == f"/sessies/{session.ref}/verslag.pdf"
    assert at("calendar", session) == f"/sessies/{session.ref}/agenda.ics"


def test_before_the_end_the_page_says_when_the_report_comes(client, session):
    for verb in (None, running.start):
        if verb:
            verb(session)
        page = client.get(at("report", session))
        assert page.status_code == 200
        assert "Het verslag komt na afloop" in page.text
    assert client.get(at("pdf", session)).headers["Location"] == at("report", session)


def test_the_report_shows_counts_with_a_table_and_escapes_what_people_wrote(client, ended):
    page = client.get(at("report", ended))
    assert page.status_code == 200
    assert "Team Noord" in page.text
    assert "<td>4 van de 5</td>" in page.text
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "style=" not in page.text


def test_the_report_is_never_kept_by_a_cache(client, ended):
    for name in ("report", "pdf"):
        assert "no-store" in client.get(at(name, ended)).headers["Cache-Control"]


def test_the_pdf_is_a_file_with_a_name_and_the_same_answers(client, ended):
    answer = client.get(at("pdf", ended))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="verslag-team-noord.pdf"'
    reader = PdfReader(io.BytesIO(answer.content))
    assert reader.metadata.title == "Verslag: Team Noord"
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "<script>alert(1)</script>" in text
    assert "4 van de 5" in text


def test_the_pdf_tells_which_answer_and_which_step_a_row_is_about(client, ended):
    reader = PdfReader(io.BytesIO(client.get(at("pdf", ended)).content))
    told = tags(reader)
    steps = ended.steps.count()
    assert told.count(("/TH", "/Row")) > steps  # those of the programme, and of every result
    rows = [kind for kind, _ in told].count("/TR")
    heads = [kind for kind, _ in told].count("/THead")
    assert told.count(("/TH", "/Row")) == rows - heads


@pytest.mark.parametrize("name", ["report", "pdf"])
def test_a_stranger_and_a_visitor_get_no_report(client, ended, name):
    stranger = User.objects.create_user("ander@voorbeeld.nl")
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(at(name, ended)).status_code == 404
    client.logout()
    answer = client.get(at(name, ended))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["report", "pdf", "calendar"])
def test_a_session_that_does_not_exist_is_not_found_and_nothing_can_be_posted(client, ended, name):
    assert client.get(f"/sessies/bestaatniet/{at(name, ended).split('/')[-1]}").status_code == 404
    assert client.post(at(name, ended)).status_code == 405


def test_the_appointment_has_the_room_s_time_and_no_code_or_ref(client, session):
    running.open_door(session)
    running.new_code(session)
    answer = client.get(at("calendar", session))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == "Team Noord"
    assert event["DTSTART"].dt == SUMMER
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert (event["DTEND"].dt - event["DTSTART"].dt).total_seconds() == 3600
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert "Anja, toestel 12" in event["DESCRIPTION"]
    assert session.ref not in answer.text
    assert session.code not in answer.text


def test_the_appointment_keeps_its_id_when_the_session_moves(client, session):
    def uid() -> str:
        (event,) = Calendar.from_ical(client.get(at("calendar", session)).content).walk("VEVENT")
        return str(event["UID"])

    first = uid()
    session.title = "Anders"
    session.save()
    assert uid() == first
