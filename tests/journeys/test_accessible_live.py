"""What a screen reader hears and what a typing hand feels, while the room moves on."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.room import Room, step_of, wait_for_step
from tests.journeys.test_keyboard import go_to, join, lead, live_session

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("keyboard"), pytest.mark.sqlite_only]

# Writes down every sentence that a live region says and every heading that gets focus.
_LISTEN = """() => {
  window.heard = [];
  const regions = "[role=status], [role=alert], [aria-live]";
  new MutationObserver((changes) => {
    const spoken = new Set(changes
      .map(({ target }) => (target.closest ? target : target.parentElement)?.closest(regions))
      .filter(Boolean));
    for (const region of spoken) {
      const words = region.textContent.replace(/\\s+/g, " ").trim();
      if (words) window.heard.push(words);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
  document.addEventListener("focusin", ({ target }) => {
    if (/^H[1-6]$/.test(target.tagName)) window.heard.push(target.textContent.trim());
  });
}"""


def listen(page: Page) -> None:
    """From now on remember what a screen reader would say by itself."""
    page.evaluate(_LISTEN)


def heard(page: Page) -> list[str]:
    """What was said since `listen`, in order."""
    return page.evaluate("() => window.heard")


def clock(page: Page, seconds: int) -> None:
    """What the server says about the time: so many seconds left."""
    page.evaluate(
        "(seconds) => document.dispatchEvent("
        "new CustomEvent('live:clock', { detail: { seconds } }))",
        seconds,
    )


@pytest.fixture
def links(room: Room) -> dict[str, str]:
    return live_session(room)


def test_a_new_step_is_heard_once_on_a_phone(room: Room, links: dict[str, str]):
    console, phone = lead(room, links), join(room, links)
    listen(phone)
    go_to(console, "Samen in gesprek")
    wait_for_step(phone, step_of(console))
    heading = phone.locator("h1")
    expect(heading).to_be_focused()
    words = heading.inner_text()
    go_to(console, "Waar sta je nu")
    wait_for_step(phone, step_of(console))
    expect(heading).to_be_focused()
    said = heard(phone)
    assert said.count(words) == 1
    assert said.count(heading.inner_text()) == 1
    assert len(said) == 2


def test_a_new_step_is_heard_once_at_the_console(room: Room, links: dict[str, str]):
    console = lead(room, links)
    listen(console)
    go_to(console, "Samen in gesprek")
    headline = console.locator(".console-headline").inner_text()
    said = [words for words in heard(console) if headline in words]
    assert len(said) == 1
    assert re.match(r"Stap \d+ van \d+: ", said[0])


def test_the_screen_says_a_new_step_politely(room: Room, links: dict[str, str]):
    console = lead(room, links)
    screen = console.context.new_page()
    screen.goto(links["projector_url"])
    listen(screen)
    step = go_to(console, "Samen in gesprek")
    wait_for_step(screen, step)
    title = screen.locator("h1").inner_text()
    assert heard(screen).count(title) == 1


def test_the_time_is_said_at_half_at_a_minute_and_at_the_end(room: Room, links: dict[str, str]):
    console, phone = lead(room, links), join(room, links)
    for page in (console, phone):
        minutes = int(page.locator(".frame").get_attribute("data-minutes") or 0)
        listen(page)
        half = minutes * 30
        for left in (half + 20, half + 2, half - 2, half - 20, 63, 59, 58, 30, 5, 2, -1, -2, -60):
            clock(page, left)
        page.evaluate("() => new Promise((done) => setTimeout(done))")
        said = [w for w in heard(page) if re.search(r"tijd|minu", w)]
        assert said == ["De helft van de tijd is om.", "Nog één minuut.", "De tijd is om."]


def test_who_types_is_left_alone(room: Room, links: dict[str, str]):
    console, phone = lead(room, links), join(room, links)
    field = phone.locator("textarea[name=waarde]").first
    shown = step_of(phone)
    field.focus()
    phone.keyboard.type("Ik zit midden in een")
    console.get_by_role("button", name="Sluit de antwoorden").first.click()
    expect(phone.locator("[data-question][data-closed]")).to_have_count(1)
    expect(field).to_be_focused()
    expect(field).to_have_value("Ik zit midden in een")

    note = phone.locator("textarea[data-note]").first
    note.focus()
    phone.keyboard.type("Ik schrijf nog")
    console.locator("#volgende").click()
    expect(console.locator("#frame .frame")).not_to_have_attribute("data-step", shown)
    expect(phone.get_by_role("button", name="Ik ga mee met de groep")).to_be_visible()
    expect(note).to_be_focused()
    expect(note).to_have_value("Ik schrijf nog")
    assert step_of(phone) == shown
    phone.get_by_role("button", name="Ik ga mee met de groep").press("Enter")
    wait_for_step(phone, step_of(console))
    expect(phone.locator("h1")).to_be_focused()


def test_answers_are_a_table(room: Room, links: dict[str, str]):
    console = lead(room, links)
    screen = console.context.new_page()
    go_to(console, "Waar sta je nu")
    console.get_by_role("button", name="Sluit de antwoorden").first.click()
    console.get_by_role("button", name="Toon op het scherm").first.click()
    screen.goto(links["projector_url"])
    for page in (console, screen):
        table = page.locator("#frame").get_by_role("table").first
        expect(table.get_by_role("rowheader").first).to_be_visible()
        headings = table.get_by_role("rowheader").all_inner_texts()
        assert "helemaal" in " ".join(headings)
        rows = table.get_by_role("row").filter(has=page.get_by_role("rowheader"))
        given = [int(re.findall(r"\d+", row)[0]) for row in rows.all_inner_texts()]
        assert sum(given) == int(
            re.findall(r"van de (\d+)", page.locator("#frame").inner_text())[0]
        )


# A device with one Dutch voice, which writes down what it is given to say.
_VOICE = """() => {
  const voice = { lang: "nl-NL", name: "Stem", default: true, localService: true };
  window.spoken = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [voice], cancel() {}, addEventListener() {},
    speak(words) { window.spoken.push([words.lang, words.text]); },
  } });
}"""


def test_a_phone_reads_a_question_aloud_with_every_point_in_words(
    room: Room, links: dict[str, str]
):
    console = lead(room, links)
    go_to(console, "Waar sta je nu")
    phone = room.phone()
    phone.add_init_script(f"({_VOICE})()")
    phone.goto(links["join_url"])
    question = phone.locator("[data-question] h1").inner_text()
    phone.get_by_role("button", name="Lees voor").click()
    ((language, said),) = phone.evaluate("() => window.spoken")
    assert language == "nl-NL"
    assert said.startswith(question)
    for word in ("helemaal niet", "niet echt", "een beetje", "grotendeels", "helemaal"):
        assert word in said
    phone.get_by_role("button", name="Stop met voorlezen").click()
    expect(phone.get_by_role("button", name="Lees voor")).to_be_visible()


def test_the_screen_is_worked_by_keys_and_passes_a_remote_on(room: Room):
    links = json.loads(room.manage("demo", "--json"))
    console = lead(room, links)
    screen = console.context.new_page()
    screen.goto(links["projector_url"])
    expect(screen.get_by_role("button", name="Start het scherm")).to_be_focused()
    screen.keyboard.press("Enter")
    expect(screen.locator("[data-start]")).to_be_hidden()
    screen.keyboard.press("l")
    expect(screen.locator("body")).to_have_attribute("data-stage", "light")
    console.get_by_role("button", name="Start de sessie").press("Enter")
    expect(console.locator("#volgende")).to_contain_text("Volgende")
    first = step_of(console)
    wait_for_step(screen, first)
    screen.keyboard.press("PageDown")
    expect(console.locator("#frame .frame")).not_to_have_attribute("data-step", first)
    wait_for_step(screen, step_of(console))
