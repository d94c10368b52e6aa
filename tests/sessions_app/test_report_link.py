"""The team reads its report by a link: the report and no more, until it ends or is withdrawn."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from content.document import AnswerForm
from sessions_app import chores, keeping, report_links, running
from sessions_app.errors import Refused
from sessions_app.models import ReportLink
from tests.sessions_app.room import make_session, people_in, question_of

pytestmark = pytest.mark.django_db
PAGES = ("team", "team_pdf", "team_sheet")


@pytest.fixture
def ended():
    session = make_session(AnswerForm.OPEN, AnswerForm.ONE, title="Team Noord")
    for n, person in enumerate(people_in(session, 6)):
        text = f"=HYPERLINK({n})"
        person.send(question_of(session, AnswerForm.OPEN), 1, waarde=text, verslag="1")
        person.send(question_of(session, AnswerForm.ONE), 1, waarde="vaak" if n > 1 else "soms")
    running.finish(session)
    return session


@pytest.fixture
def lead(ended):
    user = User.objects.create_user("leid@voorbeeld.nl")
    ended.facilitators.create(user=user)
    browser = Client()
    browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser


def at(name: str, key: str) -> str:
    return reverse(f"report:{name}", args=[key])


def test_who_leads_makes_it_sees_until_when_and_withdraws_it(client, ended, lead):
    assert at("team", "x") == "/verslag/x/"
    assert not ReportLink.objects.exists()
    page = lead.post(reverse("report:share", args=[ended.ref]), follow=True)
    key = ReportLink.objects.get().key
    assert f"{settings.BASE_URL}/verslag/{key}/" in page.text
    assert "De link werkt tot en met" in page.text
    lead.post(reverse("report:share", args=[ended.ref]))
    assert ReportLink.objects.get().key == key  # a second press changes nothing
    assert client.get(at("team", key)).status_code == 200
    lead.post(reverse("report:withdraw", args=[ended.ref]))
    assert [client.get(at(name, key)).status_code for name in PAGES] == [404] * 3
    assert report_links.make(ended).key != key


def test_it_holds_what_the_report_holds_and_nothing_to_press(client, ended, lead):
    key = report_links.make(ended).key
    own = lead.get(reverse("report:report", args=[ended.ref])).text
    page = client.get(at("team", key)).text
    for said in ("Team Noord", "Wat we deden", "4 van de 6", "=HYPERLINK(3)", "Wat is beloofd"):
        assert said in own
        assert said in page
    assert "<form" not in page
    assert ended.ref not in page
    assert "leid@voorbeeld.nl" not in page


@pytest.mark.parametrize("name", PAGES)
def test_no_engine_keeps_it_and_no_other_site_hears_of_it(client, ended, name):
    answer = client.get(at(name, report_links.make(ended).key))
    assert answer.status_code == 200
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.post(at(name, "x")).status_code == 405


def test_it_ends_by_itself_and_tidying_forgets_it(client, ended):
    link = report_links.make(ended)
    assert link.ends_at - timezone.now() > timedelta(weeks=8) - timedelta(minutes=1)
    assert report_links.find(link.key, link.ends_at - timedelta(seconds=1)) == ended
    assert report_links.find(link.key, link.ends_at) is None
    assert chores.drop_report_links() == ""
    ReportLink.objects.update(ends_at=timezone.now())
    assert client.get(at("team", link.key)).status_code == 404
    assert "1" in chores.drop_report_links()


def test_a_link_is_of_one_session_and_what_is_over_makes_way_for_a_new_one(ended):
    other = make_session(AnswerForm.ONE)
    running.start(other)
    running.finish(other)
    long_ago = timezone.now() - timedelta(weeks=9)
    theirs, old = (report_links.make(session, long_ago) for session in (other, ended))
    assert old.ends_at == long_ago + timedelta(weeks=8)
    assert report_links.of(ended) is None
    assert report_links.of(ended, long_ago) == old
    new = report_links.make(ended)
    assert new.key != old.key
    assert set(ReportLink.objects.all()) == {theirs, new}
    assert report_links.of(other, long_ago) == theirs
    assert report_links.find("nergens", long_ago) is None
    assert report_links.find(theirs.key, long_ago) == other
    assert report_links.drop_old() == 1
    assert list(ReportLink.objects.all()) == [new]
    report_links.make(other)
    assert report_links.withdraw(ended)
    assert not report_links.withdraw(ended)
    assert report_links.of(other)
    assert report_links.drop_old(timezone.now() + timedelta(weeks=8, days=1)) == 1


def test_a_deleted_session_takes_its_link_along_for_good(client, ended):
    key = report_links.make(ended).key
    keeping.delete_session(ended)
    assert client.get(at("team", key)).status_code == 404
    keeping.take_back(ended)
    assert client.get(at("team", key)).status_code == 404


def test_who_made_a_link_just_when_the_session_was_deleted_gave_nothing_away(client, ended):
    keeping.delete_session(ended)
    key = report_links.make(ended).key
    assert report_links.find(key) is None
    assert [client.get(at(name, key)).status_code for name in PAGES] == [404] * 3


def test_there_is_no_link_before_the_end():
    session = make_session(AnswerForm.ONE)
    running.start(session)
    with pytest.raises(Refused, match="als de sessie voorbij is"):
        report_links.make(session)
    link = ReportLink.objects.create(session=session, ends_at=timezone.now() + timedelta(days=1))
    assert report_links.find(link.key) is None, "nor does one that came there lead anywhere"


def test_what_was_made_up_in_a_rehearsal_is_not_given_to_the_team(ended):
    trial = make_session(AnswerForm.ONE, rehearses=ended)
    people_in(trial, 6)
    running.finish(trial)
    with pytest.raises(Refused, match="verzonnen antwoorden"):
        report_links.make(trial)
    assert not ReportLink.objects.exists()


def test_wrong_keys_are_counted_and_a_right_one_is_never_refused(client, ended, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "report_key": "3/10m/key"}
    cache.clear()
    key = report_links.make(ended).key
    tried = [client.get(at("team", f"mis{n}")).status_code for n in range(5)]
    assert tried == [404, 404, 404, 429, 429]
    assert client.get(at("team", key)).status_code == 200
    cache.clear()


def test_what_somebody_typed_is_text_in_the_spreadsheet_and_never_a_formula(client, ended):
    answer = client.get(at("team_sheet", report_links.make(ended).key))
    assert answer.headers["Content-Disposition"].endswith('filename="verslag-team-noord.xlsx"')
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    sheets = [book.read(n).decode() for n in book.namelist() if "worksheets/sheet" in n]
    assert len(sheets) == 5
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    words = book.read("xl/sharedStrings.xml").decode()
    assert "=HYPERLINK(3)" in words
    assert "Hoeveel mensen" in words
