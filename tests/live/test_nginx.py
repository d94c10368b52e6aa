"""Behind nginx, with the lines that `deploy/` gives to who runs the site."""

import signal

import pytest

from tests.live import nginx
from tests.live.nginx import Nginx
from tests.live.server import on_postgres, start_server

pytestmark = [
    pytest.mark.skipif(nginx.program() is None, reason="no nginx on this machine (scripts/nginx)"),
    pytest.mark.xdist_group("live"),
]


async def a_step_and_its_answers(room, proxy: Nginx, count: int) -> None:
    """Everybody comes in, answers and goes to the next step, all through the proxy."""
    phones = [await room.phone_at(proxy.url) for _ in range(count)]
    for phone in phones:
        assert (await phone.open_stream()).status == 200
        await phone.until(lambda p: p.version >= 0)
        said = await phone.answer(room.asking["ref"], room.asking["questions"][0]["ref"], "2")
        assert said.status == 200
    assert len(room.site.hands("answers", room.ref)) == count
    console = await room.console()
    assert (await console.press("volgende", room.asking["ref"])).status < 400
    for phone in phones:
        await phone.until(lambda p: f'"{room.asking["ref"]}"' not in p.html, 1.5)


def test_streams_are_not_held_back(room, play):
    with Nginx(room.site.url) as proxy:
        play(lambda: a_step_and_its_answers(room, proxy, 3), room)


@pytest.mark.skipif(not on_postgres(), reason="SQLite serves one process")
def test_two_servers_share_a_room(own_site, play):
    room = own_site.running_session()
    second = start_server(own_site.database)
    try:
        with Nginx(own_site.url, second.url) as proxy:
            play(lambda: a_step_and_its_answers(room, proxy, 12), room)
    finally:
        second.stop()


@pytest.mark.skipif(not on_postgres(), reason="SQLite serves one process")
def test_when_a_server_dies_its_phones_go_on_at_the_other(own_site, play):
    room = own_site.running_session()
    second = start_server(own_site.database)
    step, question = room.asking["ref"], room.asking["questions"][0]["ref"]

    async def scene():
        phones = [await room.phone_at(proxy.url) for _ in range(8)]
        for phone in phones:
            phone.keep_connected()
            await phone.until(lambda p: p.version >= 0)
        second.stop(signal.SIGKILL)
        for phone in phones:
            assert (await phone.answer_until_kept(step, question, "2")).status == 200
        assert len(own_site.hands("answers", room.ref)) == len(phones)
        console = await room.console()
        assert (await console.press("volgende", step)).status < 400
        for phone in phones:
            await phone.until(lambda p: f'"{step}"' not in p.html, 5)

    with Nginx(own_site.url, second.url) as proxy:
        play(scene, room)


def test_what_people_type_and_where_they_are_leaves_no_trace_at_the_proxy(room, play):
    with Nginx(room.site.url) as proxy:
        step, question = room.step_with("open")
        room.go_to(step)

        async def scene():
            phone = await room.phone_at(proxy.url)
            text = "vingerafdruk " * 150
            assert (await phone.answer(step["ref"], question["ref"], text)).status == 200
            assert (await phone.ask("/m/NERGENS000/")).status == 404

        play(scene, room)
        written = [p for p in proxy.folder.rglob("*") if p.is_file() and p.stat().st_size]
        assert {path.name for path in written} <= {"nginx.conf", "pid", "start.log"}
