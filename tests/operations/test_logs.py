"""What is written down: a line for people with an account, of participants nothing."""

import gzip
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from operations import logs
from sessions_app import codes, running
from tests.sessions_app.room import add_step, make_edition, make_empty_session

pytestmark = pytest.mark.django_db
TYPED = "wat iemand typte"


@pytest.fixture
def written() -> Iterator[Callable[[], list[dict]]]:
    """The lines that would be written down, parsed."""
    lines: list[str] = []

    class Keeps(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Keeps()
    handler.setFormatter(logs.formatter())
    handler.addFilter(logs.Discreet())
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in lines]
    root.removeHandler(handler)


@pytest.fixture
def person() -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.create_user("noor@voorbeeld.nl"))
    return browser


def test_a_page_of_an_account_is_one_line_without_the_account(person, written):
    session = make_empty_session()
    session.facilitators.create(user=User.objects.get())
    said = person.get(reverse("planner:programme", args=[session.ref]))
    (line,) = [line for line in written() if line["event"] == "page"]
    assert line["view"] == "planner:programme"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["ms"] >= 0
    assert line["request_id"] == said["X-Request-Id"]
    text = json.dumps(line)
    assert session.ref not in text
    assert "noor" not in text
    assert "127.0.0.1" not in text


def test_who_only_looks_around_is_not_written_down(written):
    make_edition()
    for path in ("/", "/sessies/nieuw/", "/account/login/", "/bestaat-niet/"):
        Client().get(path)
    assert written() == []


def test_of_participants_nothing_is_written_down(written):
    session = make_empty_session()
    add_step(session)
    codes.give_code(session)
    running.open_door(session)
    running.start(session)
    phone = Client(enforce_csrf_checks=True)
    page = reverse("participant:take_part", args=[session.code])
    said = phone.get(page)
    phone.post(page, {"gedrukt": "1"})  # without its token: a warning elsewhere
    phone.get("/m/nergens0000/")
    assert written() == []
    assert logs.HEADER not in said


def breaking(monkeypatch, error: Exception) -> None:
    """From now on every page that is drawn goes wrong."""

    def breaks(*args: object, **kwargs: object) -> None:
        typed = TYPED  # noqa: F841 - a local variable with what somebody typed
        raise error

    monkeypatch.setattr("sessions_app.access.own_sessions", breaks)
    monkeypatch.setattr("sessions_app.access.door", breaks)
    monkeypatch.setattr("sessions_app.access.seat", breaks)


def test_an_error_on_a_page_of_an_account_has_a_number_to_name(person, written, monkeypatch):
    breaking(monkeypatch, RuntimeError("kapot"))
    said = person.get("/sessies/")
    assert said.status_code == 500
    number = said["X-Request-Id"]
    assert number in said.text
    (error,) = [line for line in written() if line["level"] == "error"]
    assert error["request_id"] == number
    assert "RuntimeError: kapot" in error["exception"]
    assert TYPED not in json.dumps(error)


def test_an_error_on_a_phone_is_told_without_path_number_and_values(written, monkeypatch):
    breaking(monkeypatch, RuntimeError(TYPED))
    said = Client(raise_request_exception=False).get("/m/kiem2741/")
    assert said.status_code == 500
    (error,) = written()
    text = json.dumps(error)
    assert "RuntimeError" in text
    assert "breaks" in text  # where it went wrong
    for hidden in (TYPED, "kiem2741", "/m/", "request_id"):
        assert hidden not in text


def test_a_database_repeats_no_value_of_a_row(written):
    request = RequestFactory().get("/sessies/")
    try:
        raise IntegrityError(f'duplicate key "x"\nDETAIL:  Key (email)=({TYPED}) exists.')
    except IntegrityError:
        logging.getLogger("django.request").error("mis", exc_info=True, extra={"request": request})
    (line,) = written()
    assert "duplicate key" in line["exception"]
    assert TYPED not in json.dumps(line)


def test_other_handlers_still_get_the_error_itself(written, caplog):
    try:
        raise RuntimeError(TYPED)
    except RuntimeError:
        logging.getLogger("sessions_app.live.writer").exception("mis")
    assert caplog.records[-1].exc_info
    assert TYPED not in json.dumps(written())


SENDS = """
import logging, os
import django
from django.test import RequestFactory
django.setup()
from operations import sentry
sentry.start()
import sentry_sdk
secret = "wat iemand typte"
def wrong(path):
    local = secret
    request = RequestFactory().post(path, {"vraag": secret}, HTTP_COOKIE="sessionid=" + "geheim")
    try:
        raise RuntimeError(secret if path.startswith("/m/") else "kapot")
    except RuntimeError:
        logging.getLogger("django.request").error(
            "Internal Server Error: %s", path, exc_info=True, extra={"request": request}
        )
wrong("/sessies/abc/")
wrong("/m/kiem2741/")
sentry_sdk.flush(5)
"""


def test_sentry_hears_where_it_went_wrong_and_nothing_else():
    got: list[bytes] = []

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
            got.append(unpack.get(self.headers["content-encoding"], bytes)(body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *said: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Takes)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    env = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SENTRY_DSN": f"http://key@127.0.0.1:{server.server_port}/1",
        "PYTHONPATH": ".",
    }
    done = subprocess.run(
        [sys.executable, "-c", SENDS], env=env, capture_output=True, text=True, check=False
    )
    server.shutdown()
    server.server_close()
    assert done.returncode == 0, done.stderr
    told = b"".join(got).decode()
    assert told.count('"RuntimeError"') == 2
    assert "kapot" in told
    assert '"function":"wrong"' in told.replace('": "', '":"')
    for hidden in (
        TYPED,
        "kiem2741",
        "sessies/abc",
        "geheim",
        "vraag",
        "vars",
        "cookie",
        "server_name",
    ):
        assert hidden not in told, hidden
