"""Mail goes out beside the pages, and a person hears it when it does not go out."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener, urlopen

import pytest
from django.core.mail import EmailMessage

from operations import outbox
from operations.outbox import Outbox, State, key_of, state
from tests.live.conftest import Site
from tests.live.server import free_port, start_server
from tests.operations.post import dead_post_office, post_office

pytestmark = pytest.mark.sqlite_only  # mail is kept in no database
WITHIN = 3  # seconds for a page, on a machine with much to do; the mail server gets one
ADDRESS = "lot@voorbeeld.nl"


def browser() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()))


def ask_a_code(url: str, address: str) -> tuple[OpenerDirector, str]:
    """Ask for a code to log in; the browser and the page that it comes to."""
    here = browser()
    with here.open(f"{url}/account/login/", timeout=WITHIN) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())[1]
    fields = {"csrfmiddlewaretoken": token, "login": address}
    with here.open(f"{url}/account/login/", urlencode(fields).encode(), timeout=WITHIN) as page:
        return here, page.read().decode()


def test_a_mail_server_that_never_answers_stops_no_page_and_is_spoken_of(mine: Site):
    with dead_post_office() as port:
        server = start_server(mine.database, EMAIL_URL=f"smtp://127.0.0.1:{port}", MAIL_TIMEOUT="1")
        try:
            with ThreadPoolExecutor(8) as many:  # twice the threads that make pages
                asked = list(many.map(lambda n: ask_a_code(server.url, f"p{n}@x.nl"), range(8)))
            for path in ("/", "/healthz", "/readyz", "/privacy/"):
                with urlopen(server.url + path, timeout=WITHIN) as page:
                    assert page.status == 200
            for _, page in asked:
                assert "We sturen een code naar" in page
            here, page = asked[0]
            path = re.search(r'data-mail-state="([^"]+)"', page)[1]
            until = time.monotonic() + 15
            while "De mailserver antwoordt niet" not in (said := read(here, server.url + path)):
                assert time.monotonic() < until, said
                time.sleep(0.1)
            # Who asks now hears it at once, and from the page itself.
            _, page = ask_a_code(server.url, "later@x.nl")
            assert "De mail is nog niet weg" in page
            assert "x.nl" not in server.log.read_text()
        finally:
            server.stop()


def read(here: OpenerDirector, address: str) -> str:
    with here.open(address, timeout=WITHIN) as said:
        return said.read().decode()


@pytest.fixture
def sending(settings, transactional_db) -> Iterator[Callable[..., Outbox]]:
    """An outbox that sends to this port."""
    made: list[Outbox] = []

    def start(port: int, *pauses: float) -> Outbox:
        settings.MAILERS = {
            "direct": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 1},
            }
        }
        box = Outbox(pauses=pauses or (0.02,))
        box.start()
        made.append(box)
        return box

    yield start
    for box in made:
        box.stop(5)


def letter(text: str = "code", address: str = ADDRESS) -> EmailMessage:
    return EmailMessage("Onderwerp", text, "van@voorbeeld.nl", [address])


def until(expected: State, address: str = ADDRESS) -> None:
    end = time.monotonic() + 10
    while (now := state(key_of(address))) != expected:
        assert time.monotonic() < end, now
        time.sleep(0.01)


def test_letters_go_out_in_order(sending):
    with post_office() as office:
        sending(office.port).put([letter("eerst"), letter("dan")])
        first, second = office.until(2)
    assert "eerst" in first
    assert "dan" in second
    assert state(key_of(ADDRESS)) is State.FINE


def test_what_the_server_does_not_take_is_tried_again_and_forgotten_once_it_went(sending):
    port = free_port()
    box = sending(port)
    box.put([letter()])
    until(State.LATER)
    with post_office(port) as office:
        office.until(1)
        until(State.FINE)
    assert len(office.letters) == 1


def test_an_address_that_the_server_refuses_is_not_tried_again(sending):
    with post_office() as office:
        office.rcpt = "550 no such user"
        box = sending(office.port)
        box.put([letter(address="weg@voorbeeld.nl")])
        until(State.REFUSED, "weg@voorbeeld.nl")
        office.rcpt = "250 ok"
        box.put([letter()])
        office.until(1)
    assert state(key_of("weg@voorbeeld.nl")) is State.REFUSED
    assert len(office.letters) == 1


class Leisurely(EmailMessage):
    """Who puts it in the box comes back to it only when the mail server has spoken, if it does."""

    @property
    def to(self) -> list[str]:
        end = time.monotonic() + 0.3
        while threading.current_thread() is threading.main_thread() and time.monotonic() < end:
            if state(key_of(ADDRESS)) is State.REFUSED:
                break
            time.sleep(0.01)
        return self._to

    @to.setter
    def to(self, addresses: list[str]) -> None:
        self._to = addresses


def test_a_refusal_that_comes_at_once_is_not_forgotten(sending):
    with post_office() as office:
        office.rcpt = "550 no such user"
        sending(office.port).put([Leisurely("Onderwerp", "code", "van@voorbeeld.nl", [ADDRESS])])
        until(State.REFUSED)


def test_an_address_that_is_refused_for_now_is_tried_again(sending):
    with post_office() as office:
        office.rcpt = "450 greylisted"
        sending(office.port).put([letter()])
        until(State.LATER)
        office.rcpt = "250 ok"
        office.until(1)
        until(State.FINE)


def test_what_is_too_old_is_given_up(sending, monkeypatch):
    monkeypatch.setattr(outbox, "KEPT", 1)
    sending(free_port(), 0.02, 5.0).put([letter()])
    until(State.LOST)


@pytest.mark.django_db
def test_a_flood_takes_no_memory_without_end():
    box = Outbox()
    assert box.put([letter() for _ in range(outbox.MOST + 3)]) == outbox.MOST
    assert state(key_of(ADDRESS)) is State.LOST


@pytest.mark.django_db
def test_nothing_legible_of_an_address_is_kept():
    from django.db import connection

    box = Outbox()
    box.put([letter() for _ in range(outbox.MOST + 1)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        kept = str(cursor.fetchall())
    assert kept != "[]"
    assert "lot" not in kept


def test_a_stop_sends_what_waits(sending):
    with post_office() as office:
        box = sending(office.port)
        box.put([letter() for _ in range(5)])
        box.stop(5)
        assert len(office.letters) == 5
