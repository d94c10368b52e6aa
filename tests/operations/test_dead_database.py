"""The database goes away and comes back: nobody waits for long, and nobody loses anything."""

import asyncio
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bench.phone import Phone
from tests.live.conftest import Site
from tests.live.server import on_postgres, start_server
from tests.operations.asking import ready, until_ready
from tests.operations.relay import relay

pytestmark = pytest.mark.skipif(not on_postgres(), reason="SQLite is a file of ours")
WITHIN = 15  # seconds: five for the line, and a busy machine


def look(address: str) -> tuple[int, str]:
    try:
        with urlopen(address, timeout=WITHIN) as page:
            return page.status, page.read().decode()
    except HTTPError as refused:
        with refused as page:
            return page.code, page.read().decode()


def test_a_dead_database_is_said_to_people_and_machines_and_all_goes_on_when_it_is_back(
    mine: Site, play
):
    room = mine.running_session()
    step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
    with relay(mine.database) as line:
        server = start_server(
            line.url,
            DEBUG="false",
            DJANGO_SETTINGS_MODULE="tests.live.uncollected_settings",
        )

        async def scene():
            phone = Phone(server.url, room.code)
            room.phones.append(phone)
            assert (await phone.join()).status == 200
            phone.keep_connected()
            await phone.until(lambda p: p.version >= 0)
            line.cut()
            assert (await asyncio.to_thread(ready, server.url))[0] == 503
            assert (await asyncio.to_thread(look, server.url + "/healthz"))[0] == 200
            # A page that asks nothing of the database, one of Django's, and one beside it.
            assert (await asyncio.to_thread(look, server.url + "/privacy/"))[0] == 200
            for path in (f"/sessies/{room.ref}/scherm/", f"/m/{room.code}/"):
                status, page = await asyncio.to_thread(look, server.url + path)
                assert status == 503, path
                assert "We zijn zo terug" in page
            trying = asyncio.create_task(phone.answer_until_kept(step, question, "2"))
            line.restore()
            await asyncio.to_thread(until_ready, server.url)
            assert (await trying).status == 200
            assert mine.hands("answers", room.ref) == [[question, "given", 2]]
            moved = await asyncio.to_thread(room.go_to, room.steps[-1])
            await phone.until(lambda p: p.version >= moved)
            phone.leave()

        try:
            play(scene, room)
        finally:
            server.stop()
