"""The phone's pages: the door, joining, the step with one's own answers, and help."""

import re

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from content.document import Form
from sessions_app import codes, participation, pens, results, running, tries
from sessions_app.models import Answer, DialogueSession, Signal
from sessions_app.views import participant
from tests.sessions_app import room

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_before():
    cache.clear()


@pytest.fixture
def session() -> DialogueSession:
    """A session that runs, in a step with an open question and a scale, its door open."""
    session = room.make_session(Form.OPEN, Form.SCALE)
    codes.give_code(session)
    running.start(session)
    return session


@pytest.fixture
def phone(session) -> Client:
    """Somebody who joined."""
    phone = Client()
    phone.get(address(session))
    return phone


def address(session: DialogueSession, more: str = "") -> str:
    return f"/m/{session.codes.get(current=True).code}/{more}"


def secret_of(phone: Client, session: DialogueSession) -> str:
    return pens.unseal(session.ref, phone.cookies[pens.cookie_name(session.ref)].value) or ""


def send(phone: Client, session: DialogueSession, form: Form, **fields) -> None:
    """Store an answer of this phone, as the thin route does."""
    room.Person(secret_of(phone, session)).send(room.question_of(session, form), **fields)


# -- the door ------------------------------------------------------------------------------------


def test_the_code_joins_without_name_or_account(session):
    phone = Client()
    page = phone.get(address(session))
    assert page.status_code == 200
    assert session.participants.count() == 1
    cookie = phone.cookies[pens.cookie_name(session.ref)]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/m/"
    assert cookie["max-age"] == 24 * 3600
    assert "no-store" in page["Cache-Control"]


def test_coming_back_is_not_joining_again(session, phone):
    assert phone.get(address(session)).status_code == 200
    assert session.participants.count() == 1


@pytest.mark.parametrize("spelling", ["lower", "spaced", "hyphenated"])
def test_the_code_is_read_however_it_is_typed(session, spelling):
    shown = session.codes.get(current=True).shown
    typed = {
        "lower": shown.lower(),
        "spaced": f" {shown} ",
        "hyphenated": shown.replace(" ", "-"),
    }[spelling]
    assert Client().get(f"/m/{typed}/").status_code == 200


def test_who_come_in_together_each_get_a_token_of_their_own(session):
    """The page of a newcomer is made once for all; what is one browser's must not be in it."""
    where = address(session, f"stap/{session.current.ref}/seintje/")
    tokens = []
    for _ in range(2):
        phone = Client(enforce_csrf_checks=True)
        page = phone.get(address(session)).text
        (token,) = set(re.findall(r'csrf(?:-token" content|middlewaretoken" value)="(\w+)"', page))
        tokens.append(token)
        given = {"soort": "pause", "csrfmiddlewaretoken": token}
        assert phone.post(where, given, headers={"accept": "application/json"}).status_code == 204
    assert tokens[0] != tokens[1]


def test_a_newcomer_sees_the_step_of_this_moment(session):
    first = session.current.ref
    assert f'data-step="{first}"' in Client().get(address(session)).text
    running.advance(session, first)
    assert f'data-step="{session.current.ref}"' in Client().get(address(session)).text


def test_looking_without_getting_does_not_join(session):
    assert Client().head(address(session)).status_code == 200
    assert session.participants.count() == 0


def test_a_wrong_code_says_what_to_do_and_keeps_what_was_typed():
    page = Client().get("/m/kiem-27/")
    assert page.status_code == 404
    assert "Deze code klopt niet" in page.text
    assert 'value="KIEM-27"' in page.text


def test_a_typed_code_leads_to_its_page(session):
    shown = session.codes.get(current=True).shown
    found = Client().get("/m/", {"code": f" {shown.lower()}"})
    assert found["Location"] == address(session)


def test_no_code_leads_to_the_beginning_and_signs_alone_are_no_code():
    assert Client().get("/m/")["Location"] == "/"
    odd = Client().get("/m/", {"code": "?!/"})
    assert odd.status_code == 404
    assert 'value="?!/"' in odd.text


def test_before_the_door_opens_a_newcomer_waits_on_a_page_that_looks_again():
    session = room.make_session()
    codes.give_code(session)
    page = Client().get(address(session))
    assert page.status_code == 403
    assert "De deur gaat zo open" in page.text
    assert '<noscript><meta http-equiv="refresh" content="8"></noscript>' in page.text
    assert "phone-door.js" in page.text
    assert session.participants.count() == 0


def test_a_closed_door_stops_newcomers_only(session, phone):
    running.close_door(session)
    late = Client().get(address(session))
    assert late.status_code == 403
    assert "Vraag de gespreksleider" in late.text
    assert phone.get(address(session)).status_code == 200


def test_an_older_code_keeps_working_for_who_is_in_and_for_nobody_else(session, phone):
    old = address(session)
    running.new_code(session)
    assert phone.get(old).status_code == 200
    late = Client().get(old)
    assert late.status_code == 404
    assert "Deze code is veranderd" in late.text
    assert session.participants.count() == 1


def test_a_forged_cookie_gives_no_seat_of_somebody_else(session, phone):
    victim = secret_of(phone, session)
    thief = Client()
    thief.cookies[pens.cookie_name(session.ref)] = f"{victim}:not-the-signature"
    assert thief.get(address(session)).status_code == 200
    assert secret_of(thief, session) not in ("", victim)
    assert session.participants.count() == 2


def test_a_forged_cookie_does_not_pass_a_closed_door(session):
    running.close_door(session)
    thief = Client()
    thief.cookies[pens.cookie_name(session.ref)] = "secret:forged"
    assert thief.get(address(session)).status_code == 403


def test_a_cookie_of_another_session_gives_no_seat(session, phone):
    other = room.make_session()
    codes.give_code(other)
    mine = phone.cookies[pens.cookie_name(session.ref)].value
    phone.cookies[pens.cookie_name(other.ref)] = mine
    assert phone.get(address(other)).status_code == 403


def test_after_the_end_there_are_thanks_for_who_was_there(session, phone):
    where = address(session)
    running.finish(session)
    page = phone.get(where)
    assert page.status_code == 200
    assert "Dank je wel dat je er was" in page.text
    assert "Anja, toestel 12" in page.text
    late = Client().get(where)
    assert late.status_code == 404
    assert "Deze sessie is afgelopen" in late.text


def test_guessing_codes_is_stopped_and_joining_never_is(session):
    visitor = Client()
    for _ in range(tries.PER_MINUTE):
        assert visitor.get("/m/RADEN999/").status_code == 404
    stopped = visitor.get("/m/RADEN999/")
    assert stopped.status_code == 429
    assert "Wacht een minuut" in stopped.text
    assert Client().get(address(session)).status_code == 200


# -- the step ------------------------------------------------------------------------------------


def test_the_page_shows_the_same_frame_as_is_pushed_and_adds_the_token(session, phone):
    page = phone.get(address(session))
    assert f'data-step="{session.current.ref}"' in page.text
    assert f'data-stream="{address(session)}stroom/"' in page.text
    assert re.search(r'<meta name="csrf-token" content="\w{20,}">', page.text)
    question = room.question_of(session, Form.OPEN)
    assert f'action="{address(session)}stap/{question.step.ref}/antwoord/"' in page.text


def test_nothing_typed_is_lost_to_a_page_that_reloads_itself(session, phone):
    assert "http-equiv" not in phone.get(address(session)).text
    running.advance(session, session.current.ref)
    assert '<noscript><meta http-equiv="refresh"' in phone.get(address(session)).text


def test_own_answers_stand_in_the_page(session, phone):
    send(phone, session, Form.OPEN, waarde="Even vragen hoe het gaat", verslag="1")
    send(phone, session, Form.SCALE, waarde="4")
    page = phone.get(address(session)).text
    assert page.count('data-state="given"') == 2
    assert page.count("Bewaard") == 2
    assert "<b data-said>Even vragen hoe het gaat</b>" in page
    assert "<b data-said>grotendeels</b>" in page
    assert Client().get(address(session)).text.count("Even vragen") == 0


def test_passing_and_taking_back_are_told_apart(session, phone):
    send(phone, session, Form.OPEN, pas="1")
    send(phone, session, Form.SCALE, waarde="4")
    send(phone, session, Form.SCALE, intrekken="1")
    page = phone.get(address(session)).text
    assert 'data-state="passed"' in page
    assert 'data-state="withdrawn"' in page
    assert "Je antwoord is teruggenomen." in page


def test_changing_brings_the_form_back_with_the_answer_in_it(session, phone):
    send(phone, session, Form.OPEN, waarde="Eerste gedachte")
    question = room.question_of(session, Form.OPEN)
    page = phone.get(address(session), {"wijzig": question.ref}).text
    assert 'data-state="editing"' in page
    assert re.search(r"<textarea[^>]*>\s*Eerste gedachte</textarea>", page)


def test_a_closed_question_can_not_be_opened_for_changing(session, phone):
    send(phone, session, Form.SCALE, waarde="4")
    question = room.question_of(session, Form.SCALE)
    for person in room.people_in(session, 5):
        person.send(question, waarde="2")
    running.read(session, question.ref)
    page = phone.get(address(session), {"wijzig": question.ref}).text
    assert 'data-state="editing"' not in page
    assert "Deze vraag is gesloten." in page
    assert "<b data-said>grotendeels</b>" in page


def test_the_page_costs_as_many_queries_for_one_answer_as_for_many(
    session, phone, django_assert_max_num_queries
):
    for person in room.people_in(session, 10):
        person.send(room.question_of(session, Form.OPEN), waarde="Iets")
    with django_assert_max_num_queries(7):
        phone.get(address(session))


# -- refused without scripts ---------------------------------------------------------------------


def refused(session, phone, form: Form, sentence: str, status: int, **fields):
    """The page that the thin route asks for when it refuses an answer."""
    request: HttpRequest = RequestFactory().post("/")
    request.COOKIES = {name: cookie.value for name, cookie in phone.cookies.items()}
    get_token(request)
    question = room.question_of(session, form)
    return participant.answer_refused(
        request,
        session.codes.get(current=True).code,
        question.step.ref,
        question.ref,
        sentence,
        fields,
        status,
    )


def test_a_text_that_is_too_long_comes_back_whole_with_the_reason(session, phone):
    long = "woord " * 1700
    page = refused(session, phone, Form.OPEN, "Je tekst is te lang.", 422, waarde=[long])
    assert page.status_code == 422
    assert "Je tekst is te lang." in page.text
    assert long.strip() in page.text
    assert 'aria-invalid="true"' in page.text
    assert "csrfmiddlewaretoken" in page.text


def test_what_was_typed_survives_when_the_room_moved_on(session, phone):
    question = room.question_of(session, Form.OPEN)
    running.advance(session, question.step.ref)
    page = refused(session, phone, Form.OPEN, "Deze stap is gesloten.", 409, waarde=["Mijn zin"])
    assert page.status_code == 409
    assert "Deze stap is gesloten." in page.text
    assert "Mijn zin" in page.text
    assert "Leg je telefoon even weg" in page.text


# -- one's own answers ---------------------------------------------------------------------------


def test_an_answer_can_be_taken_back_until_the_end_also_from_a_later_step(session, phone):
    send(phone, session, Form.OPEN, waarde="Toch liever niet")
    question = room.question_of(session, Form.OPEN)
    running.advance(session, question.step.ref)
    page = phone.get(address(session, "antwoorden/"))
    assert "Toch liever niet" in page.text
    done = phone.post(address(session, "antwoorden/"), {"vraag": question.ref})
    assert done.status_code == 302
    assert "Toch liever niet" not in phone.get(address(session, "antwoorden/")).text
    assert question.answers.get().state == Answer.State.WITHDRAWN


def test_a_text_taken_back_there_leaves_the_screens_at_once(session, phone):
    question = room.question_of(session, Form.OPEN)
    for person in room.people_in(session, 5):
        person.send(question, 1, waarde="van een ander")
    send(phone, session, Form.OPEN, waarde="Toch liever niet")
    running.show(session, question.ref)
    before = session.version

    phone.post(address(session, "antwoorden/"), {"vraag": question.ref})

    session.refresh_from_db()
    assert session.version > before
    question.refresh_from_db()
    assert "Toch liever niet" not in results.outcome(question).texts


@pytest.mark.parametrize("ref", ["", "onzin", "\x00"])
def test_a_question_that_is_none_can_not_be_taken_back(session, phone, ref):
    assert phone.post(address(session, "antwoorden/"), {"vraag": ref}).status_code == 404


def test_nobody_takes_back_the_answer_of_another(session, phone):
    other = Client()
    other.get(address(session))
    send(phone, session, Form.OPEN, waarde="Blijft staan")
    question = room.question_of(session, Form.OPEN)
    other.post(address(session, "antwoorden/"), {"vraag": question.ref})
    assert question.answers.get(state=Answer.State.GIVEN).value == "Blijft staan"


def test_after_the_end_nothing_is_anybodys(session, phone):
    send(phone, session, Form.OPEN, waarde="Van niemand meer")
    where = address(session, "antwoorden/")
    running.finish(session)
    page = phone.get(where)
    assert page.status_code == 200
    assert "Van niemand meer" not in page.text


# -- help and signals ----------------------------------------------------------------------------


def test_help_is_on_every_step_and_works_without_scripts(session, phone):
    assert f'href="{address(session)}pauze/"' in phone.get(address(session)).text
    page = phone.get(address(session, "pauze/"))
    assert "Neem de tijd" in page.text
    assert "Anja, toestel 12" in page.text
    assert 'href="tel:08000113"' in page.text
    assert 'href="tel:112"' in page.text
    assert f'href="{address(session)}"' in page.text


def test_opening_help_tells_nobody(session, phone):
    phone.get(address(session, "pauze/"))
    assert Signal.objects.count() == 0


@pytest.mark.parametrize("sort", ["pause", "more_time"])
def test_a_signal_counts_once_and_names_nobody(session, phone, sort):
    where = address(session, f"stap/{session.current.ref}/seintje/")
    for _ in range(2):
        assert phone.post(where, {"soort": sort}).status_code == 302
    signal = Signal.objects.get()
    assert signal.sort == sort
    assert secret_of(phone, session) not in signal.pen


def test_scripts_hear_a_signal_was_taken_and_people_read_it(session, phone):
    where = address(session, f"stap/{session.current.ref}/seintje/")
    assert (
        phone.post(where, {"soort": "pause"}, headers={"accept": "application/json"}).status_code
        == 204
    )
    page = phone.post(where, {"soort": "more_time"}, follow=True)
    assert "De gespreksleider ziet dat iemand meer tijd wil. Niet wie." in page.text


def test_a_signal_for_another_step_or_of_another_sort_is_nothing(session, phone):
    last = session.steps.last()
    phone.post(address(session, f"stap/{last.ref}/seintje/"), {"soort": "pause"})
    odd = phone.post(address(session, f"stap/{session.current.ref}/seintje/"), {"soort": "hallo"})
    assert odd.status_code == 404
    assert Signal.objects.count() == 0


@pytest.mark.parametrize("path", ["pauze/", "antwoorden/", "stap/x/seintje/"])
def test_who_did_not_join_sees_none_of_it(session, path):
    visitor = Client()
    method = visitor.post if "seintje" in path else visitor.get
    assert method(address(session, path)).status_code == 404


def test_a_signal_needs_the_token_of_our_own_page(session, phone):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = phone.cookies
    where = address(session, f"stap/{session.current.ref}/seintje/")
    assert strict.post(where, {"soort": "pause"}).status_code == 403


def test_a_participant_is_a_pen_and_nothing_else(session, phone):
    row = session.participants.get()
    assert row.pen == pens.join_pen(secret_of(phone, session), session.ref)
    assert participation.own_answers(session, secret_of(phone, session)) == {}
