"""Somebody without a seat wants to see the room, or be counted in it: a preview, a robot, a phone
that was sent away.

What stops them: looking takes no seat and shows no step; without a seat there is no stream.
"""

import pytest

from bench.phone import Phone
from bench.wire import connect, request

pytestmark = pytest.mark.sqlite_only  # what goes out is the same from both


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {}),
        ("HEAD", {}),
        ("GET", {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"}),
        ("GET", {"User-Agent": "a robot that makes a picture of a link"}),
    ],
)
def test_a_link_preview_takes_no_seat_and_sees_no_step(room, play, method, headers):
    async def scene():
        wire = await connect(room.site.url)
        for path in (f"/m/{room.code}/", f"/m/{room.code}/?k={room.key}"):
            said = await wire.ask(request(room.site.url, path, method=method, headers=headers))
            assert said.status == 200
            assert f"deelname_{room.ref}" not in said.cookies
            assert room.asking["ref"] not in said.text
        wire.close()
        assert room.site.hands("state", room.ref)["joined"] == 0

    play(scene, room)


def test_a_post_from_another_site_takes_no_seat(room, play):
    async def scene():
        phone = Phone(room.site.url, room.code)
        room.phones.append(phone)
        await phone.look()
        fields = [("csrfmiddlewaretoken", phone.token)]
        for more in (
            {"fields": []},
            {"fields": fields, "headers": {"Origin": "https://elders.example"}},
        ):
            said = await phone.ask(f"/m/{room.code}/", **more)
            assert said.status == 403
            assert f"deelname_{room.ref}" not in said.cookies
        assert (await phone.ask(f"/m/{room.code}/", fields=fields)).status == 303

    play(scene, room)


def test_without_a_seat_there_is_no_stream_through_an_open_door_either(room, play):
    async def scene():
        stranger = Phone(room.site.url, room.code)
        room.phones.append(stranger)
        for look in ("stroom", "beeld", f"stap/{room.asking['ref']}/antwoord"):
            said = await stranger.ask(f"/m/{room.code}/{look}/")
            assert said.status == 404
            assert "data-step" not in said.text

    play(scene, room)


def test_a_stream_belongs_to_a_seat_and_is_counted(room, play):
    """The door closes and the code changes: who is in goes on, and nobody else listens."""

    async def scene():
        inside = await room.listening()
        await room.until_joined(1)
        stranger = Phone(room.site.url, room.code)
        room.phones.append(stranger)
        room.verb("close_door")
        room.verb("new_code")
        version = room.verb("blacken", True)
        await inside.until(lambda p: p.version >= version)
        assert (await stranger.ask(f"/m/{room.code}/stroom/")).status == 404
        assert (await inside.open_stream()).status == 200

    play(scene, room)


def test_the_count_on_the_screen_means_people(site, play):
    """A seat that was only held is nobody yet; the line of a phone makes it somebody."""
    room = site.planned_session()

    async def scene():
        phone = await room.phone()
        assert site.hands("state", room.ref)["joined"] == 0
        await phone.open_stream()
        await phone.until(lambda p: p.version >= 0)
        await room.until_joined(1)

    play(scene, room)
