"""The screen's address: who may look, and that looking is all."""

import re

import pytest
from django.urls import reverse

from sessions_app import access, running
from sessions_app.models import DialogueSession
from tests.sessions_app.room import make_session

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def session() -> DialogueSession:
    return make_session()


@pytest.fixture
def facilitator(django_user_model, session):
    user = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    session.facilitators.create(user=user)
    return user


def screen(session: DialogueSession) -> str:
    return reverse("projector:show", args=[session.ref])


def test_for_a_stranger_there_is_no_screen(client, session, django_user_model):
    assert client.get(screen(session)).status_code == 404
    client.force_login(django_user_model.objects.create_user("ander@voorbeeld.nl"))
    assert client.get(screen(session)).status_code == 404


def test_a_wrong_key_opens_nothing(client, session):
    other = make_session()
    assert client.get(screen(session), {"sleutel": "raad"}).status_code == 404
    assert client.get(screen(session), {"sleutel": access.screen_key(other)}).status_code == 404


def test_the_key_moves_from_the_address_to_a_cookie_and_then_opens(client, session):
    reply = client.get(screen(session), {"sleutel": access.screen_key(session)})
    assert reply.status_code == 302
    assert reply["Location"] == screen(session)
    cookie = reply.cookies[access.screen_cookie(session.ref)]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.get(screen(session)).status_code == 200


def test_a_screen_that_was_opened_by_its_link_ticks_the_checklist_and_no_more(client, session):
    client.get(screen(session), {"sleutel": access.screen_key(session)})
    page = client.get(screen(session)).content.decode()
    start = reverse("projector:start_screen", args=[session.ref])
    assert re.findall(r'<form[^>]* action="([^"]*)"', page) == [start]
    assert client.post(start).status_code == 302
    session.refresh_from_db()
    assert session.screen_started
    version = session.version
    client.post(start)  # again: nobody is told anything
    session.refresh_from_db()
    assert session.version == version


def test_without_a_key_nobody_starts_the_screen(client, session):
    start = reverse("projector:start_screen", args=[session.ref])
    assert client.post(start).status_code == 404
    client.get(screen(session), {"sleutel": access.screen_key(session)})
    running.withdraw_screen(session)
    assert client.post(start).status_code == 404
    session.refresh_from_db()
    assert not session.screen_started


def test_the_facilitator_starts_the_screen_with_one_press(client, session, facilitator):
    client.force_login(facilitator)
    page = client.get(screen(session))
    assert "Start het scherm" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    client.post(reverse("projector:start_screen", args=[session.ref]))
    session.refresh_from_db()
    assert session.screen_started


def test_looking_changes_nothing(client, session, facilitator):
    client.force_login(facilitator)
    before = DialogueSession.objects.filter(pk=session.pk).values().get()
    client.get(screen(session))
    assert DialogueSession.objects.filter(pk=session.pk).values().get() == before
