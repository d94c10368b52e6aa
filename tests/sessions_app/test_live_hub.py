"""The gatherings of one process: what is pushed, and what happens while the database is slow."""

import asyncio
import threading

import pytest

from sessions_app import participation, pens, running, surfaces
from sessions_app.live import hub as hubs
from sessions_app.live import threads
from sessions_app.live.frame import CONSOLE, PARTICIPANT
from sessions_app.live.line import Line
from tests.live.loops import run_scene
from tests.sessions_app.hearing import hearing
from tests.sessions_app.room import make_session


class Phone:
    """The receiving side of a line."""

    def __init__(self) -> None:
        self.sent = b""
        self.got = asyncio.Event()

    async def take(self, message: dict) -> None:
        self.sent += message["body"]
        self.got.set()

    async def until(self, what: bytes) -> None:
        """Wait until this was sent; TimeoutError when it is not."""
        async with asyncio.timeout(10):
            while what not in self.sent:
                self.got.clear()
                await self.got.wait()


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_versions_are_compared_is_not_sent_away(monkeypatch):
    """The comparison under way asked nothing about them, and so found nothing."""
    early, late = make_session().ref, make_session().ref
    asked, answer = threading.Event(), threading.Event()
    compare = hubs._round

    def slowly(refs, present):
        if threading.current_thread().name.startswith("counters"):
            asked.set()
            answer.wait(10)
        return compare(refs, present)

    monkeypatch.setattr(hubs, "_round", slowly)
    monkeypatch.setattr(hubs, "WATCH_EVERY", 0.01)

    async def scene():
        hub = hubs.Hub()
        hub.start(surfaces.render, surfaces.render_tally)
        first, second = Phone(), Phone()
        hub.enter(early, PARTICIPANT, Line(first.take, 1))
        await asyncio.to_thread(asked.wait, 10)
        hub.enter(late, PARTICIPANT, Line(second.take, 2))
        await second.got.wait()
        asked.clear()
        answer.set()
        await asyncio.to_thread(asked.wait, 10)  # the next comparison, so the first is done
        sent = second.sent
        await hub.stop()
        assert sent.startswith(b"event: frame")
        assert b"retry:" not in sent  # which is how a line is closed

    run_scene(scene)


@pytest.fixture
def nobody_looks_again(monkeypatch):
    """The hub compares no versions: what arrives now was pushed."""
    monkeypatch.setattr(hubs, "WATCH_EVERY", 1e6)
    monkeypatch.setattr(hubs, "SURE_FOR", 1e9)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("nobody_looks_again")
def test_a_verb_is_pushed_and_not_found_by_looking():
    session = make_session()

    async def scene():
        hub = hubs.Hub()
        hub.start(surfaces.render, surfaces.render_tally)
        phone = Phone()
        hub.enter(session.ref, PARTICIPANT, Line(phone.take, 1))
        await phone.until(b"event: frame")
        await threads.asking(running.start, session)
        await phone.until(b"id: %d\n" % session.version)
        await hub.stop()

    with hearing():
        run_scene(scene)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("nobody_looks_again")
def test_whoever_joins_is_counted_on_the_console_at_once():
    session = make_session()
    running.start(session)

    async def scene():
        hub = hubs.Hub()
        hub.start(surfaces.render, surfaces.render_tally)
        console = Phone()
        hub.enter(session.ref, CONSOLE, Line(console.take, None))
        await console.until(b"event: tally")
        before = console.sent.count(b"event: tally")
        await threads.asking(participation.join, session, pens.new_secret())
        async with asyncio.timeout(10):
            while console.sent.count(b"event: tally") == before:
                console.got.clear()
                await console.got.wait()
        await hub.stop()

    with hearing():
        run_scene(scene)
