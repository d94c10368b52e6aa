"""What people wrote goes after a while, or at a press; counts stay, and the report says so."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from content.document import AnswerForm
from sessions_app import retention, running
from sessions_app.errors import Refused
from sessions_app.models import Answer, DialogueSession, Step
from sessions_app.reports.contents import report_of
from sessions_app.small_groups import NOT_SHOWN
from tests.sessions_app.room import add_question, add_step, make_session, people_in, question_of

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=30)


@pytest.fixture
def ended():
    session = make_session(AnswerForm.OPEN, AnswerForm.ONE)
    for n, person in enumerate(people_in(session, 6)):
        person.send(question_of(session, AnswerForm.OPEN), 1, waarde=f"tekst {n}", verslag="1")
        person.send(question_of(session, AnswerForm.ONE), 1, waarde="vaak" if n else "soms")
    running.finish(session)
    return session


def outcomes(session):
    asked = report_of(DialogueSession.objects.get(pk=session.pk)).asked
    return {one.outcome.question.form: one.outcome for one in asked}


def test_texts_go_thirty_days_after_the_end_and_counts_stay(ended):
    assert settings.TEXTS_DAYS == 30
    before = outcomes(ended)
    assert retention.drop_old_texts(ended.ended_at + DAYS - timedelta(seconds=1)) == (0, 0)
    assert len(outcomes(ended)["open"].texts) == 6
    assert retention.drop_old_texts(ended.ended_at + DAYS) == (1, 6)
    assert not Answer.objects.exists()
    after = outcomes(ended)
    assert after["one"].rows == before["one"].rows
    assert after["open"].texts == ()
    assert "Hier stonden 6 teksten" in after["open"].hidden
    assert retention.drop_old_texts(ended.ended_at + DAYS) == (0, 0)


def test_of_texts_that_too_few_wrote_nobody_hears_how_many_there_were():
    session = make_session(AnswerForm.OPEN)
    for person in people_in(session, 6)[:3]:
        person.send(question_of(session, AnswerForm.OPEN), 1, waarde="iets", verslag="1")
    running.finish(session)
    retention.drop_texts(session)
    assert outcomes(session)["open"].hidden == NOT_SHOWN


def test_the_report_says_beforehand_and_afterwards_when_they_go(ended):
    assert any("wist de app op" in line for line in report_of(ended).privacy)
    retention.drop_texts(ended)
    ended.refresh_from_db()
    assert any("is gewist op" in line for line in report_of(ended).privacy)


def test_nothing_goes_before_the_end_nor_of_another_session(ended):
    other = make_session(AnswerForm.OPEN)
    for n, person in enumerate(people_in(other, 6)):
        person.send(question_of(other, AnswerForm.OPEN), 1, waarde=f"ander {n}", verslag="1")
    with pytest.raises(Refused):
        retention.drop_texts(other)
    retention.drop_texts(ended)
    assert Answer.objects.filter(question__step__session=other).count() == 6


def test_what_goes_is_said_only_where_something_goes(ended):
    other = make_session(AnswerForm.OPEN)
    for person in people_in(other, 6):
        person.send(question_of(other, AnswerForm.OPEN), 1, waarde="iets", verslag="1")
    assert retention.texts_left(other) == 0  # until the end a text is of who wrote it
    assert retention.texts_go_at(other) is None
    assert retention.texts_left(ended) == 6
    assert retention.texts_go_at(ended) == ended.ended_at + DAYS
    Answer.objects.filter(question__step__session=ended).delete()
    assert retention.texts_go_at(ended) is None
    at = ended.ended_at + timedelta(days=2)
    retention.drop_texts(ended, at)
    assert ended.texts_gone_at == at
    ended.refresh_from_db()
    assert ended.texts_gone_at == at
    retention.drop_texts(ended)
    ended.refresh_from_db()
    assert ended.texts_gone_at == at


def test_questions_of_which_texts_go_are_named_once_and_in_order(ended):
    first = question_of(ended, AnswerForm.OPEN)
    closed = {"frozen": True, "answered": 6, "counts": {}}
    later = add_question(add_step(ended), AnswerForm.OPEN, **closed, may_be_seen=True)
    hidden = add_question(later.step, AnswerForm.OPEN, **closed)
    empty = add_question(first.step, AnswerForm.OPEN, **closed, may_be_seen=True)
    Step.objects.filter(pk=first.step_id).update(position=later.step.position + 1)
    Answer.objects.bulk_create(
        Answer(question=question, state=Answer.State.GIVEN, value="iets", for_report=True)
        for question in (later, hidden)
    )
    elsewhere = make_session(AnswerForm.OPEN)
    for person in people_in(elsewhere, 6):
        person.send(question_of(elsewhere, AnswerForm.OPEN), 1, waarde="iets", verslag="1")
    running.finish(elsewhere)
    assert list(retention.questions_with_texts(ended)) == [later, first]
    assert empty not in retention.questions_with_texts(ended)


def test_a_deleted_session_that_can_be_taken_back_loses_them_too(ended):
    DialogueSession.objects.filter(pk=ended.pk).update(deleted_at=timezone.now())
    assert retention.drop_old_texts(ended.ended_at + DAYS) == (1, 6)


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_what_went_is_not_in_the_log_beside_the_database_either(ended):
    if connection.vendor != "sqlite":
        pytest.skip("the log of PostgreSQL is the server's own: docs/threat-model.md")
    file = Path(connection.settings_dict["NAME"])
    log = file.with_name(f"{file.name}-wal")
    Answer.objects.update(value="tekst van iemand")  # a change, so it is in the log
    assert b"tekst van iemand" in log.read_bytes()
    retention.drop_texts(ended)
    assert b"tekst van iemand" not in log.read_bytes() + file.read_bytes()


def test_tidying_does_it_and_says_what_went(ended):
    late = ended.ended_at - DAYS - timedelta(hours=1)
    DialogueSession.objects.filter(pk=ended.pk).update(ended_at=late)
    said = io.StringIO()
    call_command("tidy", stdout=said)
    assert "Open antwoorden gewist: 6, van 1 sessies." in said.getvalue()


def test_who_leads_deletes_them_after_a_page_that_says_what_goes(client, ended):
    lead = User.objects.create_user("leid@voorbeeld.nl")
    ended.facilitators.create(user=lead)
    client.force_login(lead, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = reverse("report:drop_texts", args=[ended.ref])
    assert page in client.get(reverse("report:report", args=[ended.ref])).text
    shown = client.get(page).text
    assert "6 teksten bij ‘Wat denk je?’" in shown
    assert Answer.objects.count() == 6  # looking deletes nothing
    answer = client.post(page, follow=True)
    assert "6 teksten zijn gewist" in answer.text
    assert "Hier stonden 6 teksten" in answer.text
    assert page not in answer.text
    assert not Answer.objects.exists()
    assert "0 teksten zijn gewist" in client.post(page, follow=True).text


def test_how_many_passed_is_kept_for_totals_and_no_page_says_it():
    session = make_session(AnswerForm.ONE)
    for n, person in enumerate(people_in(session, 7)):
        said = {"pas": "1"} if n < 2 else {"waarde": "vaak"}
        person.send(question_of(session, AnswerForm.ONE), 1, **said)
    assert question_of(session, AnswerForm.ONE).passed is None
    running.finish(session)
    assert question_of(session, AnswerForm.ONE).passed == 2
    outcome = outcomes(session)["one"]
    assert not hasattr(outcome, "passed")
