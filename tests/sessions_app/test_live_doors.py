"""What the doors remember for a second, and what they must forget at once."""

import asyncio
import time
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User
from sessions_app import access, codes, participation, pens, running
from sessions_app.access import Door, Seat
from sessions_app.live import doors, guessing, threads
from sessions_app.live.frame import CONSOLE, PROJECTOR
from sessions_app.models import DialogueSession, Participant
from tests.live.loops import run_scene
from tests.sessions_app.room import Person, make_session, people_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(monkeypatch) -> DialogueSession:
    """A session that runs; what the doors found stays remembered until they forget it."""
    monkeypatch.setattr(doors, "FRESH", 1e6)
    session = make_session()
    codes.give_code(session)
    running.start(session)
    return session


def code_of(session: DialogueSession) -> str:
    return session.codes.get(current=True).code


def scanned(code: str) -> dict:
    """A newcomer who came by the QR, which has the key of its code."""
    return {"query_string": f"k={codes.key(code)}".encode()}


def cookies_of(session: DialogueSession) -> dict[str, str]:
    """Those of somebody who is in."""
    (person,) = people_in(session, 1)
    return {pens.cookie_name(session.ref): pens.seal(session.ref, person.secret)}


def test_who_is_in_sees_the_end_once_the_doors_forgot_the_session(session):
    code, cookies = code_of(session), cookies_of(session)

    async def scene():
        assert not (await doors.seat(code, cookies)).session.ended
        await threads.asking(running.finish, session)
        doors.forget(session.ref)
        assert (await doors.seat(code, cookies)).session.ended

    run_scene(scene)


def test_a_newcomer_finds_the_door_closed_once_the_doors_forgot_the_session(session):
    code = code_of(session)
    scope = scanned(code)

    async def scene():
        found = await doors.door(scope, code, {})
        assert found is not None
        assert (found.keyed, found.may_join) == (True, True)
        await threads.asking(running.close_door, session)
        doors.forget(session.ref)
        found = await doors.door(scope, code, {})
        assert found is not None
        assert not found.may_join

    run_scene(scene)


def test_another_session_is_not_asked_about_again(session):
    other = make_session()
    codes.give_code(other)
    running.start(other)
    code, cookies = code_of(other), cookies_of(other)

    async def scene():
        first = (await doors.seat(code, cookies)).session
        opened = (await doors.door(scanned(code), code, {})).session
        await doors._doors.get("NIETS1234")  # whose newcomer did not hear yet that it leads nowhere
        doors.forget(session.ref)
        assert (await doors.seat(code, cookies)).session is first
        assert (await doors.door(scanned(code), code, {})).session is opened

    run_scene(scene)


def test_a_stranger_has_no_seat_and_a_cookie_of_one_session_opens_no_other(session):
    other = make_session()
    codes.give_code(other)
    running.start(other)
    cookies = cookies_of(other)
    forged = {pens.cookie_name(session.ref): pens.seal(session.ref, pens.new_secret())}

    async def scene():
        for jar in ({}, cookies):
            with pytest.raises(doors.NoEntry):
                await doors.seat(code_of_session, jar)
        assert (await doors.seat(code_of_session, forged)).secret  # let in before, so let in again

    code_of_session = code_of(session)
    run_scene(scene)


@pytest.fixture(autouse=True)
def _nobody_was_here(monkeypatch):
    """A process that knows nobody yet."""
    monkeypatch.setattr(doors, "_own", doors._Remembered(doors._codes_of))
    monkeypatch.setattr(doors, "_doors", doors._Remembered(codes.find))
    for name, empty in (("_seated", {}), ("_sitting", set()), ("_new", set()), ("_held", {})):
        monkeypatch.setattr(doors, name, empty)


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    """The doors' own clock; seconds."""
    now = SimpleNamespace(seconds=100.0)
    monkeypatch.setattr(doors, "time", SimpleNamespace(monotonic=lambda: now.seconds))
    return now


def test_what_was_asked_is_remembered_for_a_second_however_many_ask(clock):
    asked: list[str] = []

    def ask(key: str) -> int:
        asked.append(key)
        return len(asked)

    async def scene():
        remembered = doors._Remembered(ask)
        assert await asyncio.gather(*(remembered.get("a") for _ in range(5))) == [1] * 5
        assert await remembered.get("b") == 2
        remembered.forget(lambda key, found: (key, found) == ("a", 1))
        assert (await remembered.get("a"), await remembered.get("b")) == (3, 2)
        clock.seconds += 0.9
        assert await remembered.get("a") == 3
        clock.seconds += 0.2
        assert await remembered.get("a") == 4

    run_scene(scene)


def test_what_could_not_be_asked_is_asked_again():
    answers = [OSError("away"), "here"]

    def ask(key: str) -> str:
        said = answers.pop(0)
        if isinstance(said, OSError):
            raise said
        return said

    async def scene():
        remembered = doors._Remembered(ask)
        with pytest.raises(OSError, match="away"):
            await remembered.get("a")
        remembered.forget(lambda key, found: True)
        assert await remembered.get("a") == "here"

    run_scene(scene)


def test_what_is_under_way_or_went_wrong_is_not_looked_at_to_forget_it():
    going_on = asyncio.Event()

    async def scene():
        remembered = doors._Remembered(lambda key: key)
        wrong = asyncio.get_running_loop().create_future()
        wrong.set_exception(OSError("away"))
        wrong.exception()
        under_way = asyncio.ensure_future(going_on.wait())
        remembered._known = {"wrong": (0.0, wrong), "under way": (0.0, under_way)}
        remembered.forget(lambda key, found: True)
        assert set(remembered._known) == {"wrong", "under way"}
        going_on.set()
        await under_way

    run_scene(scene)


def test_of_many_codes_not_all_are_remembered(monkeypatch):
    async def asking(ask, key):
        return ask(key)

    monkeypatch.setattr(threads, "asking", asking)

    async def scene():
        remembered = doors._Remembered(lambda key: key)
        for n in range(1010):
            assert await remembered.get(str(n)) == str(n)
        assert len(remembered._known) < 20

    run_scene(scene)


def test_who_was_let_in_here_is_told_so_once_and_nobody_else_is():
    mine, other = DialogueSession(ref="a"), DialogueSession(ref="b")
    doors.let_in(mine, "geheim")
    doors.let_in(mine, "van de volgende")
    for session, secret in ((mine, None), (mine, "anders"), (other, "geheim")):
        assert doors.just_let_in(Door(session, True, secret=secret)) is False
        held = Seat(session, secret or "", held=True)
        assert doors.did_nothing_yet(held) is False
    assert doors.did_nothing_yet(Seat(mine, "geheim", held=True)) is True
    assert doors.did_nothing_yet(Seat(mine, "geheim", held=False)) is False
    assert doors.just_let_in(Door(mine, True, secret="geheim")) is True
    assert doors.just_let_in(Door(mine, True, secret="geheim")) is False


def test_of_many_who_were_let_in_the_oldest_are_asked_about_again():
    session = DialogueSession(ref="a")
    for n in range(5010):
        doors.let_in(session, str(n))
    assert len(doors._held) < 20
    assert len(doors._new) < 20
    for n in range(20_010):
        doors._sit(n)
    assert len(doors._sitting) < 20


def cookie(session: DialogueSession, person: Person) -> dict[str, str]:
    return {pens.cookie_name(session.ref): pens.seal(session.ref, person.secret)}


@pytest.mark.parametrize(("later", "asks"), [(44, False), (46, True)])
def test_a_seat_of_this_minute_is_used_without_asking_and_an_older_one_is_asked_for(
    session, monkeypatch, clock, later, asks
):
    soon: list[tuple[str, str]] = []
    monkeypatch.setattr(doors.settling, "soon", lambda s, secret: soon.append((s.ref, secret)))
    code, person = code_of(session), Person()
    participation.hold(session, person.secret)
    doors.let_in(session, person.secret)
    clock.seconds += later

    async def scene():
        for forgotten in ({}, {"_seated": {}}, {"_sitting": set()}):
            with monkeypatch.context() as for_a_moment:
                for name, empty in forgotten.items():
                    for_a_moment.setattr(doors, name, empty)
                seat = await doors.seat(code, cookie(session, person))
            assert (seat.session, seat.secret) == (session, person.secret)

    run_scene(scene)
    assert soon == ([] if asks else [(session.ref, person.secret)])
    assert session.participants.count() == asks
    assert doors.just_let_in(Door(session, True, secret=person.secret)) is False


def test_who_sits_is_asked_about_once_for_the_whole_session(session, monkeypatch):
    code, (one, other) = code_of(session), people_in(session, 2)
    looked: list[int] = []
    used = doors._used_seats

    def look(pk: int) -> set[str]:
        looked.append(pk)
        return used(pk)

    monkeypatch.setattr(doors, "_used_seats", look)
    monkeypatch.setattr(doors, "_sit_down", lambda *_: pytest.fail("they had their seats"))

    async def scene():
        for person in (one, other, one):
            assert (await doors.seat(code, cookie(session, person))).secret == person.secret
        doors._seated.clear()  # as after many other sessions
        for person in (one, other):
            assert (await doors.seat(code, cookie(session, person))).secret == person.secret

    run_scene(scene)
    assert looked == [session.pk]


def test_of_many_sessions_not_all_seats_are_remembered(session):
    code, (person,) = code_of(session), people_in(session, 1)

    async def scene():
        for others, kept in ((1, 2), (201, 1)):
            doors._sitting.clear()
            doors._seated.clear()
            doors._seated.update((str(n), set()) for n in range(others))
            await doors.seat(code, cookie(session, person))
            assert len(doors._seated) == kept

    run_scene(scene)


def test_seats_of_another_session_are_none_here(session):
    other = make_session()
    running.start(other)
    people_in(other, 1)
    mine = people_in(session, 1)
    assert doors._used_seats(session.pk) == {pens.join_pen(mine[0].secret, session.ref)}


def test_a_seat_that_freed_itself_is_taken_again_or_refused_in_a_full_room(session):
    code, late, later = code_of(session), Person(), Person()
    running.close_door(session)  # which stops newcomers only
    while session.participants.count() < session.seats - 1:
        Participant.objects.create(session=session, pen=pens.new_secret())

    async def scene():
        assert (await doors.seat(code, cookie(session, late))).secret == late.secret
        with pytest.raises(doors.NoEntry):
            await doors.seat(code, cookie(session, later))

    run_scene(scene)
    assert session.participants.count() == session.seats


def test_after_the_end_who_was_in_needs_no_seat(session, monkeypatch):
    monkeypatch.setattr(doors, "_used_seats", lambda _: pytest.fail("there are none any more"))
    code, person = code_of(session), Person()
    held = DialogueSession.objects.get(pk=session.pk)  # as it was a moment ago
    running.finish(session)
    assert doors._sit_down(held, person.secret) is True

    async def scene():
        assert (await doors.seat(code, cookie(session, person))).session.ended

    run_scene(scene)


def test_a_deleted_session_has_no_seats_and_no_codes(session):
    code, (person,) = code_of(session), people_in(session, 1)
    DialogueSession.objects.filter(pk=session.pk).update(deleted_at=timezone.now())

    async def scene():
        with pytest.raises(doors.NoEntry):
            await doors.seat(code, cookie(session, person))
        assert await doors.door(scanned(code), code, cookie(session, person)) is None

    run_scene(scene)


def test_a_code_of_another_session_is_no_seat_here(session):
    other = make_session()
    codes.give_code(other)
    running.start(other)
    code, jar = code_of(other), cookie(session, people_in(session, 1)[0])

    async def scene():
        with pytest.raises(doors.NoEntry):
            await doors.seat(code, jar)
        new = await doors.door(scanned(code), code, jar)
        assert (new.session, new.keyed, new.secret) == (other, True, None)
        known = await doors.door({"query_string": b""}, code_of_session, jar)
        assert (known.session, known.current, known.keyed) == (session, True, False)
        assert known.secret

    code_of_session = code_of(session)
    run_scene(scene)


def test_a_closed_door_is_looked_at_again_and_an_open_one_remembered(session):
    code = code_of(session)
    scope = scanned(code)
    running.close_door(session)

    async def scene():
        assert not (await doors.door(scope, code, {})).may_join
        await threads.asking(running.open_door, session)
        first = await doors.door(scope, code, {})
        assert first.may_join
        assert (await doors.door(scope, code, {})).session is first.session
        assert await doors.door(scanned("NIETS1234"), "NIETS1234", {}) is None

    run_scene(scene)


def typed(code: str) -> dict:
    """A newcomer who typed this code."""
    return {"query_string": b"", "client": (f"10.0.0.{len(code)}", 1), "headers": []}


def test_a_typed_code_opens_an_open_door_and_every_other_no_comes_as_late(session, monkeypatch):
    monkeypatch.setattr(doors, "SAYS_NO_AFTER", 0.06)
    code, closed = code_of(session), make_session()
    codes.give_code(closed)
    running.start(closed)
    running.close_door(closed)
    shut = code_of(closed)

    async def scene():
        found = await doors.door(typed(code), f" {code[:3].lower()} {code[3:]}", {})
        assert (found.session, found.current, found.keyed) == (session, True, False)
        assert found.secret is None
        for wrong in (shut, "NIETS1234"):
            began = time.monotonic()
            assert await doors.door(typed(wrong), wrong, {}) is None
            assert time.monotonic() - began > 0.05

    run_scene(scene)


def test_only_a_code_that_led_nowhere_costs_its_address_something(session, monkeypatch):
    monkeypatch.setattr(doors, "SAYS_NO_AFTER", 0)
    counted: list[bool] = []
    count = guessing._count

    def counting(address: str, only_ask: bool) -> bool:
        counted.append(not only_ask)
        return count(address, only_ask)

    monkeypatch.setattr(guessing, "_count", counting)
    code = code_of(session)

    async def scene():
        await doors.door(typed(code), code, {})
        assert sum(counted) == 0
        await doors.door(typed("NIETS1234"), "NIETS1234", {})
        assert sum(counted) == 1

    run_scene(scene)


def looked_at(client) -> dict:
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    return {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"cookie", cookie.encode())],
    }


def test_a_console_is_for_who_leads_and_a_screen_for_who_holds_its_key_as_well(session, client):
    mine = User.objects.create_user("ik@example.org")
    other = make_session()
    session.facilitators.create(user=mine)
    client.force_login(mine)
    scope = looked_at(client)
    held = {**scope, "query_string": f"sleutel={access.screen_key(other)}".encode()}

    async def scene():
        assert await doors.facilitator(scope, session.ref, CONSOLE) == session
        assert await doors.facilitator(scope, session.ref, PROJECTOR) == session
        assert await doors.facilitator(held, other.ref, PROJECTOR) == other
        for asked, ref, surface in (
            (held, other.ref, CONSOLE),
            (scope, other.ref, PROJECTOR),
            ({**scope, "headers": []}, session.ref, CONSOLE),
        ):
            with pytest.raises(doors.NoEntry):
                await doors.facilitator(asked, ref, surface)

    run_scene(scene)


def test_only_an_editor_who_may_change_films_edits_them(client):
    mine = User.objects.create_user("redactie@example.org")
    client.force_login(mine)
    scope = looked_at(client)
    changes = Permission.objects.get(codename="change_film")
    for staff, permissions, may in (
        (True, [changes], True),
        (True, [], False),
        (False, [changes], False),
    ):
        User.objects.filter(pk=mine.pk).update(is_staff=staff)
        mine.user_permissions.set(permissions)
        assert run_scene(lambda: doors.edits_films(scope)) is may
    assert not run_scene(lambda: doors.edits_films({**scope, "headers": []}))


def test_a_log_in_from_under_an_older_key_keeps_its_number(session, client, settings):
    mine = User.objects.create_user("ik@example.org")
    session.facilitators.create(user=mine)
    client.force_login(mine)
    scope = looked_at(client)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "nieuw-" + "y" * 50
    number = Session.objects.get().pk

    async def scene():
        for _ in range(2):
            assert await doors.facilitator(scope, session.ref, CONSOLE) == session

    run_scene(scene)
    assert Session.objects.get().pk == number


def test_presence_knows_a_phone_again_and_tells_it_from_others():
    assert doors.phone("een") == doors.phone("een")
    assert doors.phone("een") != doors.phone("ander")
