import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.room import Room, open_room
from tests.journeys.states import House, open_house

# Playwright's sync loop runs in this thread; Django only sees that there is a loop.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, else the one playwright brought."""
    system = Path("/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(system) if system.exists() else None, args=FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def house(chromium: Browser) -> Iterator[Room]:
    """One server for the journeys of a module."""
    room = open_room(chromium)
    yield room
    room.server.stop()


@pytest.fixture
def room(house: Room) -> Iterator[Room]:
    """The room, empty again for each journey; script errors fail it."""
    house.faults.clear()
    yield house
    house.close()
    assert house.faults == []


@pytest.fixture(scope="session")
def everything(chromium: Browser) -> Iterator[House]:
    """Every state of the product at once, on a server as in production."""
    opened = open_house(chromium)
    yield opened
    opened.stop()
