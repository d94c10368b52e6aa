"""The screen's address: who may look, and that looking is all."""

import pytest
from django.urls import reverse

from sessions_app import access
from sessions_app.models import DialogueSession
from tests.sessions_app.room import make_session

pytestmark = pytest.mark.django_db


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


def test_a_key_holder_gets_a_page_without_anything_to_post(client, session):
    client.get(screen(session), {"sleutel": access.screen_key(session)})
    page = client.get(screen(session)).content.decode()
    assert "<form" not in page
    assert "csrfmiddlewaretoken" not in page
    started = client.post(reverse("projector:start_screen", args=[session.ref]))
    assert started.status_code in (302, 404)
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
