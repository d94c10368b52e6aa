"""Streams that were compressed once for everybody, on their way to a phone (decision 0030)."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from tests.live import nginx
from tests.live.nginx import Nginx
from tests.live.proxy import Proxy

pytestmark = [pytest.mark.xdist_group("live"), pytest.mark.sqlite_only]

BROWSER = "gzip, deflate, br, zstd"  # what browsers say that they read
behind_nginx = pytest.mark.skipif(
    nginx.program() is None, reason="no nginx on this machine (scripts/nginx)"
)


async def packed_phone(room, url: str):
    """A phone that joined and just opened a compressed stream by this address."""
    phone = await room.phone()
    phone.base = url
    head = await phone.open_stream(BROWSER)
    assert head.status == 200
    assert head.headers["content-encoding"] == "gzip"
    assert "no-transform" in head.headers["cache-control"]
    return phone


async def every_frame_at_once_and_an_end(room, url: str) -> None:
    """Each step can be read before the next one is sent, and the whole was a gzip stream."""
    phone = await packed_phone(room, url)
    plain = await room.listening()
    for step in room.steps[3:5]:
        version = room.go_to(step)
        for one in (plain, phone):
            await one.until(lambda p, wanted=version: p.version >= wanted)
        assert phone.html == plain.html
        assert not phone.unpacked.whole
    room.verb("finish")
    await phone.until(lambda p: p.ended)
    await phone.until(lambda p: p.unpacked.whole)
    assert phone.bytes_read < 0.6 * plain.bytes_read  # two short steps; an evaluation gains more


@behind_nginx
@pytest.mark.parametrize("more", ["", nginx.BUFFERING], ids=["as we ship it", "buffering"])
def test_behind_nginx_every_frame_comes_at_once_and_the_stream_ends_well(room, play, more):
    async def scene():
        with Nginx(room.site.url, more=more) as proxy:
            await every_frame_at_once_and_an_end(room, proxy.url)

    play(scene, room)


def test_through_a_proxy_that_passes_pieces_on_it_does_too(room, play):
    async def scene():
        async with Proxy(room.site.url) as proxy:
            await every_frame_at_once_and_an_end(room, proxy.url)

    play(scene, room)


def test_what_a_proxy_held_back_until_the_end_is_a_whole_gzip_stream(room, play):
    async def scene():
        async with AsyncExitStack() as stack:
            proxy = await stack.enter_async_context(Proxy(room.site.url, buffer=True))
            plain = await room.listening()
            phone = await room.phone()
            phone.base = proxy.url
            opening = asyncio.ensure_future(phone.open_stream(BROWSER))
            await room.until_joined(2)
            for step in room.steps[3:5]:
                version = room.go_to(step)
                await plain.until(lambda p, wanted=version: p.version >= wanted)
            assert not opening.done()
            room.verb("finish")
            assert (await opening).headers["content-encoding"] == "gzip"
            await phone.until(lambda p: p.unpacked is not None and p.unpacked.whole)
            assert phone.ended
            assert phone.html == plain.html

    play(scene, room)


def test_a_server_that_stops_ends_its_streams_well(own_site, play):
    room = own_site.running_session()

    async def scene():
        phone = await packed_phone(room, own_site.url)
        await phone.until(lambda p: p.version >= 0)
        await asyncio.to_thread(own_site.server.stop)
        await phone.until(lambda p: p.unpacked.whole)
        assert phone.events[-1] == "retry"

    play(scene, room)


@pytest.mark.parametrize("surface", ["leiden", "scherm"])
def test_console_and_screen_are_packed_as_well(room, play, surface):
    async def scene():
        console = await room.console()
        path = f"/sessies/{room.ref}/{surface}/stroom/"
        said = await console.ask(path, headers={"Accept-Encoding": BROWSER}, method="HEAD")
        assert said.headers["content-encoding"] == "gzip"

    play(scene, room)
