"""Coming in as one of many: what was made for the first is handed to the next."""

import asyncio

from bench.phone import TOKEN, Phone
from bench.wire import connect, request
from bijnaderinzien.wire import _Whole
from tests.live.loops import run_scene


def like(page):
    """A page without what is one browser's own, and the names of all that comes with it."""
    ours = {name for name in page.headers if name != "set-cookie"}
    return TOKEN.sub("TOKEN", page.text), ours, {name: page.headers[name] for name in ours & SAME}


SAME = {"content-type", "cache-control", "vary", "x-frame-options", "content-security-policy"}


def test_the_second_who_comes_in_gets_what_the_first_got(room, play):
    async def scene():
        seen = []
        for _ in range(3):
            phone = Phone(room.site.url, room.code, key=room.key)
            room.phones.append(phone)
            path = f"/m/{room.code}/?k={room.key}"
            door = phone._keep_what_it_says(await phone.ask(path))
            first = phone.token
            let_in = await phone.ask(path, fields=[("csrfmiddlewaretoken", phone.token)])
            phone._keep_what_it_says(let_in)
            step = phone._keep_what_it_says(await phone.ask(let_in.headers["location"]))
            assert room.asking["ref"] in step.text
            assert first != phone.token
            seen.append((like(door), like(step), phone.token))
        assert seen[0][:2] == seen[1][:2] == seen[2][:2]
        assert len({token for _, _, token in seen}) == 3

    play(scene, room)


def test_a_page_for_who_came_in_just_now_is_never_handed_to_who_answered(room, play):
    async def scene():
        step, question = room.step_with("open")
        room.go_to(step)
        for phone in (await room.phone(), await room.phone()):
            said = await phone.answer(step["ref"], question["ref"], "van mij")
            assert said.status == 200
            assert "van mij" in (await phone.look()).text

    play(scene, room)


def test_a_press_that_no_browser_sends_takes_no_seat_and_breaks_nothing(room, play):
    """The shorter way in keeps what makes any request sound, and says as much as the long one."""

    async def scene():
        phone = Phone(room.site.url, room.code)
        room.phones.append(phone)
        await phone.look()
        for charset in (b"utf-16", b"bestaat-niet"):
            fields = [("csrfmiddlewaretoken", phone.token)]
            path = f"/m/{room.code}/"
            asked = request(room.site.url, path, fields, phone.cookies)
            wire = await connect(room.site.url)
            said = await wire.ask(asked.replace(b"urlencoded", b"urlencoded; charset=" + charset))
            wire.close()
            assert said.status == 400
            assert "kwam niet goed aan" in said.text
            assert f"deelname_{room.ref}" not in said.cookies

    play(scene, room)


class Socket:
    """What a reply is written to, packet by packet."""

    def __init__(self):
        self.packets = []
        self.closed = False

    def write(self, data):
        self.packets.append(data)

    def close(self):
        self.closed = True


def test_a_reply_leaves_as_one_packet_and_nothing_is_kept_back():
    async def scene():
        socket = Socket()
        whole = _Whole(socket, asyncio.get_running_loop())
        whole.write(b"HTTP/1.1 200 OK\r\n\r\n")
        whole.write(b"body")
        whole.write(b"more")
        whole.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        whole.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        whole.write(b"")
        whole.write(b"HTTP/1.1 400 Bad Request\r\n")
        whole.close()
        assert socket.packets == [
            b"HTTP/1.1 200 OK\r\n\r\nbody",
            b"more",
            b"HTTP/1.1 100 Continue\r\n\r\n",
            b"HTTP/1.1 204 No Content\r\n\r\n",
            b"HTTP/1.1 400 Bad Request\r\n",
        ]
        assert socket.closed
        whole.write(b"HTTP/1.1 200 OK\r\n\r\n")  # the answer to a HEAD: nothing follows
        await asyncio.sleep(0)
        assert socket.packets[-1] == b"HTTP/1.1 200 OK\r\n\r\n"

    run_scene(scene)
