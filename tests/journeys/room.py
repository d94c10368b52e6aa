"""A room to test in: a real server, a laptop with console and projector, and phones.

Page objects speak the words that people see, so a journey reads as what happens in the room.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.live.hands import Hands
from tests.live.server import Server, database_with_tables, environment, free_port, start_server

PHONE = {"width": 360, "height": 800}
LAPTOP = {"width": 1366, "height": 768}
SCREEN = {"width": 1920, "height": 1080}
PATIENCE = 15_000  # ms, for what has no promise of its own


def caught[Held](page: Page, held: list[Held]) -> Held:
    """The first that a route holds back; it comes a moment after the page says that it sends."""
    while not held:
        page.wait_for_timeout(20)
    return held[0]


# A page whose scripts are still on their way, as an element that stands in the way of a press.
UNFINISHED = ":root:not([data-loaded])"
MARK_LOADED = """addEventListener(
  "load", () => document.documentElement.setAttribute("data-loaded", ""), { once: true }
);"""


def _wait_for_scripts(context: BrowserContext) -> None:
    """Every press and look in these pages waits until their scripts came, as people mostly do.

    Who presses earlier has journeys of their own, with `Late`.
    """
    context.add_init_script(MARK_LOADED)
    context.on(
        "page",
        lambda page: page.add_locator_handler(
            page.locator(UNFINISHED), lambda: page.wait_for_load_state("load")
        ),
    )


class Late:
    """Scripts that are under way to a page until they may come, as in a room with bad Wi-Fi."""

    def __init__(self, page: Page, address: str) -> None:
        page.remove_locator_handler(page.locator(UNFINISHED))
        self.page = page
        self.held: list[Route] = []
        self.free = False
        page.route(address, self._asked)

    def _asked(self, route: Route) -> None:
        if self.free:
            route.continue_()
        else:
            self.held.append(route)

    def forget(self) -> None:
        """What was asked for stays under way for good; what is asked for from here on comes."""
        caught(self.page, self.held)
        self.free = True

    def come(self) -> None:
        """All of it comes now."""
        caught(self.page, self.held)
        self.free = True
        for route in self.held:
            route.continue_()


@dataclass
class Room:
    """One server with its database, and the browsers in front of it."""

    server: Server
    hands: Hands  # of a program beside it: starting one for each command took longer than commands
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.server.url

    def manage(self, *arguments: str) -> str:
        """A management command beside the running server; what it printed."""
        return self.hands("manage", *arguments)

    def person(self, viewport: dict | None = None, **options) -> BrowserContext:
        """A browser of one's own; script errors and CSP violations in it fail the journey."""
        context = self.browser.new_context(
            locale="nl-NL", viewport=viewport or LAPTOP, base_url=self.url, **options
        )
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("console", self._heard)
        if options.get("java_script_enabled", True):
            _wait_for_scripts(context)
        self.contexts.append(context)
        return context

    def phone(self) -> Page:
        """A participant's phone, in a browser of its own."""
        return self.person(PHONE, has_touch=True, is_mobile=True).new_page()

    def mailed_code(self) -> str:
        """The log-in code in the last e-mail, which the server printed."""
        found = re.findall(
            r"(?m)^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", self.server.log.read_text()
        )
        assert found, self.server.log.read_text()[-2000:]
        return found[-1]

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def stop(self) -> None:
        """Stop the server and the program beside it."""
        self.server.stop()
        self.hands.stop()

    def _heard(self, message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)


def open_room(browser: Browser, *filled: str) -> Room:
    """A room with nobody in it, and the module as it ships, or what this command of hands fills."""
    database_url, port = database_with_tables(), free_port()
    hands = Hands(environment(database_url, port))
    hands(*(filled or ("manage", "load_content", "-v0")))
    server = start_server(database_url, port, DJANGO_SETTINGS_MODULE="tests.journeys.room_settings")
    return Room(server, hands, browser)


def step_of(page: Page) -> str:
    """The public id of the step that a surface shows."""
    return page.locator("#frame .frame").get_attribute("data-step") or ""


def wait_for_step(page: Page, step: str, timeout: float = PATIENCE) -> None:
    """Wait until a surface shows this step; `timeout` in milliseconds."""
    expect(page.locator("#frame .frame")).to_have_attribute("data-step", step, timeout=timeout)


def answer(phone: Page, card_index: int, pick: Callable[[str], object]) -> None:
    """Answer the n-th sent question on a phone and wait for 'Bewaard'; where questions come one by
    one, the next is there then.

    `pick` is given the form ('open', 'scale', 'one', 'several') and returns what to choose: a text,
    or the words on the choice; None passes.
    """
    card = phone.locator("[data-question]:has([data-answer])").nth(card_index)
    if phone.locator("[data-flow]").count():
        _answer_in_turn(phone, card, pick)
        return
    choice = pick(card.get_attribute("data-form") or "")
    if choice is None:
        card.get_by_role("button", name="Ik sla deze vraag over").click()
    else:
        form = card.get_attribute("data-form")
        if form in ("open", "words"):
            card.get_by_role("textbox").fill(str(choice))
            card.get_by_label(re.compile("^Mijn (antwoord|woord) mag in het verslag")).check()
        else:
            for words in choice if isinstance(choice, list) else [choice]:
                card.locator("label", has_text=re.compile(rf"{re.escape(words)}\s*$")).click()
        card.get_by_role("button", name="Verstuur mijn antwoord").click()
    expect(card.locator("[data-progress]")).to_have_text("Bewaard")


def _answer_in_turn(phone: Page, card: Locator, pick: Callable[[str], object]) -> None:
    """A press on a choice is enough; words and several choices go with 'Volgende vraag'."""
    form = card.get_attribute("data-form") or ""
    choice = pick(form)
    expect(card).to_be_visible()
    phone.wait_for_function(SETTLED)
    if choice is None:
        card.get_by_label("Ik sla deze vraag over").check(force=True)
    elif form == "open":
        card.get_by_role("textbox").fill(str(choice))
        card.get_by_label("Mijn antwoord mag in het verslag").check()
    else:
        for words in choice if isinstance(choice, list) else [choice]:
            card.locator("label", has_text=re.compile(rf"{re.escape(words)}\s*$")).click()
    if choice is not None and form in ("open", "several"):
        phone.get_by_role("button", name="Volgende vraag").click()
    expect(card).to_be_hidden()
    expect(card.locator("[data-progress]")).to_have_text("Bewaard")


# A press within a moment after a question came was meant for the one before (phone-flow.js).
SETTLED = """() => {
  const shown = [...document.querySelectorAll("[data-question]")].find((one) => !one.hidden);
  const now = performance.now();
  if (window.turn !== shown) [window.turn, window.turnCame] = [shown, now];
  return now - window.turnCame > 300;
}"""
