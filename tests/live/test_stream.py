"""What a phone, the console and the screen get through their streams."""

import asyncio
import socket
import time

import pytest

from bench.phone import Phone
from bench.wire import request

pytestmark = [pytest.mark.xdist_group("live"), pytest.mark.sqlite_only]


def test_first_event_is_the_whole_frame(room, play):
    async def scene():
        phone = await room.phone()
        head = await phone.open_stream()
        await phone.until(lambda p: "clock" in p.events)
        assert head.headers["content-type"].startswith("text/event-stream")
        assert head.headers["cache-control"] == "no-store, no-transform"
        assert head.headers["x-accel-buffering"] == "no"
        assert "content-encoding" not in head.headers
        told = [name for name in phone.events if name]  # a sign of life may come in between
        assert told[:3] == ["retry", "frame", "clock"]  # who came is counted a moment later
        assert phone.html.lstrip().startswith('<section class="frame"')
        assert phone.html.rstrip().endswith("</section>")
        assert f'data-step="{room.asking["ref"]}"' in phone.html
        assert f'data-version="{phone.version}"' in phone.html
        assert 0 < int(phone.seconds_left) <= 3600

    play(scene, room)


BROWSER = "gzip, deflate, br, zstd"  # what browsers say that they read


def test_a_browser_gets_a_compressed_stream_that_is_readable_at_once_and_ends_well(room, play):
    async def scene():
        plain, packed = await room.listening(), await room.phone()
        head = await packed.open_stream(BROWSER)
        assert head.headers["content-encoding"] == "gzip"
        assert head.headers["vary"] == "accept-encoding"
        for step in room.steps[3:6]:
            version = room.go_to(step)
            for phone in (plain, packed):
                await phone.until(lambda p, wanted=version: p.version >= wanted)
            assert plain.html == packed.html
        assert packed.bytes_read < plain.bytes_read / 2
        room.verb("finish")
        await packed.until(lambda p: p.ended)
        await packed.until(lambda p: p.unpacked.whole)

    play(scene, room)


def test_who_says_that_compressed_streams_do_not_come_through_gets_plain_text(room, play):
    async def scene():
        phone = await room.phone()
        for asked, query in ((BROWSER, "?plat=1"), ("gzip;q=0", ""), ("", "")):
            head = await phone.open_stream(asked, query)
            assert "content-encoding" not in head.headers
            await phone.until(lambda p: "clock" in p.events)
            phone.events.clear()

    play(scene, room)


def test_a_frame_holds_nothing_of_one_person(room, play):
    async def scene():
        one, other = await room.listening(), await room.listening()
        await one.answer(room.asking["ref"], room.asking["questions"][0]["ref"], "2")
        again = await room.listening()
        assert one.html == other.html == again.html
        assert "csrf" not in one.html

    play(scene, room)


def test_who_connects_is_right_also_about_what_the_server_did_not_hear_of(room, play):
    """Another program moves on; on SQLite nobody tells the server, it has to look."""

    async def scene():
        await room.listening()
        for step in room.steps[3:6]:
            version = room.go_to(step)
            late = await room.listening()
            await late.until(lambda p, wanted=version: p.version >= wanted, 0.8)

    play(scene, room)


def test_a_step_reaches_everybody_at_once(room, play):
    async def scene():
        phones = [await room.listening() for _ in range(20)]
        console = await room.console()
        began = time.monotonic()
        assert (await console.press("volgende", room.asking["ref"])).status < 400
        state = room.site.hands("state", room.ref)
        for phone in phones:
            await phone.until(lambda p: p.version >= state["version"], 2)
            assert f'data-step="{state["step"]}"' in phone.html
        assert time.monotonic() - began < 2

    play(scene, room)


def test_what_another_program_changed_arrives_too(room, play):
    async def scene():
        phone = await room.listening()
        version = room.verb("close_door")
        await phone.until(lambda p: p.version >= version, 4)

    play(scene, room)


def test_more_time_moves_the_clock(room, play):
    async def scene():
        phone = await room.listening()
        before = int(phone.seconds_left or 0) or 1
        version = room.verb("extend", room.asking["ref"], 120)
        await phone.until(lambda p: p.version >= version and p.events[-1] == "clock", 4)
        assert 110 <= int(phone.seconds_left) - before <= 125

    play(scene, room)


def test_no_clock_before_the_start(site, play):
    room = site.planned_session()

    async def scene():
        phone = await room.listening()
        await phone.until(lambda p: "clock" in p.events)
        assert phone.seconds_left == ""
        assert 'data-step="lobby"' in phone.html

    play(scene, room)


def test_the_end_is_told_and_then_there_is_nothing(room, play):
    async def scene():
        phone = await room.listening()
        room.verb("finish")
        await phone.until(lambda p: p.ended, 5)
        assert phone.events[-3:] == ["frame", "clock", "end"]
        assert 'data-step="ended"' in phone.html
        assert (await phone.open_stream()).status == 204

    play(scene, room)


def test_a_wrong_code_gets_a_page_that_helps(room, play):
    async def scene():
        stranger = Phone(room.site.url, "NERGENS000")
        room.phones.append(stranger)
        head = await stranger.ask("/m/NERGENS000/stroom/")
        assert head.status == 404
        assert "<h1" in head.text
        assert 'name="code"' in head.text

    play(scene, room)


def test_the_door_stops_newcomers_only(room, play):
    async def scene():
        inside = await room.listening()
        room.verb("close_door")
        await inside.until(lambda p: p.version == room.site.hands("state", room.ref)["version"], 4)
        newcomer = Phone(room.site.url, room.code)
        room.phones.append(newcomer)
        assert (await newcomer.ask(f"/m/{room.code}/?k={room.key}")).status == 403
        assert (await inside.open_stream()).status == 200

    play(scene, room)


def test_a_new_code_keeps_who_is_in(room, play):
    async def scene():
        inside = await room.listening()
        version = room.verb("new_code")
        await inside.until(lambda p: p.version >= version, 4)
        assert (await inside.open_stream()).status == 200
        newcomer = Phone(room.site.url, room.code)
        room.phones.append(newcomer)
        assert (await newcomer.ask(f"/m/{room.code}/stroom/")).status == 404

    play(scene, room)


def test_codes_are_read_as_people_type_them(room, play):
    async def scene():
        phone = await room.phone()
        typed = room.code.lower()[:3] + "-" + room.code.lower()[3:]
        assert (await phone.ask(f"/m/{typed}/beeld/")).status == 200

    play(scene, room)


def test_a_forged_cookie_is_a_newcomer(room, play):
    async def scene():
        phone = await room.listening()
        version = room.verb("close_door")
        await phone.until(lambda p: p.version >= version, 4)
        name = f"deelname_{room.ref}"
        phone.cookies[name] = "gok" + phone.cookies[name][3:]
        assert (await phone.ask(f"/m/{room.code}/stroom/")).status == 404

    play(scene, room)


@pytest.mark.parametrize("surface", ["leiden", "scherm"])
def test_strangers_get_no_console_and_no_screen(room, play, surface):
    async def scene():
        stranger = await room.phone()
        for look in ("stroom", "beeld"):
            head = await stranger.ask(f"/sessies/{room.ref}/{surface}/{look}/")
            assert head.status in (302, 404)

    play(scene, room)


@pytest.mark.parametrize("surface", ["leiden", "scherm"])
def test_console_and_screen_get_frame_and_counters(room, play, surface):
    async def scene():
        console = await room.console()
        assert (await console.listen(surface)).status == 200
        await console.until(lambda c: c.named("frame") and c.named("tally"))
        assert [e.name for e in console.events][:2] == ["retry", "frame"]
        before = len(console.named("tally"))
        await room.listening()
        await console.until(lambda c: len(c.named("tally")) > before)

    play(scene, room)


def test_counters_come_four_times_a_second_at_most(room, play):
    async def scene():
        console = await room.console()
        await console.listen()
        await console.until(lambda c: c.named("tally"))
        phones = [await room.phone() for _ in range(30)]
        question = room.asking["questions"][0]["ref"]
        before = len(console.named("tally"))
        began = time.monotonic()
        for phone in phones:
            assert (await phone.answer(room.asking["ref"], question, "3")).status == 200
        await console.until(lambda c: len(c.named("tally")) > before)
        came = len(console.named("tally")) - before
        assert came <= (time.monotonic() - began) * 4 + 2

    play(scene, room)


def test_only_reading_is_possible(room, play):
    async def scene():
        phone = await room.phone()
        for look in ("stroom", "beeld"):
            path = f"/m/{room.code}/{look}/"
            assert (await phone.ask(path, fields=[("a", "b")])).status == 405

    play(scene, room)


def test_asking_again_and_again_gives_the_same(room, play):
    async def scene():
        phone = await room.listening()
        path = f"/m/{room.code}/beeld/"
        async with asyncio.timeout(10):
            first = await phone.ask(path)
            while "<b>1</b>" not in (first.json()["tally"] or ""):  # a seat is counted a bit later
                await asyncio.sleep(0.05)
                first = await phone.ask(path)
        data = first.json()
        assert data["html"] == phone.html
        assert data["version"] == phone.version
        assert data["ended"] is False
        assert data["clock"] is not None
        same = await phone.ask(path, headers={"If-None-Match": first.headers["etag"]})
        assert (same.status, same.body) == (304, b"")
        version = room.verb("extend", room.asking["ref"], 60)
        await phone.until(lambda p: p.version >= version, 4)
        newer = await phone.ask(path, headers={"If-None-Match": first.headers["etag"]})
        assert newer.status == 200
        assert newer.json()["version"] == version

    play(scene, room)


def test_asking_is_never_more_than_three_seconds_behind(room, play):
    async def scene():
        phone = await room.phone()
        path = f"/m/{room.code}/beeld/"
        await phone.ask(path)
        version = room.verb("extend", room.asking["ref"], 60)
        began = time.monotonic()
        while (await phone.ask(path)).json()["version"] < version:
            assert time.monotonic() - began < 3
            await asyncio.sleep(0.1)

    play(scene, room)


def test_signs_of_life_and_a_phone_that_never_reads(room, play):
    """One wait for two things: comment lines within 15 s, and a slow phone in nobody's way."""

    async def scene():
        quick = await room.listening()
        slow = socket.socket()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32768)
        slow.connect(("127.0.0.1", int(room.site.url.rpartition(":")[2])))
        slow.sendall(request(room.site.url, f"/m/{room.code}/stroom/", cookies=quick.cookies))
        console = await room.console()
        version = quick.version
        for _ in range(40):
            assert (await console.press("meer-tijd", room.asking["ref"])).status < 400
            version += 1
            await quick.until(lambda p, wanted=version: p.version >= wanted, 3)
        await quick.until(lambda p: p.events[-1] == "", 16)
        slow.settimeout(10)
        got = b""
        while b"id: %d\n" % version not in got:
            piece = slow.recv(65536)
            assert piece, "the newest frame reaches a slow phone too"
            got += piece
        slow.close()
        numbers = [int(line[4:]) for line in got.split(b"\n") if line.startswith(b"id: ")]
        assert numbers == sorted(numbers)

    play(scene, room)


def test_two_consoles_that_press_next_move_one_step(room, play):
    async def scene():
        one, two = await room.console(), await room.console()
        before = [s["ref"] for s in room.steps].index(room.asking["ref"])
        await asyncio.gather(
            one.press("volgende", room.asking["ref"]), two.press("volgende", room.asking["ref"])
        )
        now = room.site.hands("state", room.ref)["step"]
        assert [s["ref"] for s in room.steps].index(now) == before + 1

    play(scene, room)
