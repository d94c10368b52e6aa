"""Open answers from phone to report: picked, covered, put together, kept off, taken back."""

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.room import LAPTOP, PHONE, SCREEN, Room, step_of, wait_for_step
from tests.journeys.test_planner import Kept, kept  # noqa: F401 - a fixture
from tests.journeys.test_whole_session import scan

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("keyboard"), pytest.mark.sqlite_only]

TEXTS = [
    *("Wilma vraagt altijd eerst iets", "Rust aan tafel", "Even wachten met een oordeel"),
    *("Koffie zonder agenda", "Haast maakt ons hard", "Dit is alleen van mij", "Dit neem ik terug"),
]
KEPT_OFF, TAKEN_BACK = TEXTS[5:]


def test_open_answers_are_picked_covered_and_put_together(room: Room, kept: Kept):  # noqa: F811
    leader = room.person(LAPTOP, storage_state=kept.browser)
    page = leader.new_page()
    made = json.loads(room.manage("demo", "--stage", "planned", "--json"))
    page.goto(made["plan_url"])
    planned = urlsplit(page.url).path
    page.get_by_role("link", name="Leid deze sessie").click()
    screen = leader.new_page()
    screen.set_viewport_size(SCREEN)
    screen.goto(f"{planned}scherm/")
    screen.get_by_role("button", name="Start het scherm").click()
    page.get_by_role("button", name="Open de deur").first.click()
    expect(page.get_by_text("deur open")).to_be_visible()
    expect(screen.locator(".frame svg").first).to_be_visible()
    wait_for_step(screen, "lobby")
    address = scan(screen)
    page.get_by_role("button", name=re.compile("^Start")).first.click()
    line = page.locator(".console-step", has_text="Zelf nadenken").first
    line.locator("summary").click()
    line.get_by_role("button").first.click()
    expect(page.locator("#frame .frame")).to_have_attribute("data-kind", "alone")
    step = step_of(page)
    phones = [room.person(PHONE).new_page() for _ in TEXTS]
    for phone, text in zip(phones, TEXTS, strict=True):
        phone.goto(address)
        wait_for_step(phone, step)
        card = phone.locator("[data-form=open]")
        expect(card).to_contain_text("zonder naam op het scherm zetten, woorden afdekken")
        card.get_by_role("textbox").fill(text)
        card.get_by_label("Mijn antwoord mag in het verslag").check()
        if text == KEPT_OFF:
            card.get_by_label("Niet op het scherm, en niet in het verslag").check()
            expect(card.get_by_label("Mijn antwoord mag in het verslag")).not_to_be_checked()
        card.get_by_role("button", name="Verstuur mijn antwoord").click()
        expect(card.locator("[data-progress]")).to_have_text("Bewaard")

    page.get_by_role("button", name="Sluit de antwoorden").click()
    page.get_by_role("button", name="Lees de antwoorden").click()
    said = page.locator(".console-said")
    expect(said.locator("li")).to_have_count(6)
    expect(page.get_by_text(KEPT_OFF)).to_have_count(0)

    # The stream swaps the console while the form is on its way.
    page.evaluate(
        """document.addEventListener("htmx:config:request", () =>
            queueMicrotask(() => document.dispatchEvent(new CustomEvent("htmx:after:swap"))),
            { once: true })"""
    )
    one = said.locator("li", has_text="Wilma")
    one.get_by_role("link", name="Dek af of zet bij elkaar").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Wilma", exact=True).check()
    window.get_by_label(re.compile("^Een nieuw woord")).fill("Aandacht")
    window.get_by_role("button", name="Bewaar").click()
    expect(window).to_have_count(0)
    expect(one.locator("s")).to_contain_text("Wilma")
    other = said.locator("li", has_text="Even wachten")
    other.get_by_role("link", name="Dek af of zet bij elkaar").click()
    window.get_by_label("Aandacht", exact=True).check()
    window.get_by_role("button", name="Bewaar").click()
    expect(window).to_have_count(0)

    one.get_by_role("button", name="Op het scherm").click()
    expect(one.get_by_role("button", name="Haal van het scherm")).to_be_focused()
    shown = screen.locator(".stage-texts li")
    expect(shown).to_have_count(1)
    expect(shown.first).to_contain_text("▒▒▒")
    expect(screen.get_by_text("Wilma")).to_have_count(0)
    mine = phones[-1]
    mine.get_by_role("button", name="Neem mijn antwoord terug").click()
    expect(mine.locator("[data-progress]")).to_have_text("Je antwoord is teruggenomen.")
    page.get_by_role("button", name=re.compile("^Toon alle")).click()
    expect(shown).to_have_count(5)
    expect(screen.locator(".stage-texts-word")).to_have_text(["Aandacht", "Ook geschreven"])
    expect(screen.get_by_text(TAKEN_BACK)).to_have_count(0)
    one.get_by_role("button", name="Haal van het scherm").click()
    expect(shown).to_have_count(4)
    page.get_by_role("button", name="Haal alles van het scherm").click()
    expect(shown).to_have_count(0)
    page.get_by_role("button", name="Zet mijn keuze terug").click()
    expect(shown).to_have_count(4)

    page.locator("[data-dialog-open=afsluiten]").first.evaluate("(one) => one.click()")
    page.get_by_role("button", name="Sluit de sessie af").click()
    wait_for_step(page, "ended")
    page.goto(f"{planned}verslag/")
    told = page.locator(".said")
    expect(told.locator("li")).to_have_count(5)
    expect(told).to_contain_text("[weggelaten] vraagt altijd eerst iets")
    for gone in ("Wilma", KEPT_OFF, TAKEN_BACK):
        expect(page.get_by_text(gone)).to_have_count(0)
