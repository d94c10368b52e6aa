"""The gatherings of one process, while the database is slow."""

import asyncio
import threading

import pytest

from sessions_app import surfaces
from sessions_app.live import hub as hubs
from sessions_app.live.frame import PARTICIPANT
from sessions_app.live.line import Line
from tests.live.loops import run_scene
from tests.sessions_app.room import make_session


class Phone:
    """The receiving side of a line."""

    def __init__(self) -> None:
        self.sent = b""
        self.got = asyncio.Event()

    async def take(self, message: dict) -> None:
        self.sent += message["body"]
        self.got.set()


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
