"""Somebody wants nobody to see a page: by holding every thread with a few lines."""

from collections.abc import Iterator

import pytest

from tests.attacks.wires import Wire, ask
from tests.live.conftest import Site

LINES = 12  # three times the threads there are
TOKEN = "Cookie: csrftoken=" + "a" * 32
pytestmark = [pytest.mark.sqlite_only, pytest.mark.xdist_group("live")]


@pytest.fixture
def lines(site: Site) -> Iterator[list[Wire]]:
    opened = [Wire(site.url, receive_buffer=2048) for _ in range(LINES)]
    yield opened
    for wire in opened:
        wire.close()


def everybody_is_served(site: Site, room_code: str) -> None:
    for path in ("/healthz", "/readyz", "/", f"/m/{room_code}/"):
        assert ask(site.url, f"GET {path} HTTP/1.1")[0] == 200, path


@pytest.mark.parametrize("body", ["Content-Length: 5000", "Transfer-Encoding: chunked"])
def test_unfinished_posts_hold_no_thread(site, room, lines, body):
    for wire in lines:
        # With a token's cookie the site wants to read the token in the body.
        form = "Content-Type: application/x-www-form-urlencoded"
        wire.send(wire.head("POST /account/login/ HTTP/1.1", form, body, TOKEN))
    everybody_is_served(site, room.code)


def test_unfinished_answers_hold_no_thread(site, room, lines):
    for wire in lines:
        path = f"/m/{room.code}/stap/{room.asking['ref']}/antwoord/"
        wire.send(wire.head(f"POST {path} HTTP/1.1", "Content-Length: 500"))
    everybody_is_served(site, room.code)


def test_readers_that_do_not_read_hold_no_thread(site, room, lines):
    path = "/static/admin/js/vendor/jquery/jquery.js"  # 280 kB
    for wire in lines:
        wire.send(wire.head(f"GET {path} HTTP/1.1") * 60)
    everybody_is_served(site, room.code)


def test_a_body_without_end_is_not_kept(site):
    wire = Wire(site.url)
    wire.send(wire.head("POST / HTTP/1.1", "Transfer-Encoding: chunked"))
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with pytest.raises(OSError, match=r"."):  # noqa: PT012 - the line is cut while we send
        for _ in range(2000):  # 125 MiB
            wire.send(piece)
        wire.socket.recv(1)
        raise AssertionError("all of it was taken")
    wire.close()


def test_a_large_form_gets_a_page_that_says_so(site):
    form = "Content-Type: application/x-www-form-urlencoded"
    body = b"code=" + b"x" * 400_000
    status, headers, page = ask(
        site.url, "POST / HTTP/1.1", form, f"Content-Length: {len(body)}", body=body
    )
    assert status == 413
    assert "te groot" in page.decode()
    assert headers["content-security-policy"]
