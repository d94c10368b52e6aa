"""A phone in a room with bad Wi-Fi: what was sent is kept, and the right step comes back."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.journeys import looks
from tests.journeys.room import SETTLED, Late, Room, answer, caught, open_room, wait_for_step
from tests.live.hands import Hands

pytestmark = [
    pytest.mark.journey,
    pytest.mark.sqlite_only,
    pytest.mark.xdist_group("phone"),
    pytest.mark.timeout(240),
]

BACK_WITHIN = 10_000  # ms; 2,000 are promised, of a machine that does nothing else


@dataclass
class Talk:
    """One session that runs, and somebody who leads it from elsewhere."""

    room: Room
    hands: Hands
    ref: str
    code: str
    key: str
    steps: list[dict]

    def step(self, kind: str) -> dict:
        return next(step for step in self.steps if step["kind"] == kind)

    def go_to(self, kind: str) -> str:
        step = self.step(kind)["ref"]
        self.hands("go_to", self.ref, step)
        return step

    def end(self) -> None:
        self.hands("verb", "finish", self.ref)

    def stored(self) -> list[list]:
        return self.hands("answers", self.ref)

    def phone(self) -> Page:
        page = self.room.phone()
        page.goto(f"/m/{self.code}/")
        expect(page.locator("[data-link]")).to_have_text("verbonden")
        return page


@pytest.fixture(scope="module")
def led(chromium: Browser) -> Iterator[Room]:
    """A room with the small module."""
    room = open_room(chromium, "prepare")
    yield room
    room.stop()


@pytest.fixture
def talk(led) -> Iterator[Talk]:
    """A session at its poll, door open."""
    room, hands = led, led.hands
    room.faults.clear()
    made = hands("session")
    hands("verb", "open_door", made["ref"])
    talk = Talk(room, hands, made["ref"], made["code"], made["key"], made["steps"])
    talk.go_to("poll")
    yield talk
    room.close()
    assert room.faults == []


def card(page: Page, form: str) -> Locator:
    return page.locator(f'[data-form="{form}"]')


def send(card: Locator) -> None:
    card.get_by_role("button", name="Verstuur").click()


def saved(card: Locator) -> None:
    expect(card.locator("[data-progress]")).to_have_text("Bewaard")


def values(talk: Talk) -> list:
    return [value for _, state, value in talk.stored() if state == "given"]


def test_saved_is_said_only_after_the_server_kept_it(talk: Talk):
    page = talk.phone()
    release: list[Callable[[], None]] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            release.append(route.continue_)
        else:
            route.continue_()

    page.route("**/antwoord/", hold)
    poll = page.locator("[data-question]")
    poll.get_by_label("Soms").check()
    send(poll)
    expect(poll.locator("[data-progress]")).to_have_text("Ik verstuur je antwoord…")
    assert values(talk) == []
    caught(page, release)()
    saved(poll)
    assert values(talk) == ["soms"]
    expect(poll.locator("[data-said]")).to_have_text("Soms")
    expect(poll.locator("[data-progress]")).to_be_focused()


def test_an_answer_is_changed_and_taken_back(talk: Talk):
    page = talk.phone()
    poll = page.locator("[data-question]")
    poll.get_by_label("Soms").check()
    send(poll)
    saved(poll)
    poll.get_by_role("link", name="Verander mijn antwoord").click()
    expect(poll.get_by_label("Soms")).to_be_checked()
    poll.get_by_label("Vaak").check()
    send(poll)
    saved(poll)
    assert values(talk) == ["vaak"]
    poll.get_by_role("button", name="Neem mijn antwoord terug").click()
    expect(poll).to_contain_text("Je antwoord is teruggenomen.")
    assert values(talk) == []
    poll.get_by_role("button", name="Ik sla deze vraag over").click()
    saved(poll)
    assert [state for _, state, _ in talk.stored()] == ["passed"]


def test_an_answer_given_offline_goes_by_itself_also_after_leaving_the_page(talk: Talk):
    step = talk.go_to("alone")
    page = talk.phone()
    wait_for_step(page, step)
    page.context.set_offline(True)
    asked = card(page, "open")
    asked.get_by_role("textbox").fill("Even vragen hoe het gaat")
    send(asked)
    expect(asked.locator("[data-progress]")).to_contain_text("staat nog op deze telefoon")
    expect(page.locator("[data-link]")).to_contain_text("even geen verbinding")
    page.goto("about:blank")
    page.context.set_offline(False)
    assert values(talk) == []
    page.goto(f"/m/{talk.code}/")
    saved(card(page, "open"))
    assert values(talk) == ["Even vragen hoe het gaat"]


def test_a_phone_that_missed_two_steps_is_right_again_with_its_own_answers(talk: Talk):
    page = talk.phone()
    poll = page.locator("[data-question]")
    poll.get_by_label("Vaak").check()
    send(poll)
    saved(poll)
    talk.go_to("film")
    expect(page.get_by_role("heading", name="De film begint")).to_be_visible()
    page.context.set_offline(True)
    talk.go_to("together")
    step = talk.go_to("poll")
    page.context.set_offline(False)
    wait_for_step(page, step, BACK_WITHIN)
    saved(poll)
    expect(poll.locator("[data-said]")).to_have_text("Vaak")


def test_another_browser_tab_of_the_same_phone_shows_and_keeps_the_same(talk: Talk):
    one = talk.phone()
    two = one.context.new_page()
    two.goto(f"/m/{talk.code}/")
    first, second = (page.locator("[data-question]") for page in (one, two))
    first.get_by_label("Soms").check()
    send(first)
    saved(first)
    expect(second.locator("[data-said]")).to_have_text("Soms")
    second.get_by_role("link", name="Verander mijn antwoord").click()
    second.get_by_label("Vaak").check()
    send(second)
    saved(second)
    expect(first.locator("[data-said]")).to_have_text("Vaak")
    assert values(talk) == ["vaak"]


def test_what_is_typed_stays_when_the_page_is_loaded_again(talk: Talk):
    step = talk.go_to("alone")
    page = talk.phone()
    wait_for_step(page, step)
    card(page, "open").get_by_role("textbox").fill("Half zinnetje")
    page.locator("[data-note]").first.fill("Van mij alleen")
    page.reload()
    expect(card(page, "open").get_by_role("textbox")).to_have_value("Half zinnetje")
    expect(page.locator("[data-note]").first).to_have_value("Van mij alleen")
    assert talk.stored() == []


def test_who_types_is_not_interrupted_and_goes_along_when_ready(talk: Talk):
    step = talk.go_to("alone")
    page = talk.phone()
    wait_for_step(page, step)
    text = card(page, "open").get_by_role("textbox")
    text.press_sequentially("Ik denk")
    next_step = talk.go_to("together")
    along = page.get_by_role("button", name="Ik ga mee met de groep")
    expect(along).to_be_visible()
    expect(text).to_be_focused()
    expect(text).to_have_value("Ik denk")
    along.click()
    wait_for_step(page, next_step)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    talk.go_to("alone")
    expect(text).to_have_value("Ik denk")


def test_a_pause_in_typing_loses_nothing_and_what_was_not_sent_is_found_again(talk: Talk):
    step = talk.go_to("alone")
    page = talk.phone()
    wait_for_step(page, step)
    text = card(page, "open").get_by_role("textbox")
    text.press_sequentially("Wat ik wilde zeggen")
    page.clock.install()
    talk.go_to("together")
    expect(page.get_by_role("button", name="Ik ga mee met de groep")).to_be_visible()
    page.clock.run_for(60_000)
    expect(text).to_have_value("Wat ik wilde zeggen")
    expect(card(page, "open")).to_contain_text("Je antwoord is niet verstuurd.")
    expect(page.locator("#frame")).not_to_contain_text("terugnemen tot het einde")
    page.get_by_role("button", name="Ik ga mee met de groep").click()
    page.get_by_role("link", name="Mijn antwoorden (1 niet verstuurd)").click()
    expect(page.locator("[data-notes]")).to_contain_text("Wat ik wilde zeggen")
    page.get_by_role("link", name="Terug naar de groep").click()
    talk.end()
    expect(page.get_by_role("heading", name="Dank je wel dat je er was")).to_be_visible()
    expect(page.locator("[data-notes]")).to_contain_text("Wat ik wilde zeggen")
    page.get_by_role("button", name="Ik wis mijn notities").click()
    assert kept(page) == []
    assert talk.stored() == []


def test_who_is_done_wipes_words_that_were_not_sent_too(talk: Talk):
    talk.go_to("alone")
    page = talk.phone()
    card(page, "open").get_by_role("textbox").fill("Niet voor een ander")
    page.get_by_role("link", name="Ik ben klaar, wis deze telefoon").click()
    page.get_by_role("button", name="Wis deze telefoon").click()
    expect(page.get_by_role("heading", name="Deze telefoon is gewist")).to_be_visible()
    assert kept(page) == []


@pytest.mark.parametrize("notes", ["go", "stay"])
def test_who_is_done_before_the_scripts_came_wipes_as_well(talk: Talk, notes: str):
    talk.go_to("alone")
    page = talk.phone()
    card(page, "open").get_by_role("textbox").fill("Niet voor een ander")
    note = page.locator("[data-note]").first
    note.fill("Alleen van mij")
    scripts = Late(page, "**/phone-leave*.js")
    link = page.get_by_role("link", name="Ik ben klaar, wis deze telefoon")
    page.goto(str(link.get_attribute("href")), wait_until="commit")
    if notes == "stay":
        page.get_by_label("Wis ook wat ik voor mezelf opschreef").uncheck()
    scripts.forget()
    page.get_by_role("button", name="Wis deze telefoon").click()
    expect(page.get_by_role("heading", name="Deze telefoon is gewist")).to_be_visible()
    page.wait_for_load_state()
    still = expect(page.get_by_text("Wat je voor jezelf opschreef, staat hier nog."))
    still.to_be_visible(visible=notes == "stay")
    assert [key.split(":")[2] for key in kept(page)] == ([] if notes == "go" else ["note"])


def test_an_evaluation_is_a_press_per_question_and_then_the_phone_goes_away(talk: Talk):
    step = talk.go_to("evaluation")
    page = talk.phone()
    wait_for_step(page, step)
    answer(page, 0, lambda _: "grotendeels")
    answer(page, 1, lambda _: None)
    answer(page, 2, lambda _: "Meer tijd")
    expect(page.get_by_role("heading", name="Klaar. Leg je telefoon weg.")).to_be_focused()
    assert sorted(state for _, state, _ in talk.stored()) == ["given", "given", "passed"]
    page.reload()
    expect(page.get_by_role("heading", name="Klaar. Leg je telefoon weg.")).to_be_visible()


def test_an_evaluation_without_a_line_goes_in_one_request(talk: Talk):
    step = talk.go_to("evaluation")
    page = talk.phone()
    wait_for_step(page, step)
    page.context.set_offline(True)
    for index, choice in enumerate(("grotendeels", None, "Meer tijd")):
        one = page.locator("[data-question]").nth(index)
        expect(one).to_be_visible()
        page.wait_for_function(SETTLED)
        if choice is None:
            one.get_by_label("Ik sla deze vraag over").check(force=True)
        elif index == 2:
            one.get_by_role("textbox").fill(choice)
            page.get_by_role("button", name="Volgende vraag").click()
        else:
            one.get_by_label(choice).check(force=True)
    expect(page.locator("[data-flow-said]")).to_contain_text("staan nog op deze telefoon")
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.post_data) if r.method == "POST" else None)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Klaar. Leg je telefoon weg.")).to_be_visible()
    assert len(talk.stored()) == 3
    assert [data.count("vraag=") for data in sent if "vraag=" in data] == [3]


def test_the_clock_and_its_end_can_be_hidden(talk: Talk):
    page = talk.phone()
    page.get_by_role("button", name="Verberg de klok").click()
    expect(page.locator(".phone-clock")).to_be_hidden()
    page.reload()
    expect(page.locator(".phone-clock")).to_be_hidden()
    page.evaluate("""() => {
      for (const seconds of [5, -1]) {
        document.dispatchEvent(new CustomEvent("live:clock", { detail: { seconds } }));
      }
    }""")
    expect(page.locator("[data-time-said]")).to_be_empty()
    page.get_by_role("button", name="Toon de klok").click()
    expect(page.locator(".phone-clock")).to_be_visible()


def test_an_answer_to_a_step_that_closed_says_so_and_keeps_the_text(talk: Talk):
    step = talk.go_to("alone")
    page = talk.phone()
    wait_for_step(page, step)
    page.route("**/stroom/**", lambda route: route.abort())
    page.route("**/beeld/", lambda route: route.abort())
    page.reload()
    talk.go_to("together")
    asked = card(page, "open")
    asked.get_by_role("textbox").fill("Net te laat")
    send(asked)
    expect(asked.locator("[data-error]")).to_contain_text("Deze stap is gesloten")
    expect(asked.get_by_role("textbox")).to_have_value("Net te laat")
    assert talk.stored() == []


def test_a_text_that_is_too_long_comes_back_with_the_reason(talk: Talk):
    step = talk.go_to("alone")
    page = talk.phone()
    wait_for_step(page, step)
    asked = card(page, "open")
    asked.get_by_role("textbox").fill("a" * 10_000)
    expect(asked).to_contain_text("Je tekst is 8000 tekens te lang.")
    send(asked)
    expect(asked.locator("[data-error]")).to_contain_text("Er passen er 2.000")
    expect(asked.get_by_role("textbox")).to_have_value("a" * 10_000)


def test_questions_to_oneself_never_leave_the_phone(talk: Talk):
    step = talk.go_to("alone")
    page = talk.phone()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or request.url))
    wait_for_step(page, step)
    page.locator("[data-note]").first.fill("Geheim voor mezelf")
    card(page, "open").get_by_role("button", name="Ik sla deze vraag over").click()
    saved(card(page, "open"))
    assert not any("Geheim" in text for text in sent)
    talk.end()
    expect(page.get_by_role("heading", name="Dank je wel dat je er was")).to_be_visible()
    expect(page.locator("[data-notes]")).to_contain_text("Geheim voor mezelf")
    page.get_by_role("button", name="Ik wis mijn notities").click()
    expect(page.locator("[data-notes]")).to_contain_text("Je notities zijn gewist.")
    assert kept(page) == []


def kept(page: Page) -> list[str]:
    """What this phone still holds of a session, apart from the moment it was there."""
    keys = json.loads(page.evaluate("JSON.stringify(Object.keys(localStorage))"))
    return [key for key in keys if not key.endswith(":at:")]


def test_drafts_and_answers_are_erased_from_the_phone_at_the_end(talk: Talk):
    page = talk.phone()
    poll = page.locator("[data-question]")
    poll.get_by_label("Soms").check()
    send(poll)
    saved(poll)
    assert kept(page)
    talk.end()
    expect(page.get_by_role("heading", name="Dank je wel dat je er was")).to_be_visible()
    assert kept(page) == []


def test_help_opens_over_the_step_and_a_pause_names_nobody(talk: Talk):
    page = talk.phone()
    page.get_by_role("link", name="Even pauze of hulp").click()
    dialog = page.get_by_role("dialog", name="Neem de tijd")
    expect(dialog.get_by_role("link", name="Bel 0800-0113 (gratis)")).to_be_visible()
    dialog.get_by_role("button", name="Laat weten dat iemand pauze neemt").click()
    expect(dialog).to_contain_text("De gespreksleider ziet zo dat iemand pauze neemt. Niet wie.")
    dialog.get_by_role("button", name="Ik ga weer verder").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Ik wil graag meer tijd").click()
    expect(page.locator("#frame")).to_contain_text("iemand meer tijd wil. Niet wie.")


def test_a_newcomer_at_a_closed_door_gets_in_when_it_opens(talk: Talk):
    talk.hands("verb", "close_door", talk.ref)
    page = talk.room.phone()
    page.clock.install()
    page.goto(f"/m/{talk.code}/?k={talk.key}")
    expect(page.get_by_role("heading", name="De deur is dicht")).to_be_visible()
    talk.hands("verb", "open_door", talk.ref)
    page.clock.run_for(9_500)
    wait_for_step(page, talk.step("poll")["ref"])


HIDDEN = """
Object.defineProperty(document, "visibilityState", { get: () => window.seen ?? "hidden" });
"""


def test_a_page_that_nobody_sees_takes_no_seat_and_one_that_is_seen_needs_no_press(talk: Talk):
    page = talk.room.phone()
    page.add_init_script(HIDDEN)
    page.clock.install()
    page.goto(f"/m/{talk.code}/?k={talk.key}")
    page.clock.run_for(20_000)
    expect(page.get_by_role("button", name="Doe mee")).to_be_visible()
    assert talk.hands("state", talk.ref)["joined"] == 0
    page.evaluate("""() => {
      window.seen = "visible";
      document.dispatchEvent(new Event("visibilitychange"));
    }""")
    wait_for_step(page, talk.step("poll")["ref"])
    assert "k=" not in page.url  # the key does not stay in the address bar


# -- without scripts -----------------------------------------------------------------------------


def plain(talk: Talk) -> Page:
    """A phone whose browser runs no scripts."""
    context: BrowserContext = talk.room.person(
        {"width": 360, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"/m/{talk.code}/")
    page.get_by_role("button", name="Doe mee").click()
    return page


def test_everything_works_without_scripts(talk: Talk):
    page = plain(talk)
    poll = page.locator("[data-question]")
    poll.get_by_label("Soms").check()
    send(poll)
    saved(poll)
    poll.get_by_role("link", name="Verander mijn antwoord").click()
    expect(poll.get_by_label("Soms")).to_be_checked()
    poll.get_by_label("Vaak").check()
    send(poll)
    expect(poll.locator("[data-said]")).to_have_text("Vaak")
    assert values(talk) == ["vaak"]
    poll.get_by_role("button", name="Neem mijn antwoord terug").click()
    expect(poll).to_contain_text("Je antwoord is teruggenomen.")
    page.get_by_role("link", name="Even pauze of hulp").click()
    expect(page.get_by_role("heading", name="Neem de tijd")).to_be_visible()
    page.get_by_role("link", name="Ik ga weer verder").click()
    talk.go_to("film")
    page.get_by_role("link", name="Kijk waar de groep is").first.click()
    expect(page.get_by_role("heading", name="De film begint")).to_be_visible()


def test_a_refused_answer_comes_back_without_scripts(talk: Talk):
    talk.go_to("alone")
    page = plain(talk)
    asked = card(page, "open")
    asked.get_by_role("textbox").fill("b" * 2_100)
    send(asked)
    expect(asked.locator("[data-error]")).to_contain_text("Er passen er 2.000")
    expect(asked.get_by_role("textbox")).to_have_value("b" * 2_100)
    asked.get_by_role("textbox").fill("Korter")
    send(asked)
    saved(asked)
    assert values(talk) == ["Korter"]


def test_several_questions_without_scripts_are_one_form_with_one_button(talk: Talk):
    talk.go_to("evaluation")
    page = plain(talk)
    expect(page.locator("#frame form[data-flow] button:visible")).to_have_count(1)
    first, second, text = (page.locator("[data-question]").nth(n) for n in range(3))
    first.get_by_label("grotendeels").check()
    second.get_by_label("Ik sla deze vraag over").check(force=True)
    text.get_by_role("textbox").fill("z" * 2_100)
    page.get_by_role("button", name="Verstuur mijn antwoorden").click()
    expect(text.locator("[data-error]")).to_contain_text("Er passen er 2.000")
    expect(text.get_by_role("textbox")).to_have_value("z" * 2_100)
    expect(first.get_by_label("grotendeels")).to_be_checked()
    assert values(talk) == [4]  # a bad one spoils no other
    page.get_by_role("link", name="vraag 3").click()
    text.get_by_role("textbox").fill("Korter")
    page.get_by_role("button", name="Verstuur mijn antwoorden").click()
    expect(page.locator(".flow-kept")).to_contain_text("Klaar. Leg je telefoon weg.")
    expect(second.get_by_label("Ik sla deze vraag over")).to_be_checked()
    assert sorted(map(str, values(talk))) == ["4", "Korter"]


def test_what_is_read_without_scripts_stays_open(talk: Talk):
    talk.go_to("together")
    page = plain(talk)
    assert page.locator("meta[http-equiv=refresh]").count() == 0
    page.locator("details summary").first.click()
    expect(page.locator("details")).to_have_attribute("open", "")


def test_an_answer_that_came_too_late_stands_alone_without_scripts(talk: Talk):
    talk.go_to("alone")
    page = plain(talk)
    asked = card(page, "open")
    asked.get_by_role("textbox").fill("Net te laat")
    question = asked.get_by_role("heading").inner_text()
    talk.go_to("film")
    send(asked)
    expect(page.get_by_role("heading", name="Dit antwoord is niet verstuurd")).to_be_visible()
    expect(page.locator("#frame")).to_contain_text(question)
    expect(page.locator("#frame")).to_contain_text("Net te laat")
    expect(page.locator("#frame")).not_to_contain_text("De film begint")
    page.get_by_role("link", name="Ik ga mee met de groep").click()
    expect(page.get_by_role("heading", name="De film begint")).to_be_visible()


# -- for everyone --------------------------------------------------------------------------------


def test_a_question_is_answered_with_the_keyboard_alone(talk: Talk):
    page = talk.phone()
    page.get_by_role("radio", name="Soms").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Vaak")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Verstuur mijn antwoord")).to_be_focused()
    page.keyboard.press("Enter")
    saved(page.locator("[data-question]"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Verander mijn antwoord")).to_be_focused()


VOICE = """
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "nl-NL" }], speak: (words) => { window.spoken = words.text; },
  cancel() {}, addEventListener() {},
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def test_a_device_with_a_dutch_voice_reads_the_question_first_then_the_choices(talk: Talk):
    page = talk.room.phone()
    page.add_init_script(VOICE)
    page.goto(f"/m/{talk.code}/")
    page.get_by_role("button", name="Lees voor").click()
    spoken = page.evaluate("window.spoken")
    assert spoken.startswith("Hoe vaak?")
    assert "Soms. Vaak." in spoken
    assert "Verstuur" not in spoken
    wait_for_step(page, talk.go_to("alone"))
    expect(page.get_by_role("button", name="Lees voor").first).to_be_visible()


def test_choices_are_counted_and_one_too_many_stays_off(led):
    room, hands = led, led.hands
    made = hands("session", 240)
    hands("verb", "open_door", made["ref"])
    talk = Talk(room, hands, made["ref"], made["code"], made["key"], made["steps"])
    hands("go_to", talk.ref, hands("ask_several", talk.ref))
    asked = card(talk.phone(), "several")
    asked.get_by_label("Taal").check()
    expect(asked.locator("[data-left]")).to_have_text("Nog één te gaan.")
    asked.get_by_label("Afstand").check()
    asked.get_by_label("Toon").click()
    expect(asked.get_by_label("Toon")).not_to_be_checked()
    expect(asked.locator("[data-left]")).to_have_text("Je koos er al twee. Haal er eerst één weg.")
    expect(asked.get_by_role("button", name="Verstuur 2 keuzes")).to_be_visible()
    asked.get_by_label("Weet ik niet").check()
    expect(asked.get_by_label("Taal")).not_to_be_checked()
    send(asked)
    saved(asked)
    assert values(talk) == [["n"]]
    room.close()


def test_nothing_sticks_out_sideways_also_with_large_letters(talk: Talk):
    page = talk.phone()
    page.set_viewport_size({"width": 320, "height": 640})
    for kind in ("poll", "film", "alone", "together", "evaluation", "checkout"):
        wait_for_step(page, talk.go_to(kind))
        for size in ("100%", "200%"):
            page.evaluate("size => document.documentElement.style.fontSize = size", size)
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert over == 0, (kind, size)


def test_axe_finds_nothing_on_any_step_or_state(talk: Talk):
    page = talk.phone()

    def clean(what: str) -> None:
        assert looks.axe(page) == [], what

    for kind in ("film", "together", "evaluation", "checkout", "alone"):
        wait_for_step(page, talk.go_to(kind))
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        clean(kind)
        page.emulate_media(color_scheme="dark")
        clean(f"{kind}, dark")
        page.emulate_media(color_scheme="dark", contrast="more")
        clean(f"{kind}, dark and with more contrast")
        page.emulate_media(color_scheme="light", contrast="no-preference")
    asked = card(page, "open")
    send(asked)
    expect(asked.locator("[data-error]")).to_contain_text("Schrijf eerst iets op")
    clean("refused")
    asked.get_by_role("textbox").fill("Iets")
    send(asked)
    saved(asked)
    clean("saved")
    page.get_by_role("link", name="Even pauze of hulp").click()
    clean("help")
    talk.end()
    page.get_by_role("button", name="Ik ga weer verder").click()
    expect(page.get_by_role("heading", name="Dank je wel dat je er was")).to_be_visible()
    clean("ended")


def test_a_first_visit_is_light_and_asks_nobody_else(talk: Talk):
    page = talk.room.phone()
    weights: dict[str, int] = {}

    def weigh(request) -> None:
        if not request.url.endswith((".woff2", "/stroom/")):
            weights[request.url] = len(gzip.compress(request.response().body()))

    page.on("requestfinished", weigh)
    page.goto(f"/m/{talk.code}/")
    expect(page.locator("[data-link]")).to_have_text("verbonden")
    assert all(url.startswith(talk.room.url) for url in weights)
    assert len(weights) > 10
    assert sum(weights.values()) <= 60_000, weights
