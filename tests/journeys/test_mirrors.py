"""Mirrors in a real room: guessed and answered on phones, built up on the screen, in the report."""

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import looks
from tests.journeys.room import LAPTOP, SCREEN, Room, answer, step_of, wait_for_step
from tests.journeys.test_whole_session import scan

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("keyboard"), pytest.mark.sqlite_only]

PEOPLE = 5
FORMS = "Vormen van stigma in de ggz"
WHAT_WE_SAY = "Denken, doen, ontvangen"


def add(page: Page, mirror: str) -> None:
    """Put this mirror before all other steps."""
    more = page.locator("#stap-erbij")
    if more.get_attribute("open") is None:
        more.locator("summary").click()
    more.locator("[name=soort]").select_option(label=mirror)
    more.get_by_label("Na welke stap?").select_option("")
    more.get_by_role("button", name="Zet de stap erbij").click()
    expect(page.locator("li.block").first).to_contain_text(mirror, ignore_case=True)


def press(page: Page, name: str) -> None:
    """The button that builds the picture further, reached by keyboard."""
    button = page.locator("#spiegel-verder")
    expect(button).to_have_text(name)
    button.focus()
    page.keyboard.press("Enter")


def test_a_team_guesses_answers_and_sees_itself_beside_the_figures(room: Room):
    made = json.loads(room.manage("demo", "--stage", "planned", "--json"))
    leader = room.person(LAPTOP)
    page = leader.new_page()
    page.goto(made["login_url"])
    page.goto(made["plan_url"])
    planned = urlsplit(page.url).path
    add(page, WHAT_WE_SAY)
    add(page, FORMS)

    page.get_by_role("link", name="Leid deze sessie").click()
    screen = leader.new_page()
    screen.set_viewport_size(SCREEN)
    screen.goto(f"{planned}scherm/")
    screen.get_by_role("button", name="Start het scherm").click()
    page.get_by_role("button", name="Open de deur").first.click()
    expect(page.get_by_text("deur open")).to_be_visible()
    wait_for_step(screen, "lobby")
    address = scan(screen)
    page.get_by_role("button", name=re.compile("^Start")).first.click()
    expect(page.locator("#frame .frame")).to_have_attribute("data-kind", "mirror")
    forms = step_of(page)
    phones = []
    for number in range(PEOPLE):
        phone = room.phone()
        phone.goto(address)
        wait_for_step(phone, forms)
        answer(phone, 0, lambda form, guess=20 + 10 * number: str(guess))
        answer(phone, 1, lambda form: ["Betuttelende of beschermende omgang"])
        phones.append(phone)

    page.get_by_role("button", name="Sluit de antwoorden").click()
    wait_for_step(screen, forms)
    picture = screen.locator(".mirror-svg")
    expect(picture).to_have_count(0)
    press(page, "Toon de schattingen")
    expect(picture).to_be_visible()
    expect(screen.get_by_text("54%")).to_have_count(0)
    press(page, "Toon wat ons team koos")
    expect(screen.get_by_text("54%")).to_have_count(0)
    press(page, "Toon de cijfers van 2019")
    expect(picture).to_contain_text("54%")
    assert looks.sideways(screen) == []
    expect(phones[0].locator(".mirror-svg, table").first).to_be_attached()

    page.get_by_role("button", name=re.compile("^Volgende")).click()
    expect(page.locator("#frame .frame")).to_have_attribute("data-kind", "mirror-talk")
    expect(screen.locator("#frame .frame")).to_have_attribute("data-kind", "mirror-talk")
    page.get_by_role("button", name=re.compile("^Volgende")).click()
    expect(page.locator("#frame .frame")).to_have_attribute("data-kind", "mirror")
    say = step_of(page)
    for phone in phones:
        wait_for_step(phone, say)
        for card in range(3):
            answer(phone, card, lambda form: "Soms")
    page.get_by_role("button", name="Sluit de antwoorden").click()
    press(page, "Toon wat ons team koos")
    press(page, "Toon de cijfers van 2019")
    expect(screen.locator(".mirror-svg")).to_contain_text("91%")

    page.locator("[data-dialog-open=afsluiten]").first.evaluate("(one) => one.click()")
    page.get_by_role("button", name="Sluit de sessie af").click()
    wait_for_step(page, "ended")
    page.goto(f"{planned}verslag/")
    expect(page.locator(".mirror-svg")).to_have_count(2)
    expect(page.locator("main")).to_contain_text("54%")
    expect(page.locator("main")).to_contain_text("91%")
