"""A server that is killed, and one that is asked to stop."""

import asyncio
import signal
import time

import pytest

from bench.survival import kill_again_and_again
from bench.wire import connect, request
from tests.live.loops import run_scene
from tests.live.server import start_server

pytestmark = pytest.mark.xdist_group("survival")


def test_killed_again_and_again_it_loses_nothing(own_site):
    room = own_site.planned_session()

    async def scene():
        tally, own_site.server = await kill_again_and_again(
            own_site.server,
            lambda port: start_server(own_site.database, port),
            own_site.hands,
            {"ref": room.ref, "code": room.code, "steps": room.steps},
            phones=40,
            kills=3,
        )
        assert (tally.lost, tally.double) == (0, 0), tally.wrong
        assert tally.acknowledged > 40
        assert tally.slowest_return < 5

    run_scene(scene)


@pytest.mark.sqlite_only
def test_idle_it_is_gone_within_a_second_and_phones_are_told(own_site, play):
    room = own_site.running_session()

    async def scene():
        phones = [await room.listening() for _ in range(30)]
        took = await asyncio.to_thread(own_site.server.stop, signal.SIGTERM)
        assert took < 1.5  # a second, and a busy machine
        for phone in phones:
            await phone.until(lambda p: p.events.count("retry") == 2, 2)
            assert phone.events[-1] == "retry"

    play(scene, room)


def test_what_is_under_way_is_finished_first(own_site, play):
    room = own_site.running_session()

    async def scene():
        phone = await room.listening()
        whole = request(
            own_site.url,
            f"/m/{room.code}/stap/{room.asking['ref']}/antwoord/",
            fields=[("waarde", "2"), ("volgnr", "1")],
            cookies=phone.cookies,
            headers={"X-CSRFToken": phone.token, "Accept": "application/json"},
        )
        wire = await connect(own_site.url)
        said = wire.ask(whole[:-4])
        await phone.ask("/healthz")  # by now the server has the first part
        stopping = asyncio.ensure_future(asyncio.to_thread(own_site.server.stop, signal.SIGTERM))
        await phone.until(lambda p: p.events.count("retry") == 2, 2)  # it is stopping
        wire.transport.write(whole[-4:])
        assert (await said).status == 200
        assert await stopping < 5
        wire.close()
        assert len(room.site.hands("answers", room.ref)) == 1

    play(scene, room)


def test_after_a_restart_everybody_is_right_again(own_site, play):
    room = own_site.running_session()

    async def scene():
        phones = [await room.phone() for _ in range(20)]
        for phone in phones:
            phone.keep_connected()
            await phone.until(lambda p: p.version >= 0)
        port = int(own_site.url.rpartition(":")[2])
        await asyncio.to_thread(own_site.server.stop, signal.SIGTERM)
        version = room.go_to(room.steps[-1])
        own_site.server = await asyncio.to_thread(start_server, own_site.database, port)
        began = time.monotonic()
        for phone in phones:
            await phone.until(lambda p: p.version >= version, 5)
        assert time.monotonic() - began < 5

    play(scene, room)
