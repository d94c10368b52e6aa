"""The console's addresses: who may press, and what a press answers."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from content.document import AnswerForm
from sessions_app import access, running
from sessions_app.models import DialogueSession
from tests.sessions_app.room import (
    add_question,
    add_step,
    close,
    make_empty_session,
    make_session,
    people_in,
    question_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def facilitator(django_user_model) -> User:
    return django_user_model.objects.create_user("leidt@voorbeeld.nl")


@pytest.fixture
def session(facilitator) -> DialogueSession:
    made = make_session(AnswerForm.OPEN, AnswerForm.ONE)
    made.facilitators.create(user=facilitator)
    return made


@pytest.fixture
def desk(client, facilitator):
    client.force_login(facilitator)
    return client


def now(session: DialogueSession) -> DialogueSession:
    return DialogueSession.objects.select_related("current").get(pk=session.pk)


def to(verb: str, session: DialogueSession, *more: object) -> str:
    return reverse(f"console:{verb}", args=[session.ref, *more])


def refusal(reply) -> str:
    """What a script puts in the notice above the frame; '' takes an old one away."""
    (part,) = re.findall(
        r'<hx-partial hx-target="\[data-notice\]"[^>]*>(.*?)</hx-partial>', reply.text, re.DOTALL
    )
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_the_facilitator_sees_the_console(desk, session):
    reply = desk.get(to("lead", session))
    assert reply.status_code == 200
    assert "no-store" in reply["Cache-Control"]
    assert session.title in reply.content.decode()


def test_for_anybody_else_there_is_no_console(client, session, django_user_model):
    assert client.get(to("lead", session)).status_code == 302  # to logging in
    client.force_login(django_user_model.objects.create_user("ander@voorbeeld.nl"))
    assert client.get(to("lead", session)).status_code == 404
    assert client.post(to("start", session)).status_code == 404
    assert now(session).planned


def test_whoever_holds_the_key_of_the_screen_can_press_nothing(client, session):
    client.cookies[access.screen_cookie(session.ref)] = access.screen_key(session)
    for verb in ("start", "open_door", "finish", "blacken"):
        assert client.post(to(verb, session)).status_code in (302, 404)
    after = now(session)
    assert after.planned
    assert not after.door_open


def test_a_verb_is_never_a_get(desk, session):
    assert desk.get(to("start", session)).status_code == 405
    assert now(session).planned


def test_a_press_without_scripts_comes_back_to_the_page(desk, session):
    reply = desk.post(to("start", session))
    assert reply.status_code == 302
    assert reply["Location"] == to("lead", session)
    assert now(session).running


def test_a_press_with_scripts_gets_the_new_frame(desk, session):
    reply = desk.post(to("start", session), headers=SCRIPT)
    assert reply.status_code == 200
    assert reply["Vary"].count("HX-Request") == 1
    assert f'data-version="{now(session).version}"' in reply.text
    assert f'data-step="{now(session).current.ref}"' in reply.text
    assert refusal(reply) == ""
    assert json.loads(reply["HX-Trigger"])["live:clock"]["seconds"] > 0


def test_a_stale_next_changes_nothing_and_shows_what_is(desk, session):
    running.start(session)
    first = session.current.ref
    running.advance(session, first)
    reply = desk.post(to("advance", session), {"from_step": first}, headers=SCRIPT)
    assert reply.status_code == 409
    assert "Op een ander scherm is al een stap gezet" in refusal(reply)
    assert session.current.ref in reply.text
    assert now(session).current == session.current


def test_a_stale_next_without_scripts_says_so_on_the_page(desk, session):
    running.start(session)
    first = session.current.ref
    running.advance(session, first)
    reply = desk.post(to("advance", session), {"from_step": first}, follow=True)
    page = reply.content.decode()
    assert "Op een ander scherm is al een stap gezet" in page
    assert 'role="alert"' in page


def test_next_back_and_jump_move_the_group(desk, session):
    running.start(session)
    first, second, _, last = session.steps.all()
    desk.post(to("advance", session), {"from_step": first.ref})
    assert now(session).current == second
    desk.post(to("back", session), {"from_step": second.ref})
    assert now(session).current == first
    desk.post(to("jump", session, last.ref), {"from_step": first.ref})
    assert now(session).current == last


def test_two_minutes_more_belong_to_the_step_that_was_seen(desk, session):
    running.start(session)
    desk.post(to("extend", session), {"from_step": "een-andere"})
    assert now(session).extra_seconds == 0
    desk.post(to("extend", session), {"from_step": session.current.ref})
    assert now(session).extra_seconds == 120


def test_black_and_light_again(desk, session):
    running.start(session)
    desk.post(to("blacken", session))
    assert now(session).black
    desk.post(to("lighten", session))
    assert not now(session).black


def test_the_door_opens_and_closes(desk, session):
    desk.post(to("open_door", session))
    assert now(session).door_open
    desk.post(to("close_door", session))
    assert not now(session).door_open


def test_reading_what_is_open_is_refused_with_a_sentence_and_closes_nothing(desk, session):
    people_in(session, 6)[0].send(question_of(session, AnswerForm.OPEN), waarde="Eén.")
    question = question_of(session, AnswerForm.OPEN)
    reply = desk.post(to("read", session, question.ref), headers=SCRIPT)
    assert reply.status_code == 409
    assert "Sluit eerst de antwoorden" in refusal(reply)
    question.refresh_from_db()
    assert not question.frozen


def test_closing_from_an_older_page_closes_nothing(desk, session):
    running.start(session)
    older = desk.post(to("close", session), {"from_step": "elders"}, headers=SCRIPT)
    assert older.status_code == 409
    assert not now(session).current.closed
    desk.post(to("close", session), {"from_step": now(session).current.ref})
    assert now(session).current.closed


def test_showing_another_question_takes_the_first_off_the_screen(desk, session):
    for person in people_in(session, 5):
        person.send(question_of(session, AnswerForm.OPEN), waarde="Vragen.")
        person.send(question_of(session, AnswerForm.ONE), waarde="soms")
    close(session)
    desk.post(to("show", session, question_of(session, AnswerForm.OPEN).ref))
    desk.post(to("show", session, question_of(session, AnswerForm.ONE).ref))
    assert not question_of(session, AnswerForm.OPEN).shown
    assert question_of(session, AnswerForm.ONE).shown
    desk.post(to("hide", session, question_of(session, AnswerForm.ONE).ref))
    assert not question_of(session, AnswerForm.ONE).shown


@pytest.fixture
def harvest(facilitator) -> DialogueSession:
    made = make_empty_session()
    made.facilitators.create(user=facilitator)
    add_step(made, "harvest")
    running.start(made)
    return made


def test_an_agreement_is_written_down_and_can_be_taken_off(desk, harvest):
    day = timezone.localdate() + timedelta(weeks=5)
    known = {"text": "We vragen het na.", "noticed": "Wie het hoort.", "who": "Fatima"}
    desk.post(to("agree", harvest), known | {"look_back_on": day.isoformat()})
    agreement = harvest.agreements.get()
    assert (agreement.text, agreement.noticed) == ("We vragen het na.", "Wie het hoort.")
    assert (agreement.who, agreement.look_back_on) == ("Fatima", day)
    desk.post(to("drop_agreement", harvest, agreement.ref))
    assert not harvest.agreements.exists()


@pytest.mark.parametrize(
    ("days", "said"), [(0, "al geweest"), (-3, "al geweest"), (400, "meer dan een jaar")]
)
def test_the_day_of_looking_back_comes_and_not_in_years(desk, harvest, days, said):
    day = timezone.localdate() + timedelta(days=days)
    typed = {"text": "We vragen het na.", "look_back_on": day.isoformat()}
    reply = desk.post(to("agree", harvest), typed)
    assert reply.status_code == 422
    assert said in reply.text
    assert "We vragen het na." in reply.text
    assert not harvest.agreements.exists()


def test_the_form_asks_what_an_agreement_is_held_against_and_offers_a_day(desk, harvest):
    page = desk.get(to("lead", harvest)).text
    assert "Wie merkt het als dit lukt, en wie mag er iets van zeggen?" in page
    assert (timezone.localdate() + timedelta(weeks=5)).isoformat() in page


def test_an_agreement_of_another_session_stays(desk, harvest):
    other = make_empty_session()
    kept = other.agreements.create(text="Van hen.")
    desk.post(to("drop_agreement", harvest, kept.ref))
    assert other.agreements.filter(pk=kept.pk).exists()


def test_an_agreement_without_words_comes_back_with_the_rest_that_was_typed(desk, harvest):
    reply = desk.post(to("agree", harvest), {"text": " ", "who": "Fatima"})
    assert reply.status_code == 422
    page = reply.content.decode()
    assert "Schrijf eerst op wat jullie afspreken." in page
    assert 'value="Fatima"' in page


def test_a_much_too_long_agreement_says_how_much_is_too_much(desk, harvest):
    reply = desk.post(to("agree", harvest), {"text": "x" * 301}, headers=SCRIPT)
    assert reply.status_code == 422
    assert "er passen 300 tekens" in refusal(reply)
    assert not harvest.agreements.exists()


def test_going_on_without_phones_asks_the_open_questions_aloud(desk, session):
    people_in(session, 2)[0].send(question_of(session, AnswerForm.OPEN), waarde="Al bewaard.")
    desk.post(to("go_phone_free", session))
    after = now(session)
    assert after.phone_free
    assert not after.door_open
    assert not after.current.questions.filter(form=AnswerForm.ONE).exists()
    assert "Wat denk je?" in after.current.script.talk
    assert question_of(session, AnswerForm.OPEN).answers.count() == 1  # what was kept stays kept


def test_without_phones_nobody_is_asked_a_statement_about_oneself_aloud(desk, session):
    step = session.steps.first()
    add_question(step, AnswerForm.SCALE, text="Ik voelde me veilig.")
    desk.post(to("go_phone_free", session))
    step.refresh_from_db()
    assert "Ik voelde me veilig." in step.script.points
    assert "Ik voelde me veilig." not in step.script.talk


def test_after_the_end_every_press_says_that_it_is_over(desk, session):
    running.start(session)
    desk.post(to("finish", session))
    assert now(session).ended
    reply = desk.post(to("open_door", session), headers=SCRIPT)
    assert reply.status_code == 409
    assert "Deze sessie is afgelopen" in refusal(reply)


def test_a_programme_without_steps_cannot_start_and_says_what_to_do(desk, facilitator):
    empty = make_empty_session()
    empty.facilitators.create(user=facilitator)
    reply = desk.post(to("start", empty), headers=SCRIPT)
    assert reply.status_code == 409
    assert "Voeg eerst een stap toe" in refusal(reply)
