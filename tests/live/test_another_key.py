"""A new SECRET_KEY in the middle of a session, with the old one kept beside it: nobody notices."""

import asyncio

import pytest

from bench.phone import Phone
from tests.live.server import start_server

pytestmark = [pytest.mark.xdist_group("survival"), pytest.mark.sqlite_only]
NEW = "new-" + "y" * 50
OLD = "live-" + "x" * 50  # what every server of the suite has (`environment`)


def test_everybody_stays_who_they_are(own_site, play):
    room = own_site.running_session()
    step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
    screen = own_site.hands("screen_key", room.ref)

    async def scene():
        phones = [await room.phone() for _ in range(3)]
        for phone in phones:
            assert (await phone.answer(step, question, "2")).status == 200
        console = await room.console()
        port = int(own_site.url.rpartition(":")[2])
        await asyncio.to_thread(own_site.server.stop)
        own_site.server = await asyncio.to_thread(
            start_server,
            own_site.database,
            port,
            SECRET_KEY=NEW,
            SECRET_KEY_FALLBACKS=OLD,
        )
        for phone in phones:
            assert (await phone.open_stream()).status == 200  # the same seat
            assert (await phone.answer(step, question, "3")).status == 200  # the same pen
        assert sorted(own_site.hands("answers", room.ref)) == [[question, "given", 3]] * 3
        assert own_site.hands("state", room.ref)["joined"] == 3
        # The log-in: the line comes back first, and sets no cookie; then somebody presses.
        head = await console.listen()
        assert head.headers["content-type"].startswith("text/event-stream")
        assert (await console.press("volgende", step)).status < 400
        assert own_site.hands("state", room.ref)["step"] != step
        shown = await phones[0].ask(f"/sessies/{room.ref}/scherm/?sleutel={screen}")
        assert shown.status in (200, 302)

    play(scene, room)


def test_a_link_of_before_still_opens_the_door(own_site, play):
    room = own_site.planned_session()
    room.verb("close_door")
    own_site.server.stop()
    own_site.server = start_server(own_site.database, SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=OLD)

    async def scene():
        phone = Phone(own_site.url, room.code, key=room.key)
        room.phones.append(phone)
        page = await phone.ask(f"/m/{room.code}/?k={room.key}")
        assert page.status == 403  # closed, and said so to who has the link

    play(scene, room)
