"""The database in trouble, a laptop that dies, and whether the server stays as it was."""

import asyncio
import resource
import signal

import pytest

from bench.soak import soak
from tests.live.loops import run_scene
from tests.live.server import on_postgres, start_server

pytestmark = pytest.mark.xdist_group("survival")


def test_a_facilitator_goes_on_from_another_machine(site, play):
    room = site.running_session()

    async def scene():
        laptop = await room.console()
        await laptop.press("volgende", room.asking["ref"])
        laptop.leave()
        phone = await room.console()  # logged in anew, on another machine
        now = site.hands("state", room.ref)
        assert (await phone.listen()).status == 200
        await phone.until(lambda c: c.named("frame"))
        assert f'data-step="{now["step"]}"' in phone.named("frame")[0].data
        assert (await phone.press("volgende", now["step"])).status < 400
        assert site.hands("state", room.ref)["step"] != now["step"]

    play(scene, room)


@pytest.mark.skipif(on_postgres(), reason="a full disk is PostgreSQL's own to handle")
def test_on_a_full_disk_nothing_is_called_kept(own_site, play):
    room = own_site.running_session()
    step, question = room.asking["ref"], room.asking["questions"][0]["ref"]

    async def scene():
        phone = await room.listening()
        pid, unlimited = own_site.server.pid, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        said = await phone.answer(step, question, "2")
        assert said.status == 503
        assert own_site.hands("answers", room.ref) == []
        trying = asyncio.create_task(phone.answer_until_kept(step, question, "3"))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
        assert (await trying).status == 200
        assert own_site.hands("answers", room.ref) == [[question, "given", 3]]

    play(scene, room)


@pytest.mark.skipif(not on_postgres(), reason="SQLite has no connections to cut")
def test_two_servers_survive_a_cut_from_the_database(own_site, play):
    import psycopg

    room = own_site.running_session()
    second = start_server(own_site.database)

    async def scene():
        here, there = await room.phone(), await room.phone()
        there.base = second.url
        for phone in (here, there):
            phone.keep_connected()
            await phone.until(lambda p: p.version >= 0)
        with psycopg.connect(own_site.database, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND application_name <> 'hands'"
            )
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        for phone in (here, there):
            assert (await phone.answer_until_kept(step, question, "2")).status == 200
        console = await room.console()
        assert (await console.press("volgende", step)).status < 400
        for phone in (here, there):
            await phone.until(lambda p: f'"{step}"' not in p.html, 5)

    try:
        play(scene, room)
    finally:
        second.stop()


@pytest.mark.skipif(not on_postgres(), reason="SQLite serves one process")
def test_a_step_reaches_the_phones_of_every_process(own_site, play):
    room = own_site.running_session()
    second = start_server(own_site.database, WEB_CONCURRENCY="2")

    async def scene():
        phones = [await room.phone() for _ in range(12)]
        for number, phone in enumerate(phones):
            phone.base = second.url if number % 3 else own_site.url
            assert (await phone.open_stream()).status == 200
            await phone.until(lambda p: p.version >= 0)
        console = await room.console()
        await console.press("volgende", room.asking["ref"])
        for phone in phones:
            await phone.until(lambda p: f'"{room.asking["ref"]}"' not in p.html, 1.5)

    try:
        play(scene, room)
    finally:
        second.stop()


@pytest.mark.skipif(not on_postgres(), reason="SQLite serves one process")
def test_the_console_counts_the_phones_of_every_process(own_site, play):
    room = own_site.running_session()
    second = start_server(own_site.database)

    async def scene():
        for url in [own_site.url] * 2 + [second.url] * 3:
            phone = await room.phone_at(url)
            assert (await phone.open_stream()).status == 200
        console = await room.console()
        assert (await console.listen()).status == 200
        await console.until(lambda c: c.named("tally") and everybody(5, c.named("tally")[-1].data))
        second.stop(signal.SIGKILL)  # nobody says goodbye
        await console.until(lambda c: "2 nu" in c.named("tally")[-1].data, 25)

    def everybody(number: int, tally: str) -> bool:
        """All who came are connected: then the console says one number, not two."""
        return f"<b>{number}</b>" in tally and " nu " not in tally

    try:
        play(scene, room)
    finally:
        if second.process.poll() is None:
            second.stop()


def test_more_processes_on_sqlite_are_refused_with_a_sentence(site):
    if on_postgres():
        pytest.skip("PostgreSQL serves any number of processes")
    with pytest.raises(RuntimeError, match="SQLite en die kan maar één proces aan"):
        start_server(site.database, WEB_CONCURRENCY="2")


def test_a_session_leaves_the_server_as_it_was(own_site):
    room = own_site.planned_session()

    async def scene():
        before, after = await soak(
            own_site.server,
            own_site.hands,
            {"ref": room.ref, "code": room.code, "steps": room.steps},
            seconds=8,
            phones=12,
        )
        assert after.threads <= before.threads + 2
        assert after.files <= before.files + 8
        assert after.bytes - before.bytes < 12 * 1024 * 1024

    run_scene(scene)
