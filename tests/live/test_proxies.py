"""The phone's own page in a real browser, behind the proxies of real buildings."""

import os
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.async_api import Browser, Page, Playwright, async_playwright

from tests.live import nginx
from tests.live.chromium import FLAGS, PROGRAM
from tests.live.loops import Loop
from tests.live.proxy import Proxy

pytestmark = [pytest.mark.journey, pytest.mark.sqlite_only, pytest.mark.xdist_group("live")]
FULL = os.environ.get("SURVIVE") == "full"  # the slow link of `scripts/survive`
PATIENCE = 2  # seconds more than promised: the machine of a test is busy
BACK = 10  # seconds until a lost line is back; two are promised, of a machine that is not busy


@pytest.fixture(scope="module")
def opened() -> Iterator[tuple[Loop, Browser]]:
    """One browser for all of these, and the loop that it lives in."""
    loop = Loop()

    async def launch() -> tuple[Playwright, Browser]:
        playwright = await async_playwright().start()
        return playwright, await playwright.chromium.launch(executable_path=PROGRAM, args=FLAGS)

    playwright, browser = loop.run(launch)
    yield loop, browser
    loop.run(browser.close)
    loop.run(playwright.stop)
    loop.stop()


@pytest.fixture
def visit(opened, room) -> Callable[..., None]:
    """Run `scene(page, proxy)` with a phone in a browser that joined through this proxy."""
    loop, browser = opened

    async def whole(scene, proxy) -> None:
        phone = await browser.new_context(viewport={"width": 360, "height": 800})
        try:
            page = await phone.new_page()
            await page.goto(f"{proxy.url}/m/{room.code}/", timeout=60_000)
            await at_step(page, room.asking, 60)
            await scene(page, proxy)
        finally:
            await phone.close()
            for visitor in room.phones:
                visitor.leave()

    async def through(scene, habits: dict) -> None:
        async with Proxy(room.site.url, **habits) as proxy:
            await whole(scene, proxy)

    def run(scene, proxy=None, **habits) -> None:
        loop.run(lambda: whole(scene, proxy) if proxy else through(scene, habits))

    return run


async def at_step(page: Page, step: dict, seconds: float) -> float:
    """Wait until the page shows this step; the seconds it took."""
    began = time.monotonic()
    await page.wait_for_selector(f'#frame [data-step="{step["ref"]}"]', timeout=seconds * 1000)
    return time.monotonic() - began


async def asks(page: Page) -> None:
    """Wait until the page gave up on the stream and asks by itself."""
    async with page.expect_response("**/beeld/", timeout=10_000):
        pass


def following(room) -> dict:
    """The step after the one that asks."""
    return room.steps[room.steps.index(room.asking) + 1]


async def next_step(room) -> dict:
    """The facilitator presses 'next'; the step where everybody should be now."""
    console = await room.console()
    assert (await console.press("volgende", room.asking["ref"])).status < 400
    return following(room)


def test_a_plain_line_shows_the_next_step_at_once(room, visit):
    async def scene(page, proxy):
        await at_step(page, await next_step(room), 1 + PATIENCE)

    visit(scene)


@pytest.mark.parametrize("habit", ["buffer", "forbid"])
def test_where_streams_are_held_back_or_refused_it_asks(room, visit, habit):
    async def scene(page, proxy):
        await asks(page)
        await at_step(page, await next_step(room), 3 + PATIENCE)

    visit(scene, **{habit: True})


def test_where_only_what_is_compressed_is_held_back_it_asks_for_plain_text(room, visit):
    async def scene(page, proxy):
        async with page.expect_response("**/stroom/?plat=1", timeout=10_000) as found:
            pass
        assert "content-encoding" not in (await found.value).headers
        await page.wait_for_selector("[data-link]:has-text('verbonden')")
        await at_step(page, await next_step(room), 1 + PATIENCE)

    visit(scene, wary=True)


@pytest.mark.skipif(nginx.program() is None, reason="no nginx on this machine (scripts/nginx)")
def test_an_nginx_that_would_hold_plain_text_back_lets_our_blocks_through(room, visit):
    """Its own compressing waits until there is enough; what is compressed already it passes on."""

    async def scene(page, proxy):
        await at_step(page, await next_step(room), 1 + PATIENCE)

    with nginx.Nginx(room.site.url, more=nginx.BUFFERING) as proxy:
        visit(scene, proxy)


def test_a_line_that_is_cut_comes_back_by_itself(room, visit):
    async def scene(page, proxy):
        while proxy.cuts < 2:  # what came back is cut again; the scene ends where it never is
            await page.wait_for_timeout(50)
        await at_step(page, await next_step(room), BACK)

    visit(scene, idle=1)


def test_a_bad_link_gets_there_in_the_end(room, visit):
    async def scene(page, proxy):
        question = room.asking["questions"][0]["ref"]
        await page.locator('#frame input[name="waarde"]').nth(2).check(force=True)
        await page.locator("#frame [data-send]").first.click()
        began = time.monotonic()
        while room.site.hands("answers", room.ref) == []:
            assert time.monotonic() - began < 30
            await page.wait_for_timeout(200)
        assert room.site.hands("answers", room.ref) == [[question, "given", 3]]
        await at_step(page, await next_step(room), 30)

    visit(scene, delay=2 if FULL else 0.5, loss=0.05)


def test_a_phone_without_network_for_a_while_is_right_as_soon_as_it_is_back(room, visit):
    async def scene(page, proxy):
        # Its scripts run: a page whose network goes while they are on their way has none.
        await page.wait_for_function("() => document.querySelector('[data-link]').textContent")
        proxy.down()
        step = await next_step(room)
        await page.wait_for_timeout(1500)
        assert await page.locator(f'#frame [data-step="{step["ref"]}"]').count() == 0
        proxy.up()
        await at_step(page, step, BACK)

    visit(scene)
