"""What is not right is said before anybody is served: one Dutch sentence each, no traceback."""

import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.core.checks import run_checks

from content.models import Edition
from operations import starting
from tests.live.server import ROOT, free_port, scratch

pytestmark = pytest.mark.sqlite_only  # each has a database of its own, or none
KEY = "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz"
MAIL = "smtp+tls://naam:geheim@mail.voorbeeld.nl:587"


def started(command: tuple[str, ...] = (), **changes: str) -> subprocess.CompletedProcess[str]:
    """The server (or a command of manage.py) with these settings, which are good but for these."""
    if "DATABASE_URL" not in changes:
        changes["DATABASE_URL"] = f"sqlite:///{scratch('start')}/db.sqlite3"
    around = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": KEY,
        "BASE_URL": "https://dialoog.voorbeeld.nl",
        "EMAIL_URL": MAIL,
        "DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "tests.journeys.collected_settings",
        "COLLECTED": str(scratch("collected")),
        "PORT": str(free_port()),
    } | changes
    run = ("manage.py", *command) if command else ("-m", "bijnaderinzien.serve")
    return subprocess.run(
        [sys.executable, *run],
        cwd=ROOT,
        env=around,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


WRONG = {
    "debug with https": ({"DEBUG": "true"}, "DEBUG staat aan"),
    "no scheme": ({"BASE_URL": "dialoog.voorbeeld.nl"}, "BASE_URL is 'dialoog.voorbeeld.nl'"),
    "no key": ({"SECRET_KEY": ""}, "SECRET_KEY ontbreekt"),
    "a short key": ({"SECRET_KEY": "kort"}, "SECRET_KEY is te kort"),
    "no database": ({"DATABASE_URL": "database.voorbeeld.nl"}, "DATABASE_URL is geen adres"),
    "another database": ({"DATABASE_URL": "mysql://a/b"}, "DATABASE_URL is geen adres"),
    "no folder": ({"DATABASE_URL": "sqlite:////nergens/hier/db.sqlite3"}, "De map van de database"),
    "no mail": ({"EMAIL_URL": "consolemail://"}, "Er is geen mailserver"),
    "mail that is none": ({"EMAIL_URL": "mail.voorbeeld.nl"}, "EMAIL_URL is geen adres"),
    "no port": ({"PORT": "acht"}, "PORT is 'acht'"),
    "too high a port": ({"PORT": "70000"}, "PORT is '70000'"),
    "many processes on one file": ({"WEB_CONCURRENCY": "2"}, "WEB_CONCURRENCY"),
    "no tables": ({}, "Draai eerst: manage.py migrate"),
    "no files": ({}, "Draai eerst: manage.py collectstatic"),
}


def test_a_server_that_can_t_serve_says_why_in_one_sentence():
    """All at once: each is a program that starts and ends."""
    with ThreadPoolExecutor(2) as two:
        said = dict(zip(WRONG, two.map(lambda w: started(**w[0]), WRONG.values()), strict=True))
    for name, (_, sentence) in WRONG.items():
        lines = said[name].stderr.splitlines()
        assert said[name].returncode == 1, name
        assert any(sentence in line for line in lines), said[name].stderr
        assert len(lines) == (2 if name in ("no tables", "no files") else 1), said[name].stderr


def test_a_port_in_use_is_said():
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", free_port()))
        taken.listen()
        (found,) = starting.of_port("127.0.0.1", taken.getsockname()[1])
    assert "is al bezet" in found.sentence
    assert found.stops
    assert starting.of_port("127.0.0.1", free_port()) == []


def test_a_command_says_it_as_well():
    said = started(("migrate",), DATABASE_URL="sqlite:////nergens/hier/db.sqlite3")
    assert said.returncode == 1
    assert "Klopt DATABASE_URL" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.django_db
def test_without_content_it_starts_and_says_that_nobody_can_plan(monkeypatch):
    monkeypatch.setattr("django.db.connection.close", lambda: None)  # it is the test's
    assert not Edition.objects.exists()
    (found,) = starting.of_database()
    assert "nog geen inhoud" in found.sentence
    assert not found.stops


def test_a_database_that_does_not_answer_stops_nothing():
    port = free_port()
    url = f"postgres://iemand:geheim@127.0.0.1:{port}/weg"
    ask = "from operations import starting; print(starting.of_database())"
    said = started(("shell", "-v0", "-c", ask), DATABASE_URL=url)
    assert "De database antwoordt niet" in said.stdout
    assert "stops=False" in said.stdout
    assert "geheim" not in said.stdout


@pytest.mark.django_db
def test_the_check_before_a_deploy_says_the_same(settings):
    settings.SECRET_KEY = "kort"
    settings.DEBUG = False
    said = [found.msg for found in run_checks(include_deployment_checks=True)]
    assert starting.SHORT_KEY in said


def test_old_keys_are_looked_at_too(settings):
    settings.DEBUG = False
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEY, ["kort"]
    settings.MAILS_NOBODY = False
    assert [found.sentence for found in starting.of_settings()] == [starting.SHORT_KEY]


def test_a_port_that_is_none_is_not_written_down():
    """`make start` keeps the address of the site in var/env; a wrong one would stay there."""
    said = subprocess.run(
        [sys.executable, str(Path(ROOT) / "scripts" / "write_env.py")],
        env={**os.environ, "PORT": "acht"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "PORT is 'acht'" in said.stderr
    assert "Traceback" not in said.stderr
