"""Small groups in a room: dealt from the console, found by sign, changed, dark phones, harvest."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.room import PATIENCE, PHONE, SCREEN, Room, wait_for_step

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("keyboard"), pytest.mark.sqlite_only]

SIGN = re.compile("Blauwe cirkel|Gele driehoek|Paars vierkant")


def sign(phone: Page) -> str:
    return phone.locator("#groepje-naam").inner_text()


def chosen_by_hand(page: Page, screen: Page, phones: list[Page]) -> None:
    """Five press the sign that they hear, one does not; then one changes, and nobody is alone."""
    page.get_by_text("Mogen er mensen niet bij elkaar zitten?").click()
    page.get_by_role("button", name="Met de hand in tweetallen").click()
    expect(screen.get_by_role("heading", name="De gespreksleider zegt waar je zit")).to_be_visible()
    expect(screen.locator(".stage-huddles li")).to_have_count(3)
    expect(page.get_by_role("button", name="Telefoons weg")).to_have_count(0)
    heard = ["Blauwe cirkel", "Gele driehoek", "Blauwe cirkel", "Paars vierkant", "Gele driehoek"]
    for phone, name in zip(phones, heard, strict=False):
        expect(phone.get_by_role("heading", name="Kies een teken")).to_be_visible()
        expect(phone.get_by_text("Leg je telefoon even weg")).to_be_hidden()
        button = phone.get_by_role("button", name=name)
        button.focus()
        phone.keyboard.press("Enter")
        expect(phone.locator("#groepje-naam")).to_have_text(name)
        expect(phone.locator("#groepje-naam")).to_be_focused()
        expect(button).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Zo is het goed").click()
    for phone, name in zip(phones, [*heard, "Paars vierkant"], strict=True):
        expect(phone.get_by_text("Jouw groepje")).to_be_visible()
        expect(phone.locator("#groepje-naam")).to_have_text(name)
    expect(page.get_by_text("3 groepjes van 2 mensen", exact=True)).to_be_visible()

    page.get_by_role("button", name="Laat mensen wisselen").click()
    moves = phones[0].get_by_role("button", name="Gele driehoek")
    moves.click()
    expect(moves).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Zo is het goed").click()
    expect(phones[0].get_by_text("Jouw groepje")).to_be_visible()
    expect(phones[0].locator("#groepje-naam")).to_have_text("Gele driehoek")
    expect(phones[2].locator("#groepje-naam")).to_have_text("Paars vierkant")  # sat alone
    page.get_by_role("button", name="Laat mensen wisselen").click()  # a deal by chance ends it too
    for phone in phones:
        expect(phone.get_by_text("Jouw teken")).to_be_visible()


def test_a_room_talks_in_small_groups_and_one_phone_of_each_writes(room: Room):
    made = json.loads(room.manage("demo", "--stage", "planned", "--json"))
    leader = room.person()
    page = leader.new_page()
    page.goto(made["login_url"])
    page.goto(made["console_url"])
    screen = leader.new_page()
    screen.set_viewport_size(SCREEN)
    screen.goto(made["projector_url"])
    screen.get_by_role("button", name="Start het scherm").click()
    page.get_by_role("button", name="Open de deur").first.click()
    expect(screen.locator(".frame svg").first).to_be_visible()
    phones = [room.person(PHONE).new_page() for _ in range(6)]
    for phone in phones:
        phone.goto(made["join_url"])
        wait_for_step(phone, "lobby")
    page.get_by_role("button", name=re.compile("^Start")).first.click()
    line = page.locator(".console-step", has_text="Samen in gesprek").first
    line.locator("summary").click()
    line.get_by_role("button").first.click()

    chosen_by_hand(page, screen, phones)

    # Dealt by keyboard; places come after, on a page of their own.
    page.get_by_text("Deel opnieuw", exact=True).press("Enter")
    button = page.get_by_role("button", name="Deel in tweetallen")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 groepjes van 2 mensen", exact=True)).to_be_visible()
    page.get_by_role("link", name="Geef de groepjes een plek in de ruimte").click()
    page.get_by_label(re.compile("^Plekken in de ruimte")).fill("bij het raam\nbij de deur")
    page.get_by_role("button", name="Bewaar de plekken").click()
    expect(page.get_by_role("link", name="Verander de plekken in de ruimte")).to_be_visible()
    for phone in phones:
        expect(phone.get_by_text("Jouw groepje")).to_be_visible()
        expect(phone.locator("#groepje-naam")).to_have_text(SIGN)
    before = [sign(phone) for phone in phones]
    assert sorted(before) == sorted(2 * ["Blauwe cirkel", "Gele driehoek", "Paars vierkant"])
    shown = screen.locator(".stage-huddles li")
    expect(shown).to_have_count(3)
    expect(shown.first).to_contain_text("bij het raam")
    expect(screen.locator(".stage-foot-clock")).to_have_class(re.compile("is-large"))

    # One asks for another: both of the pair move, apart, and the room hears it later.
    asks = phones[0]
    mate = next(p for p, name in zip(phones[1:], before[1:], strict=True) if name == before[0])
    asks.get_by_text("Liever ergens anders?").click()
    asks.get_by_role("button", name="Geef me een ander groepje").click()
    expect(asks.locator("#groepje-naam")).not_to_have_text(before[0])
    moved = mate.locator("#groepje-naam")  # told with the others, so that nobody can tell who asked
    expect(moved).not_to_have_text(before[0], timeout=25_000)
    assert sign(mate) != sign(asks)
    assert sorted(sign(phone) for phone in phones).count(before[0]) == 0
    expect(page.get_by_text("2 groepjes van 3 mensen", exact=True)).to_be_visible(timeout=25_000)
    expect(shown).to_have_count(2)

    # Dark phones keep the sign, and pause and help.
    page.get_by_role("button", name="Telefoons weg").click()
    expect(asks.locator(".phone-card--dark")).to_be_visible()
    expect(asks.locator("#groepje-naam")).to_be_visible()
    expect(asks.get_by_text("Liever ergens anders?")).to_be_hidden()
    expect(asks.get_by_role("link", name="Even pauze of hulp")).to_be_visible()
    page.get_by_role("button", name="Zet de vragen op het scherm").click()
    expect(shown).to_have_count(0)

    # Harvest: one phone writes, and another of its group hears that.
    page.get_by_role("button", name="Laat één telefoon per groepje iets opschrijven").click()
    expect(asks.locator(".phone-card--dark")).to_have_count(0)
    expect(screen.get_by_text("Eén telefoon per groepje schrijft op.")).to_be_visible()
    card = asks.locator("[data-of-huddle]")
    expect(card).to_be_hidden()
    asks.get_by_role("button", name="Ik schrijf voor ons groepje").click()
    expect(card).to_be_visible()  # once the server knows who writes
    expect(card).to_contain_text("niet anoniem")
    other = next(phone for phone in phones[1:] if sign(phone) == sign(asks))
    other.reload()
    told = other.get_by_text("Iemand van jullie groepje schrijft.")
    expect(told).to_be_visible(timeout=PATIENCE)
    expect(other.locator("[data-of-huddle]")).to_be_hidden()
    card.get_by_role("textbox").fill("Vaker samen koffie, zegt Wilma")
    card.get_by_label("Dit mag in het verslag").check()
    card.get_by_role("button", name="Verstuur voor ons groepje").click()
    expect(card.locator("[data-progress]")).to_have_text("Bewaard")
    page.get_by_role("button", name="Sluit de antwoorden").click()
    asked = page.locator(".console-question", has_text="Wat wil jullie groepje meegeven")
    asked.get_by_role("button", name="Lees de antwoorden").click()
    said = page.locator(".console-said li")
    expect(said).to_have_count(1)
    said.get_by_role("link", name="Dek af of zet bij elkaar").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Wilma", exact=True).check()
    window.get_by_role("button", name="Bewaar").click()
    said.get_by_role("button", name="Op het scherm").click()
    expect(screen.locator(".stage-texts li")).to_contain_text("▒▒▒")
    assert not room.faults
