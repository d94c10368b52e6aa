"""A word round from the plan to the report: a word that is left out is on no screen."""

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.room import LAPTOP, PHONE, SCREEN, Room, answer, step_of, wait_for_step
from tests.journeys.test_planner import Kept, kept  # noqa: F401 - a fixture
from tests.journeys.test_whole_session import scan

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("keyboard"), pytest.mark.sqlite_only]

WORDS = ["haast", "Haast", "luisteren", "luisteen", "luisteren", "Wilma"]


def test_a_word_that_is_left_out_is_on_no_screen_and_in_no_report(room: Room, kept: Kept):  # noqa: F811
    leader = room.person(LAPTOP, storage_state=kept.browser)
    page = leader.new_page()
    made = json.loads(room.manage("demo", "--stage", "planned", "--json"))
    page.goto(made["plan_url"])
    more = page.locator("#stap-erbij")
    more.locator("summary").click()
    more.locator("[name=soort]").select_option(label="Woordronde")
    more.get_by_label("Na welke stap?").select_option("")
    more.get_by_role("button", name="Zet de stap erbij").click()
    expect(page.locator("li.block").first).to_contain_text("Woordronde")
    planned = urlsplit(page.url).path

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
    expect(page.locator("#frame .frame")).to_have_attribute("data-kind", "words")
    step = step_of(page)
    for word in WORDS:
        phone = room.person(PHONE).new_page()
        phone.goto(address)
        wait_for_step(phone, step)
        expect(phone.get_by_text("Ze kunnen zonder naam op het scherm")).to_be_visible()
        answer(phone, 0, lambda form, word=word: word)

    page.get_by_role("button", name="Sluit de antwoorden").click()
    expect(page.get_by_role("button", name="Lees de woorden")).to_be_visible()
    expect(page.get_by_role("button", name="Toon op het scherm")).to_have_count(0)
    page.get_by_role("button", name="Lees de woorden").click()
    expect(page.get_by_text("ook: luisteen")).to_be_visible()
    page.get_by_role("button", name="Laat weg ‘Wilma’").click()
    expect(page.get_by_role("button", name="Zet terug ‘Wilma’")).to_be_focused()
    page.get_by_role("button", name="Toon op het scherm").click()
    cloud = screen.locator(".word-cloud").first
    expect(cloud.locator("li")).to_have_count(2)
    expect(cloud).to_contain_text("luisteren")
    expect(screen.get_by_text("Wilma")).to_have_count(0)

    page.locator("[data-dialog-open=afsluiten]").first.evaluate("(one) => one.click()")
    page.get_by_role("button", name="Sluit de sessie af").click()
    wait_for_step(page, "ended")
    page.goto(f"{planned}verslag/")
    told = page.locator(".word-cloud").first
    expect(told.locator("li")).to_have_count(2)
    expect(page.get_by_text("Wilma")).to_have_count(0)
