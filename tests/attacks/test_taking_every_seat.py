"""A phone in the room wants to count for many: more seats, more votes, more bytes for the others.

What stops it: a room has so many seats, which everybody sees; each is limited in all that it does;
and what changes nothing for others is sent to nobody.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bench.phone import Phone
from content.document import AnswerForm
from sessions_app import codes, participation, pens, results, running, seats
from sessions_app.live import limits
from sessions_app.models import DialogueSession, Signal
from sessions_app.surfaces.console import frame as console
from tests.sessions_app import room as rooms

SEATS = seats.planned(12)


@pytest.fixture
def session(db) -> DialogueSession:
    """Twelve people are expected; the door is open and nothing is asked yet."""
    session = rooms.make_session(AnswerForm.OPEN, AnswerForm.SCALE)
    codes.give_code(session)
    running.open_door(session)
    return session


def page(session: DialogueSession) -> str:
    return f"/m/{session.codes.get(current=True).code}/"


def sit(session: DialogueSession) -> Client:
    """A phone that is in, by the button."""
    phone = Client()
    assert phone.post(page(session), {"gedrukt": "1"}).status_code == 303
    return phone


def held_long_ago(session: DialogueSession) -> None:
    past = timezone.now() - timedelta(seconds=1)
    session.held_seats.update(until=past)


def test_one_laptop_gets_no_more_seats_than_the_room_has(session):
    took = [Client().post(page(session)).status_code for _ in range(40)]
    assert took.count(303) == SEATS
    assert took.count(409) == 40 - SEATS
    assert results.joined(session) == 0  # nobody opened a line: the screen counts people


def test_the_limit_holds_for_seats_that_a_press_takes_and_for_verbs(session):
    for _ in range(SEATS):
        sit(session)
    assert Client().post(page(session), {"gedrukt": "1"}).status_code == 409
    with pytest.raises(participation.Full):
        rooms.Person().join(session)


def test_seats_that_nobody_uses_free_themselves(session):
    for _ in range(SEATS):
        Client().post(page(session))
    assert Client().post(page(session)).status_code == 409
    held_long_ago(session)
    assert Client().post(page(session)).status_code == 303


def test_a_hoard_of_freed_seats_is_worth_nothing_in_a_full_room(session):
    hoard = [Client() for _ in range(SEATS)]
    for one in hoard:
        one.post(page(session))
    held_long_ago(session)
    for _ in range(SEATS):
        sit(session)
    for one in hoard:
        secret = pens.held({k: v.value for k, v in one.cookies.items()})[session.ref]
        with pytest.raises(participation.Full):
            participation.join(session, secret, returning=True)
        assert 'data-join="' in one.get(page(session)).text  # the door again, not the step


def test_who_finds_the_room_full_is_seen_and_not_named(session):
    for _ in range(SEATS):
        sit(session)
    assert not console.tally(session, 0)["waiting"]
    Client().post(page(session))
    session.refresh_from_db()
    assert console.tally(session, 0)["waiting"]
    before = session.knocked_at
    Client().post(page(session))  # a second one right after writes nothing
    session.refresh_from_db()
    assert session.knocked_at == before


def test_a_press_on_the_console_makes_room_that_everybody_sees(session):
    for _ in range(SEATS):
        sit(session)
    before = session.version
    running.raise_seats(session)
    assert session.seats > SEATS
    assert session.version > before
    assert f"van {session.seats} plaatsen" in sit(session).get(page(session)).text


def test_room_made_while_a_question_is_answered_counts_from_the_next_step_on(session):
    running.start(session)
    running.raise_seats(session)
    assert session.seats == SEATS
    running.advance(session, session.current.ref)
    assert session.seats > SEATS


def test_going_back_makes_no_room_for_answers_to_an_older_question(session):
    rooms.add_step(session, "film")
    running.start(session)
    first = session.current.ref
    for _ in session.steps.that_run()[1:]:
        running.advance(session, session.current.ref)
    running.raise_seats(session)
    running.jump(session, session.current.ref, first)
    assert session.seats == SEATS


@pytest.mark.parametrize("verb", ["antwoorden", "seintje"])
def test_one_seat_is_slowed_down_and_the_next_one_is_not(session, verb, monkeypatch):
    monkeypatch.setattr(limits, "WITHIN", 600.0)  # all of it in one window, also on a slow machine
    running.start(session)
    question = rooms.question_of(session, AnswerForm.OPEN)
    where, given = {
        "antwoorden": ("antwoorden/", {"vraag": question.ref}),
        "seintje": (f"stap/{session.current.ref}/seintje/", {"soort": Signal.Sort.PAUSE}),
    }[verb]
    fast, other = sit(session), sit(session)
    said = [fast.post(page(session) + where, given).status_code for _ in range(limits.MOST + 5)]
    assert said.count(429) == 5
    assert other.post(page(session) + where, given).status_code == 302


def test_taking_back_again_and_again_sends_nothing_to_other_phones(session):
    running.start(session)
    question = rooms.question_of(session, AnswerForm.OPEN)
    people = rooms.people_in(session, 6)
    for person in people:
        person.send(question, waarde="Even vragen hoe het gaat")
    running.close(session, session.current.ref)
    running.read(session, question.ref)
    thief = sit(session)  # answered nothing at all
    before = DialogueSession.objects.get(pk=session.pk).version
    for _ in range(20):
        thief.post(f"{page(session)}antwoorden/", {"vraag": question.ref})
    for _ in range(20):
        people[0].send(question, intrekken="1")
    assert DialogueSession.objects.get(pk=session.pk).version - before <= 1


def test_the_server_keeps_to_the_limit_as_well(site, play):
    """Through the thin routes: seats, and what a cookie without a seat may do."""
    room = site.small_room()
    most = seats.planned(2)

    async def scene():
        outside = []
        for _ in range(most + 3):
            phone = Phone(site.url, room.code, key=room.key)
            room.phones.append(phone)
            if (await phone.join()).status != 200:
                outside.append(phone)
        assert len(outside) == 3
        for phone in outside:
            assert phone.page_status == 409
            assert (await phone.ask(f"/m/{room.code}/stroom/")).status == 404
        assert site.hands("state", room.ref)["joined"] == 0
        assert (await room.phones[0].open_stream()).status == 200
        await room.until_joined(1)

    play(scene, room)
