"""A room tried the day before: what the page offers, what a network must let through, the line."""

import asyncio
import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from sessions_app import network
from sessions_app.live import tryout
from tests.live.loops import run_scene
from tests.sessions_app.planner_kit import made, url
from tests.sessions_app.room import make_edition

pytestmark = pytest.mark.sqlite_only
ROOT = Path(__file__).resolve().parents[2]
BROWSER = [(b"accept-encoding", b"gzip, br")]


# -- what must be let through ---


def test_the_note_names_our_own_site_and_every_other_that_a_page_may_load(settings):
    settings.BASE_URL = "https://dialoog.voorbeeld.nl:8443"
    hosts = {need.host for need in network.needs()}
    assert hosts == {
        *("dialoog.voorbeeld.nl", "www.youtube-nocookie.com"),
        *("*.googlevideo.com", "*.ytimg.com"),
    }
    text = network.note()
    assert "dialoog.voorbeeld.nl, poort 8443 (TCP)" in text
    assert all(need.line in text for need in network.needs())


def test_a_site_that_comes_into_the_policy_is_in_the_note():
    policy = {"default-src": ["'self'"], "media-src": ["https://films.voorbeeld.nl"]}
    assert [(need.host, need.port) for need in network.others(policy)] == [
        ("films.voorbeeld.nl", 443)
    ]


def test_the_page_for_network_managers_names_the_same_sites():
    said = (ROOT / "docs/network.md").read_text()
    line = next(row for row in said.splitlines() if row.startswith("| het scherm"))
    named = set(re.findall(r"`([\w.*-]+)`", line))
    assert named == {need.host for need in network.others(settings.SECURE_CSP)}


def test_the_players_speak_to_no_site_outside_the_policy():
    script = (ROOT / "static/js/projector-players.js").read_text()
    assert set(re.findall(r"https://[\w.-]+", script)) <= set(settings.SECURE_CSP["frame-src"])


# -- the pages ---


@pytest.mark.django_db
def test_anybody_can_try_the_room_and_nothing_is_kept(client):
    make_edition()
    for path in ("/ruimtetest/", "/ruimtetest/scherm/", "/ruimtetest/telefoon/"):
        reply = client.get(path)
        assert reply.status_code == 200
        assert not reply.cookies
    page = client.get("/ruimtetest/").text
    assert f"{settings.BASE_URL}/ruimtetest/telefoon/" in page
    assert "www.youtube-nocookie.com, poort 443" in page


@pytest.mark.django_db
def test_before_there_is_an_edition_all_but_the_film_can_be_tried(client):
    page = client.get("/ruimtetest/").text
    assert "data-try-film" not in page
    assert 'data-try="line"' in page


@pytest.mark.django_db
def test_a_session_tries_the_film_that_still_needs_youtube(
    client, django_user_model, settings, tmp_path
):
    lead = django_user_model.objects.create_user("lead@example.org")
    client.force_login(lead)
    session = made(make_edition(), lead)
    settings.FILMS_DIR = str(tmp_path)
    films = [
        (step, step.script.film.youtube) for step in session.steps.all() if step.content.get("film")
    ]
    assert url(session, "ruimtetest/") in client.get(url(session)).text

    def tried() -> str:
        return client.get(url(session, "ruimtetest/")).text

    assert f'data-film="{films[0][1]}"' in tried()
    (tmp_path / f"{films[0][1]}.mp4").write_bytes(b"....ftyp")
    assert f'data-film="{films[1][1]}"' in tried()
    assert "data-film-video" not in tried()
    (tmp_path / f"{films[1][1]}.mp4").write_bytes(b"....ftyp")
    assert f'data-film-video="{url(session, f"scherm/film/{films[0][0].ref}/video/")}"' in tried()


# -- the line ---


def ask(headers=(), query=b"", goes=False, method="GET") -> list[dict]:
    """What the line sends; `goes` is an asker who is gone at once."""

    async def scene() -> list[dict]:
        sent: list[dict] = []

        async def receive() -> dict:
            if not goes:
                await asyncio.sleep(3600)
            return {"type": "http.disconnect"}

        async def send(message: dict) -> None:
            sent.append(message)

        scope = {"method": method, "headers": list(headers), "query_string": query}
        await tryout.serve(scope, receive, send, (0.0, 0.0, 3600.0 if goes else 0.0))
        return sent

    return run_scene(scene)


def body(sent: list[dict]) -> bytes:
    return b"".join(message["body"] for message in sent[1:])


LINES = b"".join(b"event: regel\ndata: %d\n\n" % number for number in (1, 2, 3))


def test_the_line_says_what_a_session_would_packed_as_that_is():
    plain, packed = ask(), ask(BROWSER)
    assert body(plain) == LINES
    assert gzip.decompress(body(packed)) == LINES
    assert dict(packed[0]["headers"])[b"content-encoding"] == b"gzip"
    assert b"content-encoding" not in dict(ask(BROWSER, tryout.PLAIN)[0]["headers"])
    assert all(message["more_body"] for message in plain[1:-1])


def test_a_line_of_who_is_gone_ends_and_frees_its_place():
    for _ in range(tryout.AT_ONCE + 1):
        assert ask(goes=True)[0]["status"] == 200
    assert ask()[0]["status"] == 200


def test_more_lines_than_there_is_place_for_are_told_to_come_back():
    async def scene() -> list[int]:
        async def never() -> dict:
            await asyncio.sleep(3600)
            return {}

        async def quiet(message: dict) -> None:
            pass

        statuses: list[int] = []

        async def last(message: dict) -> None:
            statuses.append(message.get("status", 0))

        scope = {"method": "GET", "headers": [], "query_string": b""}
        waiting = [
            asyncio.ensure_future(tryout.serve(scope, never, quiet, (3600.0,)))
            for _ in range(tryout.AT_ONCE)
        ]
        await asyncio.sleep(0)
        await tryout.serve(scope, never, last)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return statuses

    assert run_scene(scene)[0] == 503
    assert ask()[0]["status"] == 200


def test_a_line_is_only_listened_to():
    assert ask(method="POST")[0]["status"] == 405
