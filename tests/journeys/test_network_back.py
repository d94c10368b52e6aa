"""The network goes for every surface while the room moves on; each is right again."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.room import LAPTOP, PHONE, SCREEN, Room, step_of, wait_for_step
from tests.journeys.test_planner import Kept, kept  # noqa: F401 - a fixture
from tests.journeys.test_whole_session import BACK_WITHIN

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("keyboard"), pytest.mark.sqlite_only]
TYPED = "Dit was ik net aan het schrijven"
OWN = "Hier stil zijn"


def open_at(room: Room, kept: Kept, path: str) -> Page:  # noqa: F811
    """A laptop of its own, logged in to lead, at this address."""
    page = room.person(LAPTOP, storage_state=kept.browser).new_page()
    page.goto(path)
    return page


def onward(console: Page) -> str:
    """One step on; which one it is."""
    before = step_of(console)
    console.locator("#volgende").click()
    expect(console.locator("#frame .frame")).not_to_have_attribute("data-step", before)
    return step_of(console)


def test_whoever_lost_the_network_is_at_the_right_step_again(room: Room, kept: Kept):  # noqa: F811
    made = json.loads(room.manage("demo", "--stage", "live", "--json"))
    base = urlsplit(made["console_url"]).path
    console, other, presenter = (open_at(room, kept, base) for _ in range(3))
    presenter.locator("#meer-knop").click()
    presenter.get_by_role("button", name="Presenteren op één laptop").click()
    screen = room.person(SCREEN).new_page()
    screen.goto(made["projector_url"])
    phone = room.person(PHONE, has_touch=True, is_mobile=True).new_page()
    phone.goto(made["join_url"])
    quiet = room.person(PHONE, has_touch=True, is_mobile=True).new_page()  # types nothing
    quiet.goto(made["join_url"])
    was = step_of(other)
    surfaces = (console, screen, presenter, phone, quiet)
    for page in surfaces:
        wait_for_step(page, was)
    expect(console.locator("#bedieningen")).to_have_text("2 bedieningen open")

    card = phone.locator("[data-form=open]")
    card.get_by_role("textbox").fill(TYPED)
    own = console.locator(".own-line:visible textarea")
    own.fill(OWN)
    own_id = own.get_attribute("id")
    for page in surfaces:
        page.context.set_offline(True)
    expect(console.get_by_text("Geen verbinding. Ik probeer het opnieuw.")).to_be_visible()
    console.locator("#zwart").click()
    expect(console.locator("[data-notice]")).to_contain_text("Er is niets veranderd")
    console.get_by_role("button", name="Bewaar mijn woorden").click()
    expect(console.get_by_text("Je woorden staan hier nog")).to_be_visible()
    presenter.get_by_role("button", name="Volgende").click()
    expect(presenter.locator("[data-notice]")).to_contain_text("Er is niets veranderd")

    onward(other)  # meanwhile, on the other console
    now = onward(other)
    for page in surfaces:
        page.context.set_offline(False)
    for page in (console, screen, presenter, quiet):
        wait_for_step(page, now, BACK_WITHIN)
    expect(screen.locator(".frame[data-black]")).to_have_count(
        0
    )  # the press without a line did nothing

    # What was typed is there still: on the console beside its own step, on the phone in its card,
    # that waits until its writer goes along.
    expect(console.locator(f"[id='{own_id}']")).to_have_value(OWN)
    expect(card.get_by_role("textbox")).to_have_value(TYPED)
    wait_for_step(phone, was)
    phone.get_by_role("button", name="Ik ga mee met de groep").click()
    wait_for_step(phone, now)

    following = onward(console)  # a console that was away leads again, and all follow
    for page in (other, screen, presenter, phone, quiet):
        wait_for_step(page, following)
    presenter.get_by_role("button", name="Vorige").click()
    wait_for_step(console, now)
