"""From any earlier release to this one: the tables, what is in them, and a room that talks."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.live.conftest import Site
from tests.live.hands import Hands
from tests.live.server import database_with_tables, environment, new_database, start_server
from tests.operations.asking import until_ready
from tests.operations.releases import NAMES

LEADER = "gespreksleider@voorbeeld.nl"


@pytest.fixture(scope="module")
def fresh() -> dict[str, list[str]]:
    """What every table has where this release made them all."""
    hands = Hands(environment(database_with_tables()))
    found = hands("columns")
    hands.stop()
    return found


@pytest.fixture(params=NAMES)
def upgraded(request) -> Iterator[Hands]:
    """Hands on the database of a release, brought up to this one."""
    hands = Hands(environment(new_database()))
    hands("bring_back", request.param)
    hands("manage", "migrate", "--verbosity=0")
    yield hands
    hands.stop()


def test_the_database_of_every_release_so_far_goes_on_here(upgraded: Hands, fresh):
    assert upgraded("columns") == fresh
    sessions = upgraded("sessions")
    (running,), (ended,) = sessions["running"], sessions["ended"]
    planned = sessions["planned"][-1]
    pages = [
        "/sessies/",
        f"/sessies/{planned}/",
        f"/sessies/{planned}/draaiboek/",
        f"/sessies/{running}/leiden/",
        f"/sessies/{running}/scherm/",
        f"/sessies/{ended}/verslag/",
    ]
    assert upgraded("pages", LEADER, pages) == [200] * len(pages)
    assert upgraded("answers", running)
    upgraded("verb", "finish", running)
    assert upgraded("pages", LEADER, [f"/sessies/{running}/verslag/"]) == [200]
    upgraded("verb", "start", planned)
    upgraded("manage", "tidy")


def test_a_deploy_in_the_middle_of_a_session_costs_phones_two_seconds(mine: Site, play):
    """Tables and files first, then the server; the page's script does the rest."""
    room = mine.running_session()
    step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
    port = int(mine.url.rpartition(":")[2])

    async def scene():
        phones = [await room.phone() for _ in range(12)]
        for phone in phones:
            phone.keep_connected()
            await phone.until(lambda p: p.version >= 0)
        assert (await phones[0].answer(step, question, "1")).status == 200
        await asyncio.to_thread(mine.hands, "manage", "migrate", "--verbosity=0")
        answering = [
            asyncio.create_task(phone.answer_until_kept(step, question, "2")) for phone in phones
        ]
        await asyncio.to_thread(mine.server.stop)
        seen = {phone: phone.events.count("frame") for phone in phones}
        mine.server = await asyncio.to_thread(start_server, mine.database, port)
        await asyncio.to_thread(until_ready, mine.url)
        for phone in phones:
            await phone.until(lambda p: p.events.count("frame") > seen[p], 2)
        assert [(await answer).status for answer in answering] == [200] * len(phones)
        kept = mine.hands("answers", room.ref)
        assert sorted(value for _, _, value in kept) == [2] * len(phones)
        assert mine.hands("state", room.ref)["joined"] == len(phones)

    play(scene, room)
