"""What must not jar while somebody leads: the console, the screen behind it and the keyboard."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.journeys.room import LAPTOP, PATIENCE, Room, step_of, wait_for_step
from tests.journeys.test_keyboard import go_to, lead, live_session

pytestmark = [pytest.mark.journey, pytest.mark.sqlite_only, pytest.mark.xdist_group("keyboard")]

LITTLE = {"width": 960, "height": 540}

# How much of what has focus is in sight, after a press of Tab: '' or what hides it.
_HIDDEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  const box = one.getBoundingClientRect();
  const bar = document.querySelector(".console-bar");
  if (bar.contains(one)) return "";
  const floor = Math.min(innerHeight, bar.getBoundingClientRect().top);
  return box.top >= floor - 1 || box.bottom <= 1 ? one.outerHTML.slice(0, 120) : "";
}"""
_SCROLLED = """(one) => new Promise((done) => {
  const look = () => (one.scrollTop > 20 ? done() : requestAnimationFrame(look));
  look();
})"""
_FOCUS = "() => document.activeElement === document.body ? 'body' : document.activeElement.id"
_LISTEN = """(place) => {
  window.heard = [];
  const region = document.querySelector(place);
  new MutationObserver(() => {
    const said = region.textContent.trim();
    if (said) window.heard.push(said);
  }).observe(region, { childList: true, subtree: true, characterData: true });
}"""


@pytest.fixture(scope="module")
def links(house: Room) -> dict[str, str]:
    """One session for all that need no answers of their own."""
    return live_session(house)


@pytest.fixture(scope="module")
def logged_in(house: Room, links: dict[str, str]) -> Iterator[StorageState]:
    """What a browser keeps of who leads it; a link logs in once."""
    context = house.browser.new_context()
    context.new_page().goto(links["login_url"])
    yield context.storage_state()
    context.close()


@pytest.fixture
def console(room: Room, links: dict[str, str], logged_in: StorageState) -> Page:
    page = room.person(LAPTOP, storage_state=logged_in).new_page()
    page.goto(links["console_url"])
    return page


@pytest.fixture
def screen(console: Page, links: dict[str, str]) -> Iterator[Page]:
    page = console.context.new_page()
    page.goto(links["projector_url"])
    return page


def words(place: Locator) -> str:
    """What can be read there, on one line."""
    return " ".join(place.inner_text().split())


def show_answers(console: Page) -> None:
    console.get_by_role("button", name="Sluit de antwoorden").click()
    console.get_by_role("button", name="Lees de antwoorden").click()
    console.get_by_role("button", name=re.compile("^Toon alle")).click()
    expect(console.get_by_text("staat op het scherm", exact=True)).to_be_visible()


def test_a_new_step_clears_the_screen_unless_it_is_kept_and_the_console_shows_what_is_so(
    room: Room,
):
    links = live_session(room)
    console = lead(room, links)
    screen = console.context.new_page()
    screen.goto(links["projector_url"])
    alone = step_of(console)
    show_answers(console)
    assert console.evaluate("() => scrollY") == 0  # the head stays in sight
    said = console.locator(".console-screen-says")
    expect(said).to_contain_text("Op het scherm staan de antwoorden op")
    texts = screen.locator(".stage-texts li")
    expect(texts.first).to_be_visible()
    small = console.locator(".console-mini")
    assert words(texts.first) in words(small)
    screen.keyboard.press("l")
    expect(small.locator(".stage")).to_have_attribute("data-stage", "light")
    console.locator("#volgende").click()
    expect(console.locator(".frame")).not_to_have_attribute("data-step", alone)
    wait_for_step(screen, step_of(console))
    expect(texts).to_have_count(0)
    expect(said).not_to_contain_text("antwoorden")
    assert words(screen.locator("h1")) in words(small)

    console.locator("#vorige").click()
    wait_for_step(console, alone)
    console.get_by_role("button", name=re.compile("^Toon alle")).click()
    console.get_by_role("button", name="Laat staan bij ‘Volgende’").click()
    expect(said).to_contain_text("Die blijven staan")
    console.locator("#volgende").click()
    expect(console.locator(".frame")).not_to_have_attribute("data-step", alone)
    expect(said).to_contain_text("Die blijven staan")
    wait_for_step(screen, step_of(console))
    expect(texts.first).to_be_visible()


def test_a_late_session_is_caught_up_and_given_back_and_every_time_follows(room: Room):
    links = live_session(room)
    console = lead(room, links)
    console.goto(links["console_url"])
    said, way = console.locator("[data-pace-said]"), console.locator("#inhalen-knop")
    cost = console.locator("[data-pace-cost]")
    console.locator(".console-step summary").first.click()
    console.get_by_role("button", name=re.compile("^Ga naar deze stap")).first.click()
    expect(said).to_contain_text("op schema")
    expect(cost).to_have_text("van de speling")
    expect(way).to_be_hidden()
    more = console.locator("#meer-tijd")
    while "achter" not in said.inner_text():
        price, before = cost.inner_text(), said.inner_text()
        extra = console.locator(".frame").get_attribute("data-extra")
        more.click()
        expect(console.locator(".frame")).not_to_have_attribute("data-extra", str(extra))
        if price != "van de speling":
            expect(said).to_contain_text(price)
        assert "achter" not in before
    ends = console.locator("[data-begins]").last
    late, check_out = words(said), ends.inner_text()

    # A step that runs over moves all that comes, without a word from the server.
    console.evaluate(
        "document.dispatchEvent(new CustomEvent('live:clock', { detail: { seconds: -600 } }))"
    )
    expect(ends).not_to_have_text(check_out)
    expect(said).not_to_have_text(late)
    console.reload()
    expect(said).to_contain_text("achter")

    way.click()
    proposal = console.locator("#inhalen")
    row = proposal.get_by_role("row", name="Zelf nadenken").first
    expect(row).to_be_visible()
    before = words(row)
    proposal.get_by_role("link", name="Laat het zo").click()
    expect(said).to_contain_text("achter")
    way.click()
    expect(row).to_be_visible()
    # What it lasts now is what it lasted; a minute later more may have to go.
    assert words(row).partition(" min")[0] == before.partition(" min")[0]
    proposal.get_by_role("button", name="Maak de rest korter").click()
    expect(said).to_contain_text("op schema")
    expect(way).to_be_hidden()
    expect(console.locator("#tempo")).to_be_focused()
    expect(console.locator("[data-announcer]")).to_contain_text("De rest is")
    console.keyboard.press("Tab")
    expect(console.locator("#inhalen-terug")).to_be_focused()
    console.keyboard.press("Enter")
    expect(said).to_contain_text("achter")
    expect(console.locator("#inhalen-terug")).to_have_count(0)
    expect(console.locator("#tempo")).to_be_focused()


def test_more_is_always_there(console: Page, screen: Page, links: dict[str, str]):
    more = console.locator("#meer-knop")
    more.click()
    with console.context.expect_page() as opened:
        console.get_by_role("link", name="Open het scherm in een nieuw venster").click()
    expect(opened.value.locator("#frame h1")).to_be_visible()
    more.click()
    expect(console.get_by_label("Link voor een andere computer")).to_have_value(
        re.compile(r"/scherm/\?sleutel=")
    )
    code = console.locator(".console-code").inner_text()
    console.get_by_role("link", name="Geef een nieuwe code").click()
    asked = console.get_by_role("dialog")
    expect(asked).to_contain_text("link in de brief")
    console.get_by_role("link", name="Houd deze code").click()
    expect(more).to_be_focused()
    expect(console.locator(".console-code")).to_have_text(code)
    more.click()
    console.get_by_role("link", name="Geef een nieuwe code").click()
    asked.get_by_label("Trek ook de link van het scherm in").check()
    asked.get_by_role("button", name="Geef een nieuwe code").click()
    expect(console.locator(".console-code")).not_to_have_text(code)
    gone = console.request.get(links["projector_url"], max_redirects=0)
    assert gone.ok or gone.status == 302  # who leads keeps the screen
    stranger = console.context.browser.new_context()
    assert stranger.request.get(links["projector_url"]).status == 404
    stranger.close()
    more.click()
    console.get_by_role("link", name="Stop de sessie nu").click()
    expect(asked).to_contain_text("De sessie afsluiten?")
    console.keyboard.press("Escape")
    more.click()
    console.keyboard.press("Escape")
    expect(console.locator(".console-menu-list")).to_be_hidden()


def test_the_focus_never_falls_off_the_page_and_news_is_said_once(room: Room):
    console = lead(room, live_session(room))
    console.evaluate(_LISTEN, "[data-announcer]")
    console.get_by_role("button", name="Sluit de antwoorden").press("Enter")
    read = console.get_by_role("button", name="Lees de antwoorden")
    read.press("Enter")
    expect(read).to_have_count(0)
    assert console.evaluate(_FOCUS).startswith("kaart-")

    line = console.locator(".console-step", has_text="Wat nemen we mee")
    line.locator("summary").press("Enter")
    line.get_by_role("button").press("Enter")
    expect(line).to_have_attribute("aria-current", "step")
    assert console.evaluate(_FOCUS).startswith("regel-")

    for text in ("We vragen het na.", "We lezen eerst samen."):
        console.get_by_label("Wat spreken jullie af").fill(text)
        console.get_by_role("button", name="Zet de afspraak op het scherm").click()
        expect(console.locator(".console-agreements")).to_contain_text(text)
        expect(console.locator("#frame")).not_to_have_attribute("aria-busy", "true")
    away = console.get_by_role("button", name=re.compile("^Haal weg"))
    away.first.press("Enter")
    expect(away).to_have_count(1)
    assert console.evaluate(_FOCUS) != "body"
    away.press("Enter")
    expect(away).to_have_count(0)
    assert console.evaluate(_FOCUS) == "afspraken-kaart"
    said = console.evaluate("() => window.heard")
    assert sum("De antwoorden zijn gesloten." in one for one in said) == 1
    assert [one for one in said if "We vragen het na." in one] == [
        "1 afspraak op het scherm. De laatste: We vragen het na."
    ]


def test_what_has_focus_is_never_behind_the_bar_and_next_comes_early(console: Page):
    console.set_viewport_size(LITTLE)
    presses = 0
    hidden: list[str] = []
    first = 0
    while presses < 60:
        console.keyboard.press("Tab")
        presses += 1
        hidden.append(console.evaluate(_HIDDEN))
        where = console.evaluate(_FOCUS)
        if where == "volgende" and not first:
            first = presses
        if where == "body":
            break
    assert [one for one in hidden if one] == []
    assert 0 < first <= 4


def test_letters_without_a_modifier_can_be_switched_off_for_good(console: Page, screen: Page):
    console.bring_to_front()
    console.locator("#meer-knop").click()
    switch = console.get_by_role("button", name=re.compile("^Sneltoets"))
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    console.keyboard.press("Escape")
    console.locator(".console-headline").focus()
    version = console.locator(".frame").get_attribute("data-version")
    first = step_of(console)
    console.keyboard.press("b")
    console.keyboard.press(".")
    screen.keyboard.press("b")
    screen.keyboard.press("l")
    expect(screen.locator("body")).to_have_attribute("data-stage", "dark")
    assert console.locator(".frame").get_attribute("data-version") == version
    console.reload()
    console.keyboard.press("b")
    console.keyboard.press("PageDown")  # no character: a remote goes on to work
    expect(console.locator(".frame")).not_to_have_attribute("data-step", first)
    expect(console.locator("#zwart")).to_have_text("Zwart scherm")


def test_keys_belong_to_what_uses_them(console: Page):
    console.set_viewport_size(LITTLE | {"width": 1100})
    first = step_of(console)
    programme = console.locator(".console-programme")
    programme.focus()
    programme.evaluate("one => { one.scrollTop = 0; }")
    console.keyboard.press("PageDown")
    programme.evaluate(_SCROLLED)
    console.locator(".console-step summary").last.focus()
    console.keyboard.press("ArrowRight")
    console.keyboard.press("ArrowLeft")
    console.locator("#volgende").focus()
    console.keyboard.press("PageDown")
    expect(console.locator(".frame")).not_to_have_attribute("data-step", first)
    assert console.locator(".console-step.is-now").count() == 1
    assert console.locator(".console-place").inner_text().startswith("stap ")


def test_the_same_refusal_is_said_again(console: Page):
    go_to(console, "Wat nemen we mee")
    console.evaluate(_LISTEN, "[data-notice]")
    for _ in range(2):
        console.get_by_role("button", name="Zet de afspraak op het scherm").evaluate(
            "one => { one.form.noValidate = true; one.click(); }"
        )
        expect(console.locator("#frame")).not_to_have_attribute("aria-busy", "true")
    expect(console.locator("[data-notice]")).to_contain_text("Schrijf eerst op")
    assert len(console.evaluate("() => window.heard")) == 2


def test_a_screen_on_another_computer_ticks_the_checklist_and_hides_what_is_behind(room: Room):
    links = json.loads(room.manage("demo", "--json"))
    console = lead(room, links)
    expect(console.get_by_text("Open het scherm", exact=True).first).to_be_visible()
    other = room.person().new_page()
    other.goto(links["projector_url"])
    start = other.get_by_role("button", name="Start het scherm")
    expect(start).to_be_focused()
    reached = set()
    for _ in range(6):
        other.keyboard.press("Tab")
        reached.add(
            other.evaluate(
                "() => { const one = document.activeElement;"
                " return one === document.body || one.matches('.skip-link')"
                " || !!one.closest('[data-start]'); }"
            )
        )
    assert reached == {True}
    start.click()
    expect(console.get_by_text("Het scherm is gestart")).to_be_visible(timeout=PATIENCE)


def test_the_screen_can_be_read_as_text_that_grows_and_wraps(console: Page, links: dict[str, str]):
    go_to(console, "Basisregels")
    reading = console.context.new_page()
    reading.set_viewport_size({"width": 320, "height": 640})
    reading.goto(links["projector_url"].split("?")[0])
    reading.mouse.move(10, 10)
    link = reading.get_by_role("link", name="Leesweergave")
    link.focus()
    reading.keyboard.press("Enter")
    expect(reading.locator(".stage-rules li").first).to_be_visible()
    spacing = (
        "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
        " word-spacing: .16em !important }"
    )
    reading.evaluate(
        "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [sheet]; }",
        spacing,
    )
    reading.wait_for_function(  # the letters may still come
        "() => document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"
    )
    reading.wait_for_function(
        "() => document.scrollingElement.scrollHeight > document.scrollingElement.clientHeight"
    )
    step = go_to(console, "Samen in gesprek")
    wait_for_step(reading, step)
    expect(reading.locator(".stage-rules")).to_have_count(0)
