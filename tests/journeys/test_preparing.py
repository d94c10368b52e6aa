"""The day before: a room is tried, a film watched, a list ticked, a session rehearsed."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.room import PATIENCE, PHONE, Room
from tests.journeys.test_film import PLAYER, YOUTUBE

pytestmark = [pytest.mark.journey, pytest.mark.sqlite_only, pytest.mark.xdist_group("keyboard")]


def test_the_day_before(room: Room):
    room.hands("another_day")  # a rehearsal takes a code, and many sessions were made in this house
    links = json.loads(room.manage("demo", "--stage", "planned", "--json"))
    lead = room.person()
    page = lead.new_page()
    page.goto(links["login_url"])

    # The room: the line takes a quarter of a minute, so it goes on beside the rest.
    page.get_by_role("link", name="Test de ruimte").click()
    page.get_by_role("button", name="Test de lijn").click()
    page.route(
        YOUTUBE,
        lambda route: route.fulfill(content_type="text/html", body=PLAYER.replace("WRONG", "150")),
    )
    page.get_by_role("button", name="Speel tien tellen").click()
    expect(page.get_by_text("De speler weigert deze film.", exact=True)).to_be_visible()
    note = page.get_by_label("Tekst voor de netwerkbeheerder")
    expect(note).to_have_value(re.compile("youtube-nocookie.*Dit zagen we.*weigert", re.DOTALL))
    phone = room.person(PHONE).new_page()
    phone.goto(f"{room.url}/ruimtetest/telefoon/")
    expect(phone.get_by_role("heading", name="Ja, deze telefoon komt erbij")).to_be_visible()

    # The films and the list.
    prepared = lead.new_page()
    prepared.goto(links["plan_url"])
    while (mine := prepared.get_by_role("button", name="Ik heb hem bekeken")).count():
        with prepared.expect_navigation():
            mine.first.click()
    prepared.get_by_text("De ruimte klaarmaken").click()
    prepared.get_by_label(re.compile("zakdoekjes")).check()
    prepared.reload()
    expect(prepared.get_by_label(re.compile("zakdoekjes"))).to_be_checked()

    # Alone with invented people, who come in and answer by themselves.
    prepared.get_by_role("button", name="Begin een proef").click()
    expect(prepared.get_by_text("met verzonnen deelnemers")).to_be_visible()
    prepared.locator("#deur").click()
    expect(prepared.locator("[data-tally=joined]")).to_contain_text("3 van", timeout=PATIENCE)
    prepared.locator("#meer-knop").click()
    prepared.get_by_role("button", name="Gooi de proef weg").click()
    expect(prepared.get_by_text("De proef is weggegooid")).to_be_visible()

    for tried in (page, phone):
        good = tried.locator("[data-says=line] [data-said=good]")
        expect(good).to_be_visible(timeout=2 * PATIENCE)
