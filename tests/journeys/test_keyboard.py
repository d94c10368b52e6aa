"""Every journey with the keyboard alone: what has focus is always visible, and nothing traps it."""

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.room import LAPTOP, PHONE, Room, step_of, wait_for_step

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("keyboard"), pytest.mark.sqlite_only]

FARTHEST = 120  # presses of Tab to anything on a page

_FOCUS_SEEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  const faces = [one, one.nextElementSibling, one.parentElement, one.closest("label")];
  const drawn = faces.filter(Boolean).some((face) => {
    const style = getComputedStyle(face);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  return drawn ? "" : `no focus to be seen on ${one.outerHTML.slice(0, 120)}`;
}"""


class Keys:
    """Somebody at a keyboard, who looks where the focus is after every press."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, key: str) -> None:
        """Press a key; the focus must be visible after it."""
        self.page.keyboard.press(key)
        self.presses += 1
        fault = self.page.evaluate(_FOCUS_SEEN)
        assert not fault, fault

    def to(self, target: Locator, key: str = "Tab") -> None:
        """Press Tab until the target has focus."""
        for _ in range(FARTHEST):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.press(key)
        raise AssertionError(f"{FARTHEST} presses of {key} never reached {target}")

    def button(self, name: str | re.Pattern, key: str = "Enter") -> None:
        """Go to a button or link by name and press it."""
        pressed = self.page.get_by_role("button", name=name)
        either = pressed.or_(self.page.get_by_role("link", name=name))
        self.to(either.locator("visible=true").first)
        self.press_there(key)

    def press_there(self, key: str) -> None:
        """Press a key that may lead to another page, where focus starts anew."""
        self.page.keyboard.press(key)
        self.presses += 1

    def type(self, words: str) -> None:
        """Type into what has focus."""
        self.page.keyboard.type(words)
        self.presses += 1


def log_in(room: Room, page: Page) -> Keys:
    """An account and a log-in, from the home page, by keyboard."""
    keys = Keys(page)
    page.goto("/")
    keys.button("Inloggen")
    page.wait_for_url(re.compile("/login/"))
    keys.to(page.get_by_label("E-mail"))
    keys.type("toetsen@voorbeeld.nl")
    keys.press_there("Enter")
    code = page.get_by_label("Code")
    expect(code).to_be_visible()
    keys.to(code)
    keys.type(room.mailed_code())
    keys.press_there("Enter")
    page.wait_for_url(re.compile("/sessies/"))
    return keys


def live_session(room: Room, *options: str) -> dict[str, str]:
    """A session under way, in which twelve others answered; its addresses."""
    return json.loads(room.manage("demo", "--stage", "live", "--json", *options))


def lead(room: Room, links: dict[str, str]) -> Page:
    """The facilitator's laptop, logged in and on the console."""
    page = room.person(LAPTOP).new_page()
    page.goto(links["login_url"])
    page.goto(links["console_url"])
    return page


def join(room: Room, links: dict[str, str]) -> Page:
    """A phone that is in, with a keyboard to it."""
    page = room.person(PHONE).new_page()
    page.goto(links["join_url"])
    expect(page.locator("[data-link]")).to_have_text("verbonden")
    return page


def go_to(console: Page, title: str, number: int = 0) -> str:
    """Bring the room to a step of the programme; its public id."""
    before = step_of(console)
    line = console.locator(".console-step", has_text=title).nth(number)
    line.locator("summary").click()
    line.get_by_role("button").click()
    expect(console.locator("#frame .frame")).not_to_have_attribute("data-step", before)
    return step_of(console)


def test_from_log_in_to_a_planned_session(room: Room):
    page = room.person(LAPTOP).new_page()
    keys = log_in(room, page)
    keys.button("Plan een sessie")
    page.wait_for_url(re.compile("/nieuw/"))
    keys.to(page.locator("input[name=themas]").first)
    keys.press("Space")
    expect(page.locator("#programma")).to_contain_text("Check-out")
    keys.button("Maak dit programma")
    keys.button("Bewaar en ga verder")
    keys.to(page.get_by_label("Bij wie kunnen mensen"))
    keys.type("Sam, toestel 1234")
    keys.button("Bewaar deze sessie")
    expect(page.get_by_text("Past precies")).to_be_visible()
    # At two presses a second, with reading in between, this stays well under two minutes.
    assert keys.presses < 90


def test_a_programme_is_changed(room: Room):
    page = room.person(LAPTOP).new_page()
    page.goto(json.loads(room.manage("demo", "--json"))["login_url"])
    keys = Keys(page)
    titles = page.locator(".block-title")
    before = titles.all_inner_texts()

    later = page.get_by_role("button", name=f"{before[1]}: later")
    moved = later.get_attribute("id")
    keys.to(later)
    keys.press("Enter")
    expect(titles.nth(2)).to_have_text(before[1])
    expect(page.locator(f"#{moved}")).to_be_focused()
    keys.press("Enter")
    expect(titles.nth(3)).to_have_text(before[1])

    keys.to(page.locator(".step > summary").nth(4))
    keys.press("Enter")
    keys.to(page.locator(".step[open]").get_by_role("textbox", name="Naam"))
    page.keyboard.press("ControlOrMeta+A")
    keys.type("Iets van onszelf")
    keys.press("Enter")
    expect(titles.nth(4)).to_have_text("Iets van onszelf")
    keys.to(page.get_by_role("button", name="Haal ‘Iets van onszelf’ weg"))
    keys.press("Enter")
    back = page.get_by_role("button", name="Maak ongedaan")
    expect(back).to_be_focused()
    keys.press("Enter")
    expect(titles.nth(4)).to_have_text("Iets van onszelf")
    assert page.evaluate("() => document.activeElement !== document.body")

    themes = page.locator(".part[data-theme] h3")
    order = themes.all_inner_texts()
    later = page.get_by_role("button", name=f"{order[0]}: alles later")
    keys.to(later)
    keys.press("Enter")  # past the break
    expect(page.get_by_text(f"Laatst veranderd: ‘{order[0]}’ is verplaatst.")).to_be_visible()
    keys.press("Enter")
    expect(themes).to_have_text([order[1], order[0], *order[2:]])
    expect(page.get_by_role("button", name=f"{order[0]}: alles later")).to_be_focused()
    page.keyboard.press("ControlOrMeta+Z")
    expect(themes).to_have_text(order)
    page.keyboard.press("ControlOrMeta+Shift+Z")
    expect(themes).to_have_text([order[1], order[0], *order[2:]])


def test_a_session_is_led(room: Room):
    links = live_session(room)
    console = lead(room, links)
    first = step_of(console)
    frame = console.locator("#frame .frame")

    console.keyboard.press("ArrowRight")
    expect(frame).not_to_have_attribute("data-step", first)
    second = step_of(console)
    console.keyboard.press("PageDown")
    expect(frame).not_to_have_attribute("data-step", second)
    console.keyboard.press("ArrowLeft")
    wait_for_step(console, second)
    console.keyboard.press("b")
    expect(console.get_by_role("button", name="Scherm weer aan")).to_be_visible()
    console.keyboard.press("b")
    expect(console.get_by_role("button", name="Zwart scherm")).to_be_visible()

    keys = Keys(console)
    keys.button(re.compile("^Volgende: "))
    expect(frame).not_to_have_attribute("data-step", second)
    expect(console.locator("#volgende")).to_be_focused()

    harvest = go_to(console, "Wat nemen we mee")
    text = console.get_by_label("Wat spreken jullie af").or_(console.locator("#id_text"))
    keys.to(text.first)
    keys.type("bb ba. b")
    for key in ("ArrowRight", "ArrowLeft", "PageDown"):
        console.keyboard.press(key)
    join(room, links)  # a push while somebody types
    expect(console.locator("[data-tally=joined]").first).to_contain_text("13")
    expect(text.first).to_be_focused()
    expect(text.first).to_have_value("bb ba. b")
    assert step_of(console) == harvest
    expect(console.get_by_role("button", name="Zwart scherm")).to_be_visible()
    keys.button("Zet de afspraak op het scherm")
    expect(console.locator(".console-agreements")).to_contain_text("bb ba. b")

    last = go_to(console, "Check-out")
    keys.to(console.locator("#volgende"))
    keys.press("Enter")
    dialog = console.get_by_role("dialog")
    expect(dialog).to_be_visible()
    console.keyboard.press("ArrowLeft")  # behind a dialog nothing moves
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    expect(console.locator("#volgende")).to_be_focused()
    assert step_of(console) == last
    keys.press("Enter")
    keys.to(dialog.get_by_role("button", name="Sluit de sessie af"))
    keys.press_there("Enter")
    wait_for_step(console, "ended")


def answer_scale(keys: Keys, card: Locator) -> None:
    keys.to(card.locator("input[type=radio]").first)
    keys.press("ArrowRight")
    keys.press("ArrowRight")


def answer_one(keys: Keys, card: Locator) -> None:
    keys.to(card.locator("input[type=radio]").first)
    keys.press("Space")


def answer_several(keys: Keys, card: Locator) -> None:
    keys.to(card.locator("input[type=checkbox]").first)
    keys.press("Space")
    keys.to(card.locator("input[type=checkbox]").nth(1))
    keys.press("Space")


def answer_open(keys: Keys, card: Locator) -> None:
    keys.to(card.get_by_role("textbox"))
    keys.type("Eerst luisteren.")
    keys.to(card.get_by_label("Mijn antwoord mag in het verslag"))
    keys.press("Space")


FORMS: list[tuple[str, int, str, Callable[[Keys, Locator], None]]] = [
    ("Waar sta je nu", 0, "scale", answer_scale),
    ("Peiling", 0, "one", answer_one),
    ("Zelf nadenken", 0, "open", answer_open),
    ("Zelf nadenken", 1, "several", answer_several),
]


def test_questions_are_answered_passed_changed_and_taken_back(room: Room):
    links = live_session(
        room, "--minutes", "240", "--themes", "bejegening,hoop,werkdruk,eigen-regie"
    )
    room.hands("ask_several", urlsplit(links["console_url"]).path.split("/")[2], "alone", 1)
    console = lead(room, links)
    phone = join(room, links)
    keys = Keys(phone)
    for title, number, form, answer in FORMS:
        wait_for_step(phone, _step_with(console, title, number))
        expect(phone.locator("h1")).to_be_focused()
        card = phone.locator(f"[data-question][data-form={form}]").first
        answer(keys, card)
        keys.to(card.locator("[data-send]"))
        keys.press_there("Enter")
        expect(card.locator("[data-progress]")).to_have_text("Bewaard")
        expect(card.locator("[data-progress]")).to_be_focused()

        keys.to(card.locator("[data-change]"))
        keys.press("Enter")
        assert card.evaluate("one => one.contains(document.activeElement)")
        keys.to(card.get_by_role("button", name="Ik sla deze vraag over"))
        keys.press_there("Enter")
        expect(card).to_have_attribute("data-state", "passed")
        expect(card.locator("[data-progress]")).to_have_text("Bewaard")

        keys.to(card.locator("[data-change]"))
        keys.press("Enter")
        answer(keys, card)
        keys.to(card.locator("[data-send]"))
        keys.press_there("Enter")
        expect(card).to_have_attribute("data-state", "given")
        keys.to(card.get_by_role("button", name="Neem mijn antwoord terug"))
        keys.press_there("Enter")
        expect(card).to_have_attribute("data-state", "withdrawn")

    keys.button("Ik wil graag meer tijd")
    expect(console.locator("[data-tally=signals]")).to_contain_text(
        "meer tijd", timeout=25_000
    )  # signals come in batches, within twenty seconds
    help_link = phone.get_by_role("link", name="Even pauze of hulp")
    keys.to(help_link)
    keys.press("Enter")
    dialog = phone.get_by_role("dialog")
    keys.to(dialog.get_by_role("button", name="Laat weten dat iemand pauze neemt"))
    keys.press_there("Enter")
    expect(dialog.locator("[data-signal-said]")).to_be_focused()
    keys.to(dialog.get_by_role("button", name="Ik ga weer verder"))
    keys.press_there("Enter")
    expect(dialog).to_be_hidden()
    expect(help_link).to_be_focused()


def _step_with(console: Page, title: str, number: int) -> str:
    """Go there, unless the room is in it already."""
    line = console.locator(".console-step", has_text=title).nth(number)
    if line.get_attribute("aria-current"):
        return step_of(console)
    return go_to(console, title, number)
