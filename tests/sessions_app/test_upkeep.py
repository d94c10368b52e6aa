"""What happens to a session by itself: it ends when nobody ends it, and goes unless it is run."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from accounts.models import LoginLink
from content.document import AnswerForm
from sessions_app import codes, running, upkeep
from sessions_app.models import Answer, DialogueSession, JoinCode, Participant
from sessions_app.reports.contents import report_of
from tests.sessions_app.room import make_empty_session, make_session, people_in, question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def forgotten() -> DialogueSession:
    """A session of an hour with answers in it, begun 400 days ago and never ended."""
    session = make_session(AnswerForm.OPEN)
    for n, person in enumerate(people_in(session, 6)):
        person.send(question_of(session, AnswerForm.OPEN), waarde=f"tekst {n}", verslag="1")
    long_ago = timezone.now() - timedelta(days=400)
    DialogueSession.objects.filter(pk=session.pk).update(
        started_at=long_ago, step_started_at=long_ago
    )
    return DialogueSession.objects.select_related("current").get(pk=session.pk)


def tidy() -> str:
    said = StringIO()
    call_command("tidy", stdout=said)
    return said.getvalue()


def test_a_session_that_nobody_ended_is_ended_and_made_anonymous(forgotten):
    assert upkeep.end_forgotten() == 1
    forgotten.refresh_from_db()
    assert forgotten.ended
    assert not Participant.objects.exists()
    assert {answer.pen for answer in Answer.objects.all()} == {None}


def test_tidying_ends_it_and_what_was_written_so_long_ago_goes_at_once(forgotten):
    said = tidy()
    assert "Vergeten sessies afgesloten: 1." in said
    assert "Open antwoorden gewist: 6, van 1 sessies." in said
    assert not Answer.objects.exists()


def test_its_report_says_the_time_that_was_planned_and_not_400_days(forgotten):
    upkeep.end_forgotten()
    forgotten.refresh_from_db()
    assert report_of(forgotten).minutes == forgotten.minutes


def test_who_comes_back_to_it_finds_it_ended(forgotten, client, django_user_model):
    owner = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    forgotten.facilitators.create(user=owner)
    client.force_login(owner)
    assert "De sessie is afgelopen" in client.get(f"/sessies/{forgotten.ref}/leiden/").text
    forgotten.refresh_from_db()
    assert forgotten.ended


def test_tidying_twice_is_the_same_as_once(forgotten):
    tidy()
    forgotten.refresh_from_db()
    version = forgotten.version
    assert "Vergeten" not in tidy()
    forgotten.refresh_from_db()
    assert forgotten.version == version


@pytest.mark.parametrize(("hours", "ends"), [(3.9, False), (4.1, True)])
def test_it_ends_three_hours_after_it_should_have(hours, ends):
    session = make_session(AnswerForm.OPEN, minutes=60)
    running.start(session)
    started = timezone.now() - timedelta(hours=hours)
    DialogueSession.objects.filter(pk=session.pk).update(started_at=started)
    upkeep.end_forgotten()
    session.refresh_from_db()
    assert session.ended is ends


def test_a_session_that_runs_in_time_says_nothing_of_ending(forgotten):
    session = make_session()
    running.start(session)
    assert upkeep.closes_at(session) is None
    assert upkeep.closes_at(forgotten) == upkeep.planned_end(forgotten) + upkeep.FORGOTTEN_AFTER


def test_sessions_that_never_began_go_after_a_while(django_user_model):
    now = timezone.now()
    owner = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    kept = make_empty_session(made_at=now - timedelta(days=200))
    never_run = make_empty_session(starts_at=now - timedelta(days=91))
    for session in (kept, never_run):
        session.facilitators.create(user=owner)
    assert "Sessies verwijderd die nooit begonnen: 1." in tidy()
    assert list(DialogueSession.objects.all()) == [kept]


def test_what_nobody_looks_after_goes_after_half_a_year():
    now = timezone.now()
    lately = make_empty_session(left_at=now - timedelta(days=170))
    make_empty_session(left_at=now - timedelta(days=190))
    running.start(runs := make_session(left_at=now - timedelta(days=190)))
    assert "Sessies verwijderd waar al een half jaar niemand voor zorgt: 1." in tidy()
    assert set(DialogueSession.objects.all()) == {lately, runs}


def test_old_log_ins_links_and_offers_go(client, django_user_model):
    owner = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    client.force_login(owner)
    LoginLink.make(owner)
    session = make_empty_session()
    old = timezone.now() - timedelta(days=15)
    session.offers.create(giver=owner, address="sam@voorbeeld.nl", made_at=old)
    Session.objects.update(expire_date=old)
    LoginLink.objects.update(made_at=old)
    said = tidy()
    for line in ("inlogsessies", "inloglinks", "aanbiedingen"):
        assert line in said
    for gone in (Session.objects, LoginLink.objects, owner.browsers, session.offers):
        assert not gone.exists()
    again = tidy()
    assert not any(line in again for line in ("inlogsessies", "inloglinks", "aanbiedingen"))


def test_the_code_of_a_session_that_is_long_over_goes_and_its_pages_stay(
    forgotten, client, django_user_model
):
    owner = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    forgotten.facilitators.create(user=owner)
    codes.give_code(forgotten)
    planned = make_empty_session()
    codes.give_code(planned)
    assert "Codes van afgelopen sessies verwijderd: 1." in tidy()
    assert [code.session for code in JoinCode.objects.all()] == [planned]
    client.force_login(owner)
    for page in ("", "leiden/", "verslag/", "verslag.pdf", "brief/", "draaiboek/", "scherm/"):
        assert client.get(f"/sessies/{forgotten.ref}/{page}").status_code == 200, page


def test_tables_are_left_alone_while_a_session_runs():
    running.start(make_session())
    assert "volgende keer" in tidy()
