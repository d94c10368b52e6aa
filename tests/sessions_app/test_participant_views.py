"""The phone's pages: the door, joining, the step with one's own answers, and help."""

import re

import pytest
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.utils.datastructures import MultiValueDict

from content.document import AnswerForm
from sessions_app import codes, participation, pens, results, running
from sessions_app.models import Answer, DialogueSession, Signal
from sessions_app.surfaces.participant import views
from tests.sessions_app import room

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def session() -> DialogueSession:
    """A session that runs, in a step with an open question and a scale, its door open."""
    session = room.make_session(AnswerForm.OPEN, AnswerForm.SCALE)
    codes.give_code(session)
    running.start(session)
    return session


@pytest.fixture
def phone(session) -> Client:
    """Somebody who joined."""
    phone = Client()
    phone.post(address(session), PRESSED)
    return phone


PRESSED = {"gedrukt": "1"}  # what the button of the door sends, and its script does not


def address(session: DialogueSession, more: str = "") -> str:
    return f"/m/{session.codes.get(current=True).code}/{more}"


def link(session: DialogueSession) -> str:
    """The address in a letter and a QR code: with the key."""
    return codes.join_path(session.codes.get(current=True).code)


def secret_of(phone: Client, session: DialogueSession) -> str:
    return pens.unseal(session.ref, phone.cookies[pens.cookie_name(session.ref)].value) or ""


def send(phone: Client, session: DialogueSession, form: AnswerForm, **fields) -> None:
    """Store an answer of this phone, as the thin route does."""
    room.Person(secret_of(phone, session)).send(room.question_of(session, form), **fields)


# -- the door ------------------------------------------------------------------------------------


def test_a_press_takes_a_seat_without_name_or_account(session):
    phone = Client()
    door = phone.get(address(session))
    assert door.status_code == 200
    assert session.participants.count() == 0
    assert session.title not in door.text
    into = phone.post(address(session), PRESSED)
    assert into.status_code == 303
    assert into["Location"] == address(session)
    assert session.participants.count() == 1
    cookie = phone.cookies[pens.cookie_name(session.ref)]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/m/"
    assert 0 < cookie["max-age"] <= 28 * 3600  # planned for tomorrow, an hour, and three more
    page = phone.get(into["Location"])
    assert f'data-step="{session.current.ref}"' in page.text
    assert "no-store" in page["Cache-Control"]


def test_the_script_of_the_door_holds_a_seat_that_its_line_makes_its_own(session):
    phone = Client()
    assert phone.post(address(session)).status_code == 303
    assert (session.held_seats.count(), session.participants.count()) == (1, 0)
    assert phone.get(address(session)).status_code == 200
    participation.join(session, secret_of(phone, session))
    assert (session.held_seats.count(), session.participants.count()) == (0, 1)


def test_coming_back_is_not_joining_again(session, phone):
    assert phone.get(address(session)).status_code == 200
    assert phone.post(address(session), PRESSED).status_code == 303
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
    """Door and page are made once for all; what is one browser's must not be in them."""
    where = address(session, f"stap/{session.current.ref}/seintje/")
    tokens = []
    for _ in range(2):
        phone = Client(enforce_csrf_checks=True)
        door = token_of(phone.get(address(session)).text)
        into = phone.post(address(session), {"csrfmiddlewaretoken": door})
        token = token_of(phone.get(into["Location"]).text)
        tokens += [door, token]
        given = {"soort": "pause", "csrfmiddlewaretoken": token}
        assert phone.post(where, given, headers={"accept": "application/json"}).status_code == 204
    assert len(set(tokens)) == 4


def token_of(page: str) -> str:
    (token,) = set(re.findall(r'csrf(?:-token" content|middlewaretoken" value)="(\w+)"', page))
    return token


def test_a_seat_needs_the_token_of_our_own_page(session):
    assert Client(enforce_csrf_checks=True).post(address(session), PRESSED).status_code == 403
    assert session.participants.count() == 0


def test_who_comes_in_sees_the_step_of_this_moment(session):
    first = session.current.ref
    assert f'data-step="{first}"' in page_of(session)
    running.advance(session, first)
    assert f'data-step="{session.current.ref}"' in page_of(session)


def page_of(session) -> str:
    """The page of somebody who comes in now."""
    return Client().post(address(session), PRESSED, follow=True).text


def test_the_door_needs_no_script_and_says_what_a_press_does(session):
    door = Client().get(address(session)).text
    assert f'<form class="phone-join" method="post" action="{link(session)}"' in door
    assert ">Doe mee</button>" in door
    assert "phone-join.js" in door


def test_a_typed_code_leads_to_its_page(session):
    shown = session.codes.get(current=True).shown
    found = Client().get("/m/", {"code": f" {shown.lower()}"})
    assert found["Location"] == address(session)


def test_no_code_leads_to_the_beginning_and_signs_alone_are_no_code():
    assert Client().get("/m/")["Location"] == "/"
    odd = Client().get("/m/", {"code": "?!/"})
    assert odd.status_code == 404
    assert 'value="?!/"' in odd.text


def test_a_wrong_code_says_what_to_do_and_keeps_what_was_typed():
    page = Client().get("/m/kiem-27/")
    assert page.status_code == 404
    assert "Met deze code kom je nu niet binnen" in page.text
    assert 'value="KIEM-27"' in page.text


def test_before_the_door_opens_who_has_the_link_waits_on_a_page_that_looks_again():
    session = room.make_session()
    codes.give_code(session)
    page = Client().get(link(session))
    assert page.status_code == 403
    assert "De deur gaat zo open" in page.text
    assert '<noscript><meta http-equiv="refresh" content="8"></noscript>' in page.text
    assert "phone-door.js" in page.text
    assert Client().post(link(session), PRESSED).status_code == 403
    assert session.participants.count() == 0


def test_a_closed_door_stops_newcomers_only(session, phone):
    running.close_door(session)
    late = Client().get(link(session))
    assert late.status_code == 403
    assert "Vraag de gespreksleider" in late.text
    assert phone.get(address(session)).status_code == 200


def test_an_older_code_keeps_working_for_who_is_in_and_for_nobody_else(session, phone):
    old, old_link = address(session), link(session)
    running.new_code(session)
    assert phone.get(old).status_code == 200
    late = Client().get(old_link)
    assert late.status_code == 404
    assert "Deze code is veranderd" in late.text
    assert "Deze code is veranderd" not in Client().get(old).text
    assert Client().post(old_link, PRESSED).status_code == 404
    assert session.participants.count() == 1


def test_a_forged_cookie_gives_no_seat_of_somebody_else(session, phone):
    victim = secret_of(phone, session)
    thief = Client()
    thief.cookies[pens.cookie_name(session.ref)] = f"{victim}:not-the-signature"
    assert "phone-join" in thief.get(address(session)).text
    thief.post(address(session), PRESSED)
    assert secret_of(thief, session) not in ("", victim)
    assert session.participants.count() == 2


def test_a_forged_cookie_does_not_pass_a_closed_door(session):
    running.close_door(session)
    thief = Client()
    thief.cookies[pens.cookie_name(session.ref)] = "secret:forged"
    assert thief.get(link(session)).status_code == 403
    assert thief.post(link(session), PRESSED).status_code == 403


def test_a_cookie_of_another_session_gives_no_seat(session, phone):
    other = room.make_session()
    codes.give_code(other)
    mine = phone.cookies[pens.cookie_name(session.ref)].value
    phone.cookies[pens.cookie_name(other.ref)] = mine
    assert phone.get(link(other)).status_code == 403


def test_after_the_end_there_are_thanks_for_who_was_there(session, phone):
    where, keyed = address(session), link(session)
    running.finish(session)
    page = phone.get(where)
    assert page.status_code == 200
    assert "Dank je wel dat je er was" in page.text
    assert "Anja, toestel 12" in page.text
    late = Client().get(keyed)
    assert late.status_code == 404
    assert "Deze sessie is afgelopen" in late.text


# -- seats ---------------------------------------------------------------------------------------


def fill(session: DialogueSession) -> None:
    """Every seat but none is taken."""
    while session.participants.count() < session.seats:
        room.Person().join(session)


def test_a_full_room_says_so_calmly_and_tells_the_console(session):
    fill(session)
    late = Client().post(link(session))
    assert late.status_code == 409
    assert "Alle plaatsen zijn bezet" in late.text
    assert 'data-again="8"' in late.text
    assert pens.cookie_name(session.ref) not in late.cookies
    session.refresh_from_db()
    assert session.knocked_at is not None
    assert session.participants.count() == session.seats


def test_who_is_in_stays_in_when_the_room_is_full(session, phone):
    fill(session)
    assert phone.get(address(session)).status_code == 200


def test_one_press_more_makes_room(session):
    session = room.make_session()  # nothing is being answered
    codes.give_code(session)
    running.open_door(session)
    fill(session)
    running.raise_seats(session)
    assert Client().post(link(session)).status_code == 303


def test_while_a_question_is_answered_room_is_made_from_the_next_step_on(session):
    fill(session)
    before = session.seats
    running.raise_seats(session)
    assert session.seats == before
    assert Client().post(link(session)).status_code == 409
    running.advance(session, session.current.ref)
    assert session.seats > before
    assert Client().post(link(session)).status_code == 303


def test_a_phone_shows_how_many_count_and_how_much_place_there_is(session, phone):
    assert f"<b>1</b> van {session.seats} plaatsen bezet" in phone.get(address(session)).text


# -- the step ------------------------------------------------------------------------------------


def test_the_page_shows_the_same_frame_as_is_pushed_and_adds_the_token(session, phone):
    page = phone.get(address(session))
    assert f'data-step="{session.current.ref}"' in page.text
    assert f'data-stream="{address(session)}stroom/"' in page.text
    assert re.search(r'<meta name="csrf-token" content="\w{20,}">', page.text)
    question = room.question_of(session, AnswerForm.OPEN)
    assert f'action="{address(session)}stap/{question.step.ref}/antwoord/"' in page.text


def test_nothing_typed_is_lost_to_a_page_that_reloads_itself(session, phone):
    assert "http-equiv" not in phone.get(address(session)).text
    running.advance(session, session.current.ref)
    assert '<noscript><meta http-equiv="refresh"' in phone.get(address(session)).text


def test_own_answers_stand_in_the_page(session, phone):
    send(phone, session, AnswerForm.OPEN, waarde="Even vragen hoe het gaat", verslag="1")
    send(phone, session, AnswerForm.SCALE, waarde="4")
    page = phone.get(address(session)).text
    assert page.count('data-state="given"') == 2
    assert page.count(">Bewaard<") == 2
    assert "<b data-said>Even vragen hoe het gaat</b>" in page
    assert "<b data-said>grotendeels</b>" in page
    assert page_of(session).count("Even vragen") == 0


def test_passing_and_taking_back_are_told_apart(session, phone):
    send(phone, session, AnswerForm.OPEN, pas="1")
    send(phone, session, AnswerForm.SCALE, waarde="4")
    send(phone, session, AnswerForm.SCALE, intrekken="1")
    page = phone.get(address(session)).text
    assert 'data-state="passed"' in page
    assert 'data-state="withdrawn"' in page
    assert "Je antwoord is teruggenomen." in page


def test_changing_brings_the_form_back_with_the_answer_in_it(session, phone):
    send(phone, session, AnswerForm.OPEN, waarde="Eerste gedachte")
    question = room.question_of(session, AnswerForm.OPEN)
    page = phone.get(address(session), {"wijzig": question.ref}).text
    assert 'data-state="editing"' in page
    assert re.search(r"<textarea[^>]*>\s*Eerste gedachte</textarea>", page)


def test_a_closed_question_can_not_be_opened_for_changing(session, phone):
    send(phone, session, AnswerForm.SCALE, waarde="4")
    question = room.question_of(session, AnswerForm.SCALE)
    for person in room.people_in(session, 5):
        person.send(question, waarde="2")
    room.read(session, question)
    page = phone.get(address(session), {"wijzig": question.ref}).text
    assert 'data-state="editing"' not in page
    assert "Deze vraag is gesloten." in page
    assert "<b data-said>grotendeels</b>" in page


def test_the_page_costs_as_many_queries_for_one_answer_as_for_many(
    session, phone, django_assert_max_num_queries
):
    for person in room.people_in(session, 10):
        person.send(room.question_of(session, AnswerForm.OPEN), waarde="Iets")
    assert session.says  # its edition is read once per process
    with django_assert_max_num_queries(10):
        phone.get(address(session))


# -- refused without scripts ---------------------------------------------------------------------


def refused(session, phone, form: AnswerForm, sentence: str, status: int, **fields):
    """The page that the thin route asks for when it refuses an answer."""
    request: HttpRequest = RequestFactory().post("/")
    request.COOKIES = {name: cookie.value for name, cookie in phone.cookies.items()}
    get_token(request)
    question = room.question_of(session, form)
    return views.answer_refused(
        request,
        session.codes.get(current=True).code,
        question.step.ref,
        {question.ref: sentence},
        MultiValueDict(fields),
        status,
    )


def test_a_text_that_is_too_long_comes_back_whole_with_the_reason(session, phone):
    long = "woord " * 1700
    page = refused(session, phone, AnswerForm.OPEN, "Je tekst is te lang.", 422, waarde=[long])
    assert page.status_code == 422
    assert "Je tekst is te lang." in page.text
    assert long.strip() in page.text
    assert 'aria-invalid="true"' in page.text
    assert "csrfmiddlewaretoken" in page.text


def test_what_was_typed_survives_when_the_room_moved_on(session, phone):
    question = room.question_of(session, AnswerForm.OPEN)
    running.advance(session, question.step.ref)
    page = refused(
        session, phone, AnswerForm.OPEN, "Deze stap is gesloten.", 409, waarde=["Mijn zin"]
    )
    assert page.status_code == 409
    assert "Deze stap is gesloten." in page.text
    assert "Mijn zin" in page.text
    assert question.text in page.text
    assert (
        ">Leg je telefoon even weg" not in page.text
    )  # above the step of now it would be about that
    assert "Ik ga mee met de groep" in page.text


# -- one's own answers ---------------------------------------------------------------------------


def test_an_answer_can_be_taken_back_until_the_end_also_from_a_later_step(session, phone):
    send(phone, session, AnswerForm.OPEN, waarde="Toch liever niet")
    question = room.question_of(session, AnswerForm.OPEN)
    running.advance(session, question.step.ref)
    page = phone.get(address(session, "antwoorden/"))
    assert "Toch liever niet" in page.text
    done = phone.post(address(session, "antwoorden/"), {"vraag": question.ref})
    assert done.status_code == 302
    assert "Toch liever niet" not in phone.get(address(session, "antwoorden/")).text
    assert question.answers.get().state == Answer.State.WITHDRAWN


def test_a_text_taken_back_there_leaves_the_screens_with_the_next_step(session, phone):
    question = room.question_of(session, AnswerForm.OPEN)
    for person in room.people_in(session, 5):
        person.send(question, 1, waarde="van een ander")
    send(phone, session, AnswerForm.OPEN, waarde="Toch liever niet")
    room.show(session, question)
    session.refresh_from_db()
    before = session.version

    phone.post(address(session, "antwoorden/"), {"vraag": question.ref})

    session.refresh_from_db()
    assert session.version == before
    question.refresh_from_db()
    assert "Toch liever niet" in results.outcome(question).texts
    assert "Toch liever niet" not in phone.get(address(session, "antwoorden/")).text
    running.advance(session, session.current.ref)
    assert "Toch liever niet" not in results.outcome(question).texts


@pytest.mark.parametrize("ref", ["", "onzin"])
def test_a_question_that_is_none_can_not_be_taken_back(session, phone, ref):
    assert phone.post(address(session, "antwoorden/"), {"vraag": ref}).status_code == 404


def test_nobody_takes_back_the_answer_of_another(session, phone):
    other = Client()
    other.post(address(session), PRESSED)
    send(phone, session, AnswerForm.OPEN, waarde="Blijft staan")
    question = room.question_of(session, AnswerForm.OPEN)
    other.post(address(session, "antwoorden/"), {"vraag": question.ref})
    assert question.answers.get(state=Answer.State.GIVEN).value == "Blijft staan"


def test_after_the_end_nothing_is_anybodys(session, phone):
    send(phone, session, AnswerForm.OPEN, waarde="Van niemand meer")
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
    assert "De gespreksleider ziet zo dat iemand meer tijd wil. Niet wie." in page.text


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


# -- what a phone keeps ----------------------------------------------------------------------------


def test_two_sessions_of_one_phone_have_no_token_in_common(session):
    phone = Client()
    phone.post(address(session), PRESSED)
    first = phone.cookies["csrftoken"].value
    other = room.make_session(AnswerForm.OPEN)
    codes.give_code(other)
    running.start(other)
    phone.post(address(other), PRESSED)
    assert phone.cookies["csrftoken"].value != first
    assert phone.cookies["csrftoken"]["max-age"] == ""  # until the browser closes


def test_after_the_end_a_phone_keeps_nothing_of_its_own(session, phone):
    secret = secret_of(phone, session)
    running.finish(session)
    page = phone.get(address(session))
    assert "Dank je wel dat je er was" in page.text
    cookie = phone.cookies[pens.cookie_name(session.ref)]
    assert cookie["max-age"] == ""
    assert secret not in cookie.value
    assert phone.cookies["csrftoken"].value == ""
    assert "Dank je wel dat je er was" in phone.get(address(session)).text


def test_who_is_done_wipes_the_phone_and_the_answers_go_on_to_count(session, phone):
    send(phone, session, AnswerForm.OPEN, waarde="Mijn tekst")
    page = phone.get(address(session, "klaar/")).text
    assert "Wis ook wat ik voor mezelf opschreef" in page
    done = phone.post(address(session, "klaar/"))
    assert "Deze telefoon is gewist" in done.text
    assert phone.cookies[pens.cookie_name(session.ref)].value == ""
    assert "Mijn tekst" not in phone.get(address(session)).text
    assert Answer.objects.filter(state=Answer.State.GIVEN).count() == 1
