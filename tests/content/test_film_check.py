"""Every night: is each film still to be seen? Played by a server that answers as YouTube does."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail

from content import chores
from content.models import Film
from tests.content.shipped import ship

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def youtube(settings) -> Iterator[dict[str, int]]:
    """What it says per film; 200 unless told otherwise."""
    says: dict[str, int] = {}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)["url"][0]
            self.send_response(says.get(asked[-11:], 200))
            self.end_headers()

        def log_message(self, *said: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.FILM_CHECK_URL = f"http://127.0.0.1:{server.server_port}/oembed"
    yield says
    server.shutdown()
    server.server_close()


@pytest.fixture
def films(django_user_model) -> list[Film]:
    ship()
    django_user_model.objects.create_user("redactie@voorbeeld.nl", is_staff=True)
    django_user_model.objects.create_user("leidt@voorbeeld.nl")
    return list(Film.objects.all())


def test_all_there(youtube, films):
    assert chores.look_at_films() == f"Films nagekeken: {len(films)} te zien."
    assert mail.outbox == []


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_film_that_is_gone_is_told_to_editors_once(youtube, films, status):
    film = films[0]
    youtube[film.youtube] = status
    assert f"niet te zien: {film.title}." in chores.look_at_films()
    chores.look_at_films()
    (letter,) = mail.outbox
    assert letter.to == ["redactie@voorbeeld.nl"]
    assert film.title in letter.body
    film.refresh_from_db()
    assert film.missing_since is not None
    youtube.clear()
    chores.look_at_films()
    film.refresh_from_db()
    assert film.missing_since is None


def test_no_answer_says_nothing_about_a_film(youtube, films, settings):
    youtube[films[1].youtube] = 503
    assert "YouTube gaf geen antwoord" in chores.look_at_films()
    settings.FILM_CHECK_URL = "http://127.0.0.1:9/oembed"
    assert f"{len(films)} niet nagekeken" in chores.look_at_films()
    assert mail.outbox == []
    assert not Film.objects.exclude(missing_since=None).exists()
