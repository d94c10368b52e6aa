"""What a swap leaves alone on console and projector: a film, what is open, a newer frame."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.room import PATIENCE, Room, caught, step_of, wait_for_step

pytestmark = [pytest.mark.journey, pytest.mark.sqlite_only, pytest.mark.xdist_group("keyboard")]

NOTHING_COMES_THROUGH = (
    "(address) => fetch(address, { method: 'HEAD' }).then(() => false, () => true)"
)


@pytest.fixture
def console(room: Room) -> Page:
    """The console of a session under way, with its screen in another window of this browser."""
    links = json.loads(room.manage("demo", "--stage", "live", "--json"))
    page = room.person().new_page()
    # Requests can be held from the first on: Chromium says that they can a moment before it is so,
    # and a key that was pressed in that moment went to the server.
    page.route("**/nergens/", lambda route: route.continue_())
    page.goto(links["login_url"])
    page.goto(links["console_url"])
    return page


@pytest.fixture
def screen(console: Page) -> Iterator[Page]:
    page = console.context.new_page()
    player = "<!doctype html><title>Film</title>"
    page.route(
        "https://www.youtube-nocookie.com/**",
        lambda route: route.fulfill(body=player, content_type="text/html"),
    )
    page.goto(console.url.replace("/leiden/", "/scherm/"))
    return page


def go_to(console: Page, title: str, number: int = 0) -> None:
    line = console.locator(".console-step", has_text=title).nth(number)
    line.locator("summary").click()
    line.get_by_role("button").click()
    expect(line).to_have_attribute("aria-current", "step")


def press(console: Page, name: str) -> None:
    version = console.locator(".frame").get_attribute("data-version") or ""
    console.get_by_role("button", name=name).click()
    expect(console.locator(".frame")).not_to_have_attribute("data-version", version)


def test_a_film_goes_on_while_the_facilitator_presses_and_makes_room_for_the_next(
    console: Page, screen: Page
):
    films = console.locator(".console-step", has_text="Film: ")
    go_to(console, "Film: ")
    wait_for_step(screen, step_of(console))
    with screen.expect_event("framenavigated", lambda frame: "youtube" in frame.url):
        screen.get_by_role("button", name="Speel de film").click()
    player = screen.locator("iframe")
    expect(player).to_be_visible()
    player.evaluate("one => { one.mine = true; }")
    loads: list[str] = []
    screen.on("framenavigated", lambda frame: loads.append(frame.url))
    for button in ("+ 2 min", "Zwart scherm", "Scherm weer aan"):
        press(console, button)
        version = console.locator(".frame").get_attribute("data-version") or ""
        expect(screen.locator(".frame")).to_have_attribute("data-version", version)
    assert player.evaluate("one => one.mine")
    assert loads == []
    if films.count() > 1:
        go_to(console, "Film: ", 1)
        wait_for_step(screen, step_of(console))
        expect(player).to_have_count(0)
        expect(screen.get_by_role("button", name="Speel de film")).to_be_visible()


def test_what_is_open_and_ticked_stays_while_another_counter_comes_in(console: Page):
    console.locator(".console-step summary").last.click()
    expect(console.locator(".console-step details[open]")).to_have_count(1)
    press(console, "+ 2 min")
    expect(console.locator(".console-step details[open]")).to_have_count(1)
    expect(console.locator("#meer-tijd")).to_be_focused()


def test_a_remote_that_sends_twice_means_once(console: Page):
    held: list[Route] = []
    console.route("**/volgende/", lambda route: held.append(route))
    first = step_of(console)
    with console.expect_request("**/volgende/"):
        console.keyboard.press("PageDown")
        console.keyboard.press("PageDown")
    expect(console.locator("#frame")).to_have_attribute("aria-busy", "true")
    caught(console, held).continue_()
    expect(console.locator(".frame")).not_to_have_attribute("data-step", first)
    expect(console.locator("#frame")).not_to_have_attribute("aria-busy", "true")
    assert len(held) == 1
    expect(console.locator("[data-notice]")).to_be_empty()


def test_a_press_that_was_seen_to_work_counts_again_though_its_reply_is_slow(console: Page):
    frame = console.locator(".frame")
    extra = int(frame.get_attribute("data-extra") or 0)
    more = console.get_by_role("button", name="+ 2 min")
    press_again_before_the_reply(console, more, "**/meer-tijd/")
    expect(frame).to_have_attribute("data-extra", str(extra + 240))
    expect(console.locator("#frame")).not_to_have_attribute("aria-busy", "true")


@pytest.fixture
def presenter(console: Page) -> Page:
    """The screen of who stands before the group, with its buttons, beside their own console."""
    page = console.context.new_page()
    page.goto(f"{console.url}presenteren/")
    return page


def test_so_it_does_for_who_presents(console: Page, presenter: Page):
    onward = presenter.get_by_role("button", name="Volgende")
    there = console.locator(".console-step").nth(place_of(console) + 2)
    press_again_before_the_reply(presenter, onward, "**/presenteren/")
    expect(there).to_have_attribute("aria-current", "step")


def test_there_too_a_remote_that_sends_twice_means_once_and_presses_keep_their_order(
    console: Page, presenter: Page
):
    held: list[Route] = []
    presenter.route("**/presenteren/", lambda route: held.append(route), times=1)
    sent: list[str] = []
    presenter.on("request", lambda request: sent.append(request.post_data or ""))
    first = step_of(presenter)
    for key in ("PageDown", "PageDown", "b"):
        presenter.keyboard.press(key)
    caught(presenter, held).continue_()
    expect(console.get_by_role("button", name="Scherm weer aan")).to_be_visible()
    expect(presenter.locator(".frame")).not_to_have_attribute("data-step", first)
    asked = [re.findall(r'name="druk"\s+(\w+)', body) for body in sent if "druk" in body]
    assert asked == [["volgende"], ["zwart"]]


def place_of(console: Page) -> int:
    """How many steps come before the one of now."""
    steps = console.locator(".console-step").all()
    return [one.get_attribute("aria-current") for one in steps].index("step")


def press_again_before_the_reply(page: Page, button: Locator, address: str) -> None:
    """Press, see what it did by the stream, press again; then the first press gets its reply."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route), times=1)
    frame = page.locator(".frame")
    version = frame.get_attribute("data-version") or ""
    button.click()
    reply = caught(page, held).fetch(max_redirects=0)
    expect(frame).not_to_have_attribute("data-version", version)
    button.click()
    held[0].fulfill(response=reply)


def test_without_a_line_the_facilitator_reads_that_nothing_changed(console: Page):
    console.route("**/zwart/", lambda route: route.abort())
    console.wait_for_function(NOTHING_COMES_THROUGH, arg=f"{console.url}zwart/")
    console.keyboard.press("b")
    expect(console.locator("[data-notice]")).to_contain_text("Geen verbinding.")
    console.unroute("**/zwart/")
    console.keyboard.press("b")
    expect(console.get_by_role("button", name="Scherm weer aan")).to_be_visible()
    expect(console.locator("[data-notice]")).to_be_empty()


def test_a_refusal_is_said_and_a_slow_reply_does_not_cover_what_is_newer(console: Page):
    other = console.context.new_page()
    other.goto(console.url)
    held: list[Route] = []
    console.route("**/volgende/", lambda route: held.append(route))
    onward = console.get_by_role("button", name="Volgende:")
    onward.click()
    expect(console.locator("#frame")).to_have_attribute("aria-busy", "true")
    first = step_of(console)
    reply = caught(console, held).fetch()
    expect(other.locator(".frame")).not_to_have_attribute("data-step", first)
    press(other, "+ 2 min")
    version = other.locator(".frame").get_attribute("data-version") or ""
    expect(console.locator(".frame")).to_have_attribute("data-version", version)
    held[0].fulfill(response=reply)
    expect(console.locator("#frame")).not_to_have_attribute("aria-busy", "true")
    assert console.locator(".frame").get_attribute("data-version") == version
    console.unroute("**/volgende/")
    console.route("**/volgende/", lambda route: route.continue_(post_data=_stale(route)))
    onward.click()
    expect(console.locator("[data-notice]")).to_contain_text("Op een ander scherm")


def _stale(route: Route) -> str:
    """The press of somebody who still saw another step."""
    fields = (route.request.post_data or "").split("&")
    return "&".join("from_step=een-andere" if f.startswith("from_step=") else f for f in fields)


def test_who_was_logged_out_meanwhile_is_shown_the_way_in(console: Page):
    console.context.clear_cookies(name="sessionid")
    console.keyboard.press("b")
    console.wait_for_url("**/account/login/**", timeout=PATIENCE)
