"""Somebody wants to go on watching: with a screen's link that leaked, or after they may not."""

import pytest
from django.urls import reverse

from sessions_app import access, custody, running
from tests.sessions_app.room import make_session

pytestmark = pytest.mark.sqlite_only  # what goes out is the same from both


@pytest.fixture
def session(db):
    return make_session()


def screen(client, session, key: str) -> int:
    return client.get(reverse("projector:show", args=[session.ref]), {"sleutel": key}).status_code


def test_a_withdrawn_key_opens_nothing_and_a_new_one_does(client, session):
    leaked = access.screen_key(session)
    assert screen(client, session, leaked) == 302
    running.withdraw_screen(session)
    assert screen(client, session, leaked) == 404
    assert client.get(reverse("projector:show", args=[session.ref])).status_code == 404  # cookie
    assert screen(client, session, access.screen_key(session)) == 302


def test_a_new_code_withdraws_the_key_when_asked(client, session):
    leaked = access.screen_key(session)
    running.new_code(session)
    assert screen(client, session, leaked) == 302
    running.new_code(session, withdraw_screen=True)
    assert screen(client, session, leaked) == 404


def test_the_facilitator_withdraws_it_from_the_console(client, session, django_user_model):
    leaked = access.screen_key(session)
    user = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    session.facilitators.create(user=user)
    client.force_login(user)
    client.post(reverse("console:withdraw_screen", args=[session.ref]))
    client.logout()
    assert screen(client, session, leaked) == 404
    session.refresh_from_db()
    assert session.version == 1


@pytest.mark.xdist_group("live")
def test_a_screen_that_is_open_closes(site, play):
    room = site.running_session()
    key = site.hands("screen_key", room.ref)

    async def scene():
        screen, own = await room.console(), await room.console()
        screen.cookies = {f"scherm_{room.ref}": key}
        for watching in (screen, own):
            assert (await watching.listen("scherm")).status == 200
            await watching.until(lambda w: w.named("frame"))
        seen = room.verb("withdraw_screen")
        room.go_to(room.steps[-1])
        await own.until(lambda w: w.closed)
        await screen.until(lambda w: w.closed)
        assert all(int(event.id) < seen for event in screen.named("frame"))
        assert (await screen.listen("scherm")).status == 404
        assert (await own.listen("scherm")).status == 200

    play(scene, room)


def test_who_gave_a_session_away_has_no_link_to_its_screen(client, session, django_user_model):
    noor, sam = (
        django_user_model.objects.create_user(f"{n}@voorbeeld.nl") for n in ("noor", "sam")
    )
    session.facilitators.create(user=noor)
    kept = access.screen_key(session)
    custody.take(custody.offer(session, noor, sam.email), sam)
    assert screen(client, session, kept) == 404


@pytest.mark.xdist_group("live")
def test_a_console_that_was_left_open_closes_with_its_log_in(site, play):
    room = site.running_session()

    async def scene():
        left, own = await room.console(), await room.console()
        for watching in (left, own):
            assert (await watching.listen()).status == 200
            await watching.until(lambda w: w.named("frame"))
        await left.ask("/account/logout/", fields=[])
        await left.until(lambda w: w.closed)
        await own.until(lambda w: w.closed)
        assert (await left.listen()).status != 200
        assert (await own.listen()).status == 200

    play(scene, room)
