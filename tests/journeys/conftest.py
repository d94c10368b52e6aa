from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.room import Room, open_room
from tests.journeys.states import House, open_house


@pytest.fixture(scope="session")
def house(chromium: Browser) -> Iterator[Room]:
    """One server for all journeys that begin with an empty room."""
    room = open_room(chromium)
    yield room
    room.stop()


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
