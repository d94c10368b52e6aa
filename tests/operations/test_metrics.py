"""What a monitor hears: sums per hour, what is wrong now, and nothing about people."""

import re
import socket
import urllib.error
import urllib.request

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from operations import metrics
from operations.models import Done
from tests.live.server import database_with_tables, free_port, on_postgres, start_server
from tests.sessions_app.room import make_empty_session

LABELS = {"phase", "what", "room", "seconds", "le"}


def values(hour: metrics.Hourly) -> dict[str, float]:
    text = generate_latest(metrics.registry).decode()
    return {
        s.name + "".join(s.labels.values()): s.value
        for family in text_string_to_metric_families(text)
        for s in family.samples
    }


def test_what_moves_with_people_is_told_after_the_hour():
    hour = metrics.Hourly()
    hour.turn()
    hour.phones_now(3)
    hour.phones_now(12)
    hour.phones_now(2)
    hour.reached("a", 0.05)
    hour.reached("a", 0.7)
    hour.reached("b", 9.0)
    hour.page(0.25)
    before = values(hour)
    assert before["bni_last_hour_phones"] == before["bni_last_hour_steps"] == 0
    hour.turn()
    after = values(hour)
    assert after["bni_last_hour_phones"] == 12
    assert after["bni_last_hour_sessions"] == 2
    assert after["bni_last_hour_steps"] == 3
    assert after["bni_last_hour_steps_within0.1"] == 1
    assert after["bni_last_hour_steps_within1.0"] == 2
    assert after["bni_last_hour_steps_within5.0"] == 2
    assert (after["bni_last_hour_pages"], after["bni_last_hour_page_seconds"]) == (1, 0.25)
    hour.turn()
    assert values(hour)["bni_last_hour_phones"] == 0


@pytest.mark.django_db
def test_no_label_says_anything_about_people_and_no_answer_is_counted():
    make_empty_session(title="Team Noord")
    Done.note("tidy")
    found = [*metrics.registry.collect(), *metrics.Now().collect()]
    assert {name for m in found for s in m.samples for name in s.labels} <= LABELS
    told = " ".join(f"{m.name} {m.documentation} {s.labels}" for m in found for s in m.samples)
    assert not re.search("answer|antwoord|Noord|@|open_fds", told)
    assert {m.name for m in found} >= {"bni_sessions", "bni_disk_free_bytes", "bni_memory_bytes"}


@pytest.mark.django_db
def test_a_chore_that_fails_stops_no_other_and_is_not_called_done(monkeypatch):
    from content import chores
    from sessions_app import chores as later

    done = []

    def breaks() -> str:
        raise RuntimeError

    def works() -> str:
        done.append(1)
        return "Gelukt."

    monkeypatch.setattr(chores, "CHORES", (breaks,))
    monkeypatch.setattr(later, "CHORES", (works,))
    with pytest.raises(CommandError, match="breaks"):
        call_command("tidy")
    assert done == [1]
    assert not Done.objects.exists()
    monkeypatch.setattr(chores, "CHORES", ())
    call_command("tidy")
    assert Done.objects.filter(what="tidy").exists()


@pytest.mark.django_db
def test_a_database_that_can_not_be_asked_is_told(monkeypatch):
    def no_cursor(*args: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(metrics.connection, "cursor", no_cursor)
    found = {m.name: m.samples for m in metrics.Now().collect()}
    assert found["bni_database_up"][0].value == 0


@pytest.mark.skipif(not on_postgres(), reason="SQLite serves one process")
def test_several_processes_are_told_as_one():
    database, port = database_with_tables(), free_port()
    site = start_server(database, WEB_CONCURRENCY="2", METRICS_PORT=str(port))
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as said:
            told = said.read().decode()
        assert told.count("\nbni_last_hour_phones ") == 1
        assert told.count("\nbni_database_up 1.0") == 1
        assert float(re.search(r"^bni_memory_bytes (\S+)", told, re.MULTILINE)[1]) > 1e8
    finally:
        site.stop()


@pytest.mark.sqlite_only
def test_the_site_answers_on_a_port_of_its_own_and_nowhere_else():
    """Only on the machine itself, and the site's own port knows nothing of it."""
    database, port = database_with_tables(), free_port()
    site = start_server(database, METRICS_PORT=str(port))
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as said:
            told = said.read().decode()
        assert "bni_database_up 1.0" in told
        assert 'bni_sessions{phase="running"} 0.0' in told
        assert float(re.search(r"^bni_memory_bytes (\S+)", told, re.MULTILINE)[1]) > 1e7
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(site.url + "/metrics")
        own = socket.gethostbyname(socket.gethostname())
        if not own.startswith("127."):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((own, port), timeout=1).close()
    finally:
        site.stop()
