"""What the doors remember for a second, and what they must forget at once."""

import pytest

from sessions_app import codes, pens, running
from sessions_app.live import doors, threads
from sessions_app.models import DialogueSession
from tests.live.loops import run_scene
from tests.sessions_app.room import make_session, people_in

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
    scope = {"query_string": f"k={codes.key(code)}".encode()}

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
        doors.forget(session.ref)
        assert (await doors.seat(code, cookies)).session is first

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
