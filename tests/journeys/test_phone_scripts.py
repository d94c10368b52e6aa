"""The phone's scripts that keep answers, each by itself: one page, and a server that we play.

The page has no more in it than `docs/design-system.md` says that a script may know.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from sessions_app.surfaces import time_left
from tests.journeys.room import PATIENCE, caught
from tests.live.files import Files, served

pytestmark = [pytest.mark.journey, pytest.mark.sqlite_only, pytest.mark.xdist_group("scripts")]

HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/json"}
SCRIPTS = (
    *("frame", "cards", "answers", "own", "drafts", "flow", "several", "link", "calm"),
    "sentence",
)
# Once every script runs; one that did not come says so here, not in what it would have done.
RUN = "() => Promise.all([...document.scripts].map((one) => import(one.src))).then(() => null)"


def card(ref: str, fields: str, more: str = "") -> str:
    """A question as the server draws it, nothing done yet."""
    return f"""
<article data-question="{ref}" data-state="empty" data-number="0"{more}>
  <h2 tabindex="-1">Vraag {ref}?</h2>
  <form method="post" action="/antwoord/" data-answer data-empty="Leeg {ref}." novalidate>
    {fields}<p data-error></p>
    <button data-send>Verstuur</button> <button name="pas" value="1">Sla over</button>
  </form>
  <p data-progress tabindex="-1"></p>
  <b data-said></b> <a href="#" data-change>Verander</a>
  <form action="/antwoord/" data-answer><button name="intrekken" value="1">Terug</button></form>
  <div data-status id="{ref}-dicht"></div>
</article>"""


def choice(kind: str, value: str, word: str) -> str:
    one = f'<input type="{kind}" name="waarde" value="{value}">'
    return f"<label>{one}<span data-word>{word}</span></label>"


ONE = card("een", choice("radio", "s", "Soms") + choice("radio", "v", "Vaak"))
OPEN = card(
    "open",
    '<div class="field"><textarea name="waarde" data-typed data-longest="300"></textarea>'
    '<p data-length></p></div><input type="checkbox" name="verslag" value="1" data-wish="verslag">',
)
NUMBER = card("getal", '<input type="number" name="waarde" data-typed>')
SEVERAL = card(
    "meer",
    '<div data-most="2" data-alone="n" data-send-many="Verstuur # keuzes">'
    '<span data-left="Genoeg.|Nog één." data-full="Al twee."></span>'
    + "".join(choice("checkbox", v, w) for v, w in (("a", "A"), ("b", "B"), ("c", "C"), ("n", "?")))
    + "</div>",
)
NOTE = (
    '<article data-question="zelf"><h2 tabindex="-1">Voor jezelf</h2>'
    '<textarea data-typed data-note="zelf" data-note-title="Bij mezelf"></textarea></article>'
)

PARTS = "".join(
    f'<textarea aria-label="{n}" data-typed data-note="zin-{n}" data-note-title="Deel {n}">'
    "</textarea>"
    for n in (1, 2, 3)
)
SENTENCE = f"""<article data-question="zin"><h2 tabindex="-1">Welke?</h2>
<div data-sentence>{PARTS}
<div data-sentence-whole hidden><p data-sentence-said></p></div></div></article>"""


def turn(ref: str, fields: str) -> str:
    """A question among several, as the server draws it: one form around all of them."""
    named = fields.replace('"waarde"', f'"waarde.{ref}"')
    return f"""
<article data-question="{ref}" data-state="empty" data-number="0">
  <h2 tabindex="-1">Vraag {ref}?</h2>
  <div data-answer data-empty="Leeg {ref}."><div>{named}</div><p data-error></p>
  <label><input type="checkbox" name="pas.{ref}" value="1">Sla over</label></div>
  <p data-progress tabindex="-1"></p>
  <div data-status id="{ref}-dicht"></div>
</article>"""


FLOW = (
    '<form method="post" action="/antwoord/" data-flow>'
    + turn("een", choice("radio", "s", "Soms") + choice("radio", "v", "Vaak"))
    + turn("twee", choice("radio", "j", "Ja") + choice("radio", "n", "Nee"))
    + turn("open", '<textarea name="waarde" data-typed></textarea>')
    + """<div data-flow-end><p data-flow-said tabindex="-1"></p>
    <div data-flow-done><h2 tabindex="-1">Klaar. Leg je telefoon weg.</h2></div>
    <button type="button" data-flow-again>Kijk na</button></div>
    <div data-flow-nav><button type="button" data-flow-back>Vorige</button>
    <button type="button" data-flow-next>Volgende</button></div>
    <button>Verstuur</button></form>"""
)
ENDED = """<h1 tabindex="-1">Klaar</h1><div data-notes hidden><div data-notes-list></div>
<button data-notes-copy>Neem mee</button><button data-notes-wipe>Wis</button>
<p data-notes-said></p></div>"""


def frame(step: str, inside: str, version: int = 1) -> str:
    return (
        f'<section class="frame" data-step="{step}" data-version="{version}" data-where="stap 1">'
        f'<h1 tabindex="-1">{step}</h1>{inside}</section>'
    )


@dataclass
class Server:
    """Answers the phone as told, and remembers what it was sent."""

    status: int = 200
    said: dict = field(default_factory=dict)
    each: dict = field(default_factory=dict)  # of several answers, what it says of these
    own: dict = field(default_factory=dict)  # what it says this phone answered
    page: str = ONE + OPEN + NUMBER + SEVERAL + NOTE
    step: str = "vraag"
    sent: list[dict[str, list[str]]] = field(default_factory=list)
    held: list[Callable[[], None]] | None = None  # when set, replies wait until theirs is called
    away: bool = False

    def answer(self, asks: Files) -> None:
        """What a request for anything but a file gets."""
        path = urlsplit(asks.path).path
        if path == "/leeg":
            asks.say(b"", HTML)
        elif path != "/antwoord/":
            asks.say(self._html().encode(), HTML)
        elif self.away:
            asks.close_connection = True
        elif asks.command == "GET":
            asks.say(json.dumps(self.own).encode(), JSON)
        else:
            length = int(asks.headers["Content-Length"])
            self._store(asks, parse_qs(asks.rfile.read(length).decode()))

    def _store(self, asks: Files, sent: dict[str, list[str]]) -> None:
        self.sent.append(sent)
        refs = sent["vraag"]
        status, said = self.status, self.said
        if len(refs) > 1 and status == 200:
            said = {"antwoorden": {ref: self.each.get(ref, {"status": 200}) for ref in refs}}
        if self.held is not None:
            released = Event()
            self.held.append(released.set)
            released.wait(30)
        asks.say(json.dumps(said).encode(), JSON, status)

    def _html(self) -> str:
        scripts = "".join(
            f'<script type="module" src="/static/js/phone-{name}.js"></script>' for name in SCRIPTS
        )
        return f"""<!doctype html><html lang="nl"><head><meta charset="utf-8">
<meta name="csrf-token" content="t">{scripts}</head><body>
<p data-announce></p><p data-where></p><a data-mine>Mijn antwoorden</a><p data-link></p>
<div data-ahead hidden><button data-go-along>Ga mee</button></div>
<div id="frame" data-session="s1" data-saved="Bewaard" data-withdrawn="Teruggenomen">
{frame(self.step, self.page)}</div>
<button data-stay aria-pressed="false">Nog bezig</button></body></html>"""


class Phone:
    """A page with the scripts in it, time in our hands."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.load()

    def load(self) -> None:
        self.page.goto("/")
        self.page.evaluate(RUN)

    def card(self, ref: str) -> Locator:
        return self.page.locator(f'[data-question="{ref}"]')

    def send(self, ref: str, button: str = "Verstuur") -> Locator:
        self.card(ref).get_by_role("button", name=button).click()
        return self.card(ref).locator("[data-progress]")

    def wait(self, seconds: float) -> None:
        """Let time pass for the page, without waiting for it."""
        self.page.clock.run_for(int(seconds * 1000))

    def tell(self, event: str, **detail: object) -> None:
        """What `live.js` would tell the page."""
        self.page.evaluate(
            "([name, detail]) => document.dispatchEvent(new CustomEvent(name, { detail }))",
            [event, detail],
        )

    def kept(self, sort: str) -> dict:
        """What lies on this phone of one sort, by id."""
        found = self.page.evaluate("() => ({ ...localStorage })")
        start = f"bni:s1:{sort}:"
        return {
            key.removeprefix(start): json.loads(value)
            for key, value in found.items()
            if key.startswith(start)
        }

    def pass_over(self, ref: str) -> None:
        """Pass a question of several, once it is there for a moment."""
        expect(self.card(ref)).to_be_visible()
        self.wait(1)
        self.card(ref).get_by_label("Sla over").check()

    def push(self, step: str, inside: str, version: int = 2) -> None:
        """A frame, as the server pushes it."""
        self.tell("live:frame", html=frame(step, inside, version), version=version)

    def close(self, version: int = 2) -> None:
        """The facilitator closes the questions of this step."""
        shut = self.server.page.replace('data-number="0"', 'data-number="0" data-closed')
        self.push(self.server.step, shut, version)

    @property
    def announced(self) -> Locator:
        return self.page.locator("[data-announce]")

    def put(self, key: str, value: object) -> None:
        self.page.evaluate(
            "([key, value]) => localStorage.setItem(key, value)", [key, json.dumps(value)]
        )


class Asks(Files):
    """A request of the phone; `plays` is the server of the test that is under way."""

    plays: Server

    def answer(self, path: str) -> None:
        self.plays.answer(self)

    do_POST = Files.do_GET


@pytest.fixture(scope="module")
def place(chromium: Browser) -> Iterator[Page]:
    server = served(Asks)
    address = f"http://127.0.0.1:{server.server_port}"
    context = chromium.new_context(viewport={"width": 360, "height": 800}, base_url=address)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.clock.install()
    yield page
    context.close()
    server.shutdown()
    server.server_close()


@pytest.fixture
def faults(place: Page) -> Iterator[list[str]]:
    found: list[str] = []

    def heard(error) -> None:
        found.append(str(error))

    place.on("pageerror", heard)
    yield found
    place.remove_listener("pageerror", heard)
    assert found == []


@pytest.fixture
def phone(place: Page, faults: list[str]) -> Phone:
    server = Server()
    place.unroute_all()
    Asks.plays = server
    phone = Phone(place, server)
    place.goto("/leeg")  # what the page before still sends is not kept any more
    place.evaluate("() => localStorage.clear()")
    phone.load()
    return phone


def saved(progress: Locator) -> None:
    expect(progress).to_have_text("Bewaard")


# -- phone-store ---------------------------------------------------------------------------------


def in_store(page: Page, code: str) -> object:
    return page.evaluate(
        f"async () => {{ const s = await import('/static/js/phone-store.js'); {code} }}"
    )


def test_each_question_has_a_key_of_its_own_and_another_session_is_not_ours(phone: Phone):
    assert in_store(
        phone.page,
        "s.write('own', 'a', {n: 1}); s.write('own', 'b', 2); s.write('draft', 'a', 3);"
        "s.drop('own', 'b'); return [s.read('own', 'a'), s.read('own', 'b'), s.ids('own'),"
        "s.split('bni:s1:own:a:b'), s.split('bni:s2:own:a'), s.split(null)]",
    ) == [{"n": 1}, None, ["a"], {"sort": "own", "id": "a:b"}, None, None]


def test_wiping_leaves_the_notes_to_oneself(phone: Phone):
    left = in_store(
        phone.page,
        "for (const sort of ['draft', 'queue', 'own', 'seen', 'signal', 'note'])"
        " s.write(sort, 'x', 1); s.wipe(); return Object.keys(localStorage)",
    )
    assert sorted(left) == ["bni:s1:at:", "bni:s1:note:x"]


def test_what_does_not_fit_in_the_browser_is_kept_as_long_as_the_page(phone: Phone):
    assert in_store(
        phone.page,
        "const real = Storage.prototype.setItem;"
        "Storage.prototype.setItem = () => { throw new Error('full'); };"
        "s.write('draft', 'x', 'vol'); const kept = [s.read('draft', 'x'), s.ids('draft')];"
        "Storage.prototype.setItem = real; s.write('draft', 'x', 'past');"
        "kept.push(s.read('draft', 'x')); s.drop('draft', 'x');"
        "return [...kept, s.read('draft', 'x')]",
    ) == ["vol", ["x"], "past", None]


def test_sessions_of_before_today_are_forgotten_and_this_mornings_is_not(phone: Phone):
    now = phone.page.evaluate("Date.now()")
    for session, hours in (("oud", 25), ("ochtend", 3)):
        phone.put(f"bni:{session}:at:", now - hours * 3_600_000)
        phone.put(f"bni:{session}:note:x", "iets")
    phone.put("van-een-ander", 1)
    phone.load()
    keys = phone.page.evaluate("() => Object.keys(localStorage).sort()")
    others = [key for key in keys if not key.startswith("bni:s1:")]
    assert others == ["bni:ochtend:at:", "bni:ochtend:note:x", "van-een-ander"]


# -- phone-answers -------------------------------------------------------------------------------


@pytest.mark.parametrize("ref", ["een", "open", "getal", "meer"])
def test_who_sends_nothing_reads_the_sentence_of_the_form(phone: Phone, ref: str):
    if ref == "open":
        phone.card(ref).get_by_role("textbox").fill("  \n ")
    phone.send(ref)
    expect(phone.card(ref).locator("[data-error]")).to_have_text(f"Leeg {ref}.")
    typed = phone.card(ref).locator("[data-typed]")
    if typed.count():
        expect(typed).to_have_attribute("aria-invalid", "true")
    assert phone.server.sent == []
    assert phone.kept("queue") == {}


def test_an_empty_answer_is_told_every_time_beside_the_button(phone: Phone):
    error = phone.card("een").locator("[data-error]")
    phone.send("een")
    expect(error).to_have_text("Leeg een.")
    counts(error, phone.page)
    phone.send("een")
    assert heard(phone, "Leeg een.")
    expect(error).to_be_in_viewport()


def test_what_waits_for_one_step_goes_in_one_request_and_each_gets_its_own_reply(phone: Phone):
    phone.server.away = True
    phone.card("een").get_by_label("Vaak").check()
    phone.send("een")
    phone.card("open").get_by_role("textbox").fill("Even vragen")
    phone.card("open").get_by_role("checkbox").check()
    phone.send("open")
    phone.send("getal", "Sla over")
    phone.card("meer").get_by_label("A").check()
    phone.card("meer").get_by_label("C").check()
    progress = phone.send("meer", "Verstuur 2 keuzes")
    expect(progress).to_contain_text("geen verbinding")
    phone.server.away = False
    phone.server.each = {
        "open": {"status": 422, "fout": "Korter graag."},
        "getal": {"status": 409, "fout": "Gesloten."},
    }
    phone.tell("live:state", state="connected")
    phone.wait(2)
    saved(phone.card("een").locator("[data-progress]"))
    saved(progress)
    (sent,) = phone.server.sent
    assert sorted(sent.pop("vraag")) == ["een", "getal", "meer", "open"]
    assert [sent] == [
        {
            "volgnr.een": ["1"],
            "waarde.een": ["v"],
            "volgnr.open": ["1"],
            "waarde.open": ["Even vragen"],
            "verslag.open": ["1"],
            "volgnr.getal": ["1"],
            "pas.getal": ["1"],
            "volgnr.meer": ["1"],
            "waarde.meer": ["a", "c"],
        }
    ]
    expect(phone.card("open").locator("[data-error]")).to_have_text("Korter graag.")
    expect(phone.card("open").get_by_role("textbox")).to_have_value("Even vragen")
    expect(phone.card("getal").locator("[data-progress]")).to_have_text("Gesloten.")
    assert phone.kept("queue") == {}


def test_saved_is_said_after_the_server_said_so_and_not_before(phone: Phone):
    phone.server.held = []
    phone.card("een").get_by_label("Vaak").check()
    progress = phone.send("een")
    expect(progress).to_have_text("Ik verstuur je antwoord…")
    expect(progress).to_be_focused()
    assert phone.kept("queue")["een"]["values"] == ["v"]
    assert phone.kept("own") == {}
    caught(phone.page, phone.server.held)()
    saved(progress)
    assert phone.server.sent == [{"vraag": ["een"], "volgnr": ["1"], "waarde": ["v"]}]
    assert phone.kept("queue") == phone.kept("draft") == {}
    given = {"state": "given", "values": ["v"], "wishes": [], "number": 1}
    assert phone.kept("own")["een"] == given
    expect(phone.card("een").locator("[data-said]")).to_have_text("Vaak")
    expect(phone.card("een")).to_have_attribute("data-state", "given")


def test_words_numbers_and_several_choices_are_sent_as_they_stand(phone: Phone):
    asked = phone.card("open")
    asked.get_by_role("textbox").fill("Eerst luisteren")
    asked.get_by_role("checkbox").check()
    saved(phone.send("open"))
    phone.card("getal").locator("input").fill("40")
    saved(phone.send("getal"))
    phone.card("meer").get_by_label("A").check()
    phone.card("meer").get_by_label("C").check()
    saved(phone.send("meer", "Verstuur 2 keuzes"))
    assert phone.server.sent == [
        {"vraag": ["open"], "volgnr": ["1"], "waarde": ["Eerst luisteren"], "verslag": ["1"]},
        {"vraag": ["getal"], "volgnr": ["1"], "waarde": ["40"]},
        {"vraag": ["meer"], "volgnr": ["1"], "waarde": ["a", "c"]},
    ]
    said = [phone.card(ref).locator("[data-said]").inner_text() for ref in ("getal", "meer")]
    assert said == ["40", "A, C"]


def test_the_number_rises_with_every_change_also_after_a_reload(phone: Phone):
    phone.card("een").get_by_label("Soms").check()
    saved(phone.send("een"))
    phone.load()
    phone.send("een", "Sla over")
    saved(phone.card("een").locator("[data-progress]"))
    expect(phone.send("een", "Terug")).to_have_text("Teruggenomen")
    assert [sent["volgnr"] for sent in phone.server.sent] == [["1"], ["2"], ["3"]]
    assert phone.server.sent[1]["pas"] == ["1"]
    assert phone.server.sent[2]["intrekken"] == ["1"]
    assert not any("waarde" in sent for sent in phone.server.sent[1:])


@pytest.mark.parametrize(("status", "says"), [(500, "Het is even druk"), (403, "Laad de pagina")])
def test_an_answer_without_an_acknowledgement_is_sent_again(phone: Phone, status: int, says: str):
    phone.server.status = status
    phone.card("een").get_by_label("Vaak").check()
    progress = phone.send("een")
    expect(progress).to_contain_text(says)
    phone.server.status = 200
    phone.wait(13)
    saved(progress)
    assert len(phone.server.sent) >= 2
    assert all(sent == phone.server.sent[0] for sent in phone.server.sent)


def test_an_answer_given_without_a_line_goes_after_a_reload(phone: Phone):
    phone.server.away = True
    phone.card("open").get_by_role("textbox").fill("Even vragen")
    progress = phone.send("open")
    expect(progress).to_contain_text("geen verbinding")
    phone.load()
    expect(progress).not_to_be_empty()  # that it is being sent, or that this failed once more
    phone.server.away = False
    phone.tell("live:state", state="connected")
    phone.wait(1)
    saved(progress)
    assert [sent["waarde"] for sent in phone.server.sent] == [["Even vragen"]]


@pytest.mark.parametrize("status", [409, 422])
def test_a_refused_answer_comes_back_in_the_form_with_the_reason(phone: Phone, status: int):
    phone.server.status, phone.server.said = status, {"fout": "Dat kan niet meer."}
    phone.card("open").get_by_role("textbox").fill("Te laat")
    phone.send("open")
    expect(phone.card("open").locator("[data-error]")).to_have_text("Dat kan niet meer.")
    expect(phone.card("open")).to_have_attribute("data-state", "editing")
    expect(phone.card("open").get_by_role("textbox")).to_have_value("Te laat")
    assert phone.kept("queue") == {}
    assert phone.kept("draft")["open"]["values"] == ["Te laat"]
    phone.wait(20)
    assert len(phone.server.sent) == 1


def test_an_answer_changed_while_it_was_on_its_way_is_sent_in_its_newest_form(phone: Phone):
    phone.server.held = []
    asked = phone.card("een")
    asked.get_by_label("Soms").check()
    progress = phone.send("een")
    expect(progress).to_have_text("Ik verstuur je antwoord…")
    asked.locator("[data-change]").click()
    asked.get_by_label("Vaak").check()
    phone.send("een")
    first = caught(phone.page, phone.server.held)
    phone.server.held = None
    first()
    phone.page.wait_for_function("() => true")
    phone.wait(2)
    saved(progress)
    assert [sent["waarde"] for sent in phone.server.sent] == [["s"], ["v"]]
    assert phone.kept("own")["een"]["values"] == ["v"]


def test_what_the_other_tab_sent_stands_here_too(phone: Phone):
    other = phone.page.context.new_page()
    other.clock.install()
    other.goto("/")
    other.locator('[data-question="een"]').get_by_label("Vaak").check()
    other.locator('[data-question="een"] [data-send]').click()
    saved(phone.card("een").locator("[data-progress]"))
    expect(phone.card("een").locator("[data-said]")).to_have_text("Vaak")
    other.close()


# -- phone-drafts --------------------------------------------------------------------------------


def test_drafts_and_notes_are_there_again_and_notes_are_sent_to_nobody(phone: Phone):
    phone.card("open").get_by_role("textbox").fill("Half zin")
    phone.card("open").get_by_role("checkbox").check()
    phone.card("meer").get_by_label("B").check()
    phone.card("zelf").get_by_role("textbox").fill("Geheim")
    phone.load()
    expect(phone.card("open").get_by_role("textbox")).to_have_value("Half zin")
    expect(phone.card("open").get_by_role("checkbox")).to_be_checked()
    expect(phone.card("meer").get_by_label("B")).to_be_checked()
    expect(phone.card("zelf").get_by_role("textbox")).to_have_value("Geheim")
    saved(phone.send("open"))
    assert "Geheim" not in str(phone.server.sent)
    phone.card("zelf").get_by_role("textbox").fill(" ")
    assert phone.kept("note") == {}


def test_a_sentence_in_parts_is_put_together_and_sent_to_nobody(phone: Phone):
    phone.push("zin", SENTENCE)
    said = phone.page.locator("[data-sentence-said]")
    expect(said).to_be_hidden()
    for part, text in ((1, "ik hoorde ons zuchten "), (3, "Zullen we het\nvragen?")):
        phone.card("zin").get_by_label(str(part)).fill(text)
    expect(said).to_have_text("Ik hoorde ons zuchten. Zullen we het vragen?")
    assert {note["title"] for note in phone.kept("note").values()} == {"Deel 1", "Deel 3"}
    phone.push("twee", OPEN, 3)
    phone.wait(70)
    phone.push("zin", SENTENCE, 4)
    expect(said).to_have_text("Ik hoorde ons zuchten. Zullen we het vragen?")
    assert phone.server.sent == []


def test_at_the_end_only_the_notes_are_left_until_their_writer_wipes_them(phone: Phone):
    phone.card("open").get_by_role("textbox").fill("Half zin")
    phone.card("zelf").get_by_role("textbox").fill("Van mij")
    phone.card("een").get_by_label("Soms").check()
    saved(phone.send("een"))
    phone.wait(70)  # nobody types any more
    phone.push("ended", ENDED)
    notes = phone.page.locator("[data-notes]")
    expect(notes).to_contain_text("Bij mezelf")
    expect(notes).to_contain_text("Van mij")
    expect(notes).to_contain_text("Half zin")  # typed and not sent: its writer's as well
    assert [phone.kept(sort) for sort in ("draft", "queue", "own", "seen")] == [{}, {}, {}, {}]
    notes.get_by_role("button", name="Wis").click()
    expect(notes).not_to_contain_text("Van mij")
    assert phone.kept("note") == {}


NOT_SENT = "Wat je koos of schreef, is niet verstuurd."


def test_a_closed_question_keeps_what_was_typed_says_so_once_and_leaves_the_focus(phone: Phone):
    text = phone.card("open").get_by_role("textbox")
    text.fill("Nog niet klaar")
    phone.close()
    expect(phone.announced).to_have_text(f"De vragen zijn gesloten. {NOT_SENT}")
    expect(text).to_be_focused()
    expect(text).to_have_value("Nog niet klaar")
    left = phone.card("open").locator("[data-left-behind]")
    expect(left).to_contain_text("Je antwoord is niet verstuurd.")
    expect(left.get_by_role("button", name="Kopieer mijn woorden")).to_be_visible()
    expect(phone.card("getal").locator("[data-left-behind]")).to_have_count(0)
    counts(phone.announced, phone.page)
    phone.close(3)
    phone.wait(2)
    assert phone.page.evaluate("window.spoken") == []
    text.press_sequentially(", maar bijna")
    assert phone.kept("draft")["open"]["values"] == ["Nog niet klaar, maar bijna"]


def test_a_choice_that_was_not_sent_stays_in_view_and_as_it_is(phone: Phone):
    asked = phone.card("een")
    asked.get_by_label("Vaak").check()
    asked.locator("[data-send]").focus()
    phone.page.add_style_tag(content="[data-closed] [data-send] { display: none }")
    phone.close()
    expect(asked.locator("[data-left-behind]")).to_have_text("Je keuze is niet verstuurd.")
    expect(asked.locator("[data-status]")).to_be_focused()  # its button is gone
    asked.get_by_label("Soms").click(force=True)
    expect(asked.get_by_label("Vaak")).to_be_checked()


def test_a_closed_question_that_was_answered_is_said_without_more(phone: Phone):
    phone.card("een").get_by_label("Vaak").check()
    saved(phone.send("een"))
    phone.card("een").locator("[data-change]").click()
    phone.close()
    expect(phone.announced).to_have_text("De vragen zijn gesloten.")
    expect(phone.card("een")).to_have_attribute("data-state", "given")
    expect(phone.card("een").locator("[data-left-behind]")).to_have_count(0)


def test_words_that_were_not_sent_are_their_writers_after_the_end(phone: Phone):
    phone.card("open").get_by_role("textbox").fill("Te laat bedacht")
    phone.page.get_by_role("button", name="Verstuur").first.focus()
    phone.push("ended", ENDED)
    expect(phone.page.locator("[data-notes]")).to_contain_text("Te laat bedacht")
    expect(phone.page.locator("[data-notes]")).to_contain_text("Vraag open?")
    assert phone.kept("draft") == {}
    phone.page.get_by_role("button", name="Wis").click()
    assert phone.kept("note") == {}


def test_words_that_were_not_sent_are_counted_where_ones_own_answers_are(phone: Phone):
    phone.card("open").get_by_role("textbox").fill("Half zinnetje")
    phone.push("film", "")
    phone.page.get_by_role("button", name="Ga mee").click()
    expect(phone.page.locator("[data-mine]")).to_have_text("Mijn antwoorden (1 niet verstuurd)")


# -- phone-own -----------------------------------------------------------------------------------


def test_after_a_new_connection_the_server_says_what_this_phone_answered(phone: Phone):
    phone.card("een").get_by_label("Soms").check()
    saved(phone.send("een"))
    phone.server.own = {
        "een": {"staat": "given", "waarde": "v", "volgnr": 4, "verslag": False},
        "open": {"staat": "given", "waarde": "Elders getypt", "volgnr": 2, "verslag": True},
        "meer": {"staat": "passed", "waarde": None, "volgnr": 1, "verslag": False},
    }
    phone.tell("live:state", state="offline")
    phone.tell("live:state", state="connected")
    phone.wait(1)
    expect(phone.card("een").locator("[data-said]")).to_have_text("Vaak")
    expect(phone.card("open").locator("[data-said]")).to_have_text("Elders getypt")
    expect(phone.card("open").get_by_role("checkbox")).to_be_checked()
    expect(phone.card("meer")).to_have_attribute("data-state", "passed")
    assert phone.kept("own")["een"]["number"] == 4


def test_older_news_never_covers_a_newer_answer_nor_one_on_its_way(phone: Phone):
    phone.card("een").get_by_label("Soms").check()
    saved(phone.send("een"))
    phone.send("een", "Sla over")
    saved(phone.card("een").locator("[data-progress]"))
    phone.server.status = 500
    phone.card("getal").locator("input").fill("7")
    phone.send("getal")
    phone.server.own = {
        "een": {"staat": "given", "waarde": "s", "volgnr": 1, "verslag": False},
        "getal": {"staat": "given", "waarde": 5, "volgnr": 1, "verslag": False},
        "meer": {"staat": "passed", "waarde": None, "volgnr": 1, "verslag": False},
    }
    phone.tell("live:state", state="offline")
    phone.tell("live:state", state="connected")
    phone.wait(1)
    expect(phone.card("meer")).to_have_attribute("data-state", "passed")  # the news was read
    assert phone.card("een").get_attribute("data-state") == "passed"
    assert phone.card("getal").locator("[data-said]").inner_text() == "7"
    assert phone.kept("queue")["getal"]["values"] == ["7"]


def test_an_answer_that_the_server_does_not_know_is_not_shown_as_kept(phone: Phone):
    phone.card("een").get_by_label("Soms").check()
    saved(phone.send("een"))
    phone.tell("live:state", state="offline")
    phone.tell("live:state", state="connected")
    phone.wait(1)
    expect(phone.card("een")).to_have_attribute("data-state", "empty")
    assert phone.kept("own") == {}


def test_a_step_that_comes_back_has_its_answers_at_once(phone: Phone):
    phone.card("een").get_by_label("Vaak").check()
    saved(phone.send("een"))
    phone.server.away = True
    phone.tell("live:frame", html=frame("film", "", 2), version=2)
    phone.tell("live:frame", html=frame("vraag", phone.server.page, 3), version=3)
    saved(phone.card("een").locator("[data-progress]"))
    expect(phone.card("een").get_by_label("Vaak")).to_be_checked()


# -- phone-flow ----------------------------------------------------------------------------------


@pytest.fixture
def flow(phone: Phone) -> Phone:
    phone.server.page = FLOW
    phone.load()
    return phone


def answered(phone: Phone) -> list[dict]:
    """What the server was sent, without numbers."""
    return [
        {name: value for name, value in sent.items() if "volgnr" not in name}
        for sent in phone.server.sent
    ]


def test_a_press_keeps_the_answer_and_brings_the_next_question(flow: Phone):
    expect(flow.card("een")).to_be_visible()
    expect(flow.card("twee")).to_be_hidden()
    expect(flow.page.get_by_role("button", name="Verstuur")).to_be_visible()  # base: no css here
    flow.card("een").get_by_label("Vaak").click()
    expect(flow.card("twee")).to_be_visible()
    expect(flow.card("een")).to_be_hidden()
    expect(flow.card("twee").get_by_role("heading")).to_be_focused()
    flow.wait(1)
    flow.card("twee").get_by_label("Ja").click()
    flow.card("open").get_by_role("textbox").fill("Goed zo")
    flow.page.get_by_role("button", name="Volgende").click()
    expect(flow.page.get_by_role("heading", name="Klaar. Leg je telefoon weg.")).to_be_focused()
    assert answered(flow) == [
        {"vraag": ["een"], "waarde": ["v"]},
        {"vraag": ["twee"], "waarde": ["j"]},
        {"vraag": ["open"], "waarde": ["Goed zo"]},
    ]
    assert flow.kept("queue") == flow.kept("draft") == {}


def test_a_note_to_oneself_among_the_questions_stands_in_nobodys_way(phone: Phone):
    phone.server.page = FLOW.replace("data-flow>", "data-flow>" + NOTE)
    phone.load()
    note, forward = phone.card("zelf"), phone.page.get_by_role("button", name="Volgende")
    note.get_by_role("textbox").fill("Alleen van mij")
    forward.click()
    phone.wait(1)
    phone.card("een").get_by_label("Vaak").click()
    phone.wait(1)
    phone.card("twee").get_by_label("Ja").click()
    phone.card("open").get_by_role("textbox").fill("Goed zo")
    forward.click()
    expect(phone.page.get_by_role("heading", name="Klaar. Leg je telefoon weg.")).to_be_focused()
    assert [sent["vraag"] for sent in answered(phone)] == [["een"], ["twee"], ["open"]]
    assert phone.kept("note")


def test_going_back_shows_the_answer_and_changes_it(flow: Phone):
    flow.card("een").get_by_label("Vaak").click()
    expect(flow.card("twee")).to_be_visible()
    flow.page.get_by_role("button", name="Vorige").click()
    expect(flow.card("een").get_by_label("Vaak")).to_be_checked()
    expect(flow.page.get_by_role("button", name="Vorige")).to_be_disabled()
    flow.page.get_by_role("button", name="Volgende").click()
    expect(flow.card("twee")).to_be_visible()
    assert len(flow.server.sent) == 1  # nothing changed, so nothing was sent
    flow.page.get_by_role("button", name="Vorige").click()
    flow.wait(1)
    flow.card("een").get_by_label("Soms").click()
    expect(flow.card("twee")).to_be_visible()
    assert [sent["waarde"] for sent in answered(flow)] == [["v"], ["s"]]


def test_arrow_keys_choose_and_keep_without_going_on(flow: Phone):
    flow.card("een").get_by_label("Soms").focus()
    flow.wait(1)
    flow.page.keyboard.press("ArrowDown")
    expect(flow.card("een").get_by_label("Vaak")).to_be_checked()
    saved(flow.card("een").locator("[data-progress]"))
    flow.wait(2)
    expect(flow.card("een")).to_be_visible()
    flow.page.keyboard.press("Enter")
    expect(flow.card("twee")).to_be_visible()


def test_passing_goes_on_and_can_be_undone(flow: Phone):
    flow.card("een").get_by_label("Sla over").check()
    expect(flow.card("twee")).to_be_visible()
    flow.page.get_by_role("button", name="Vorige").click()
    expect(flow.card("een").get_by_label("Sla over")).to_be_checked()
    flow.wait(1)
    flow.card("een").get_by_label("Soms").click()
    expect(flow.card("twee")).to_be_visible()
    flow.page.get_by_role("button", name="Vorige").click()
    expect(flow.card("een").get_by_label("Sla over")).not_to_be_checked()
    assert answered(flow) == [
        {"vraag": ["een"], "pas": ["1"]},
        {"vraag": ["een"], "waarde": ["s"]},
    ]


def test_going_on_with_nothing_says_what_to_do(flow: Phone):
    flow.page.get_by_role("button", name="Volgende").click()
    expect(flow.card("een").locator("[data-error]")).to_have_text("Leeg een.")
    expect(flow.card("een")).to_be_visible()


def test_a_second_tap_does_not_answer_the_question_that_just_came(flow: Phone):
    flow.card("een").get_by_label("Vaak").click()
    expect(flow.card("twee")).to_be_visible()
    flow.page.evaluate("""() => {
      const choice = document.querySelector("[data-question=twee] input");
      choice.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
      choice.click();
    }""")
    expect(flow.card("twee").get_by_label("Ja")).not_to_be_checked()


def test_a_reload_goes_on_where_somebody_was(flow: Phone):
    flow.card("een").get_by_label("Vaak").click()
    expect(flow.card("twee")).to_be_visible()
    saved(flow.card("een").locator("[data-progress]"))
    flow.server.page = FLOW.replace('data-state="empty"', 'data-state="given"', 1)
    flow.load()
    expect(flow.card("twee")).to_be_visible()
    expect(flow.card("een")).to_be_hidden()


def test_without_a_line_all_is_kept_and_goes_in_one_request(flow: Phone):
    flow.server.away = True
    flow.card("een").get_by_label("Vaak").click()
    expect(flow.card("twee")).to_be_visible()
    flow.pass_over("twee")
    flow.card("open").get_by_role("textbox").fill("Zonder lijn")
    flow.page.get_by_role("button", name="Volgende").click()
    expect(flow.page.locator("[data-flow-said]")).to_be_focused()
    expect(flow.page.get_by_role("heading", name="Klaar.")).to_be_hidden()
    flow.server.away = False
    flow.tell("live:state", state="connected")
    flow.wait(2)
    expect(flow.page.get_by_role("heading", name="Klaar.")).to_be_focused()
    (sent,) = answered(flow)
    assert sorted(sent.pop("vraag")) == ["een", "open", "twee"]
    assert sent == {
        "waarde.een": ["v"],
        "pas.twee": ["1"],
        "waarde.open": ["Zonder lijn"],
    }


def test_an_answer_that_was_not_taken_comes_back_at_the_end(flow: Phone):
    flow.card("een").get_by_label("Vaak").click()
    flow.pass_over("twee")
    expect(flow.card("open")).to_be_visible()
    flow.wait(1)
    saved(flow.card("een").locator("[data-progress]"))
    saved(flow.card("twee").locator("[data-progress]"))
    flow.server.status, flow.server.said = 422, {"fout": "Korter graag."}
    flow.card("open").get_by_role("textbox").fill("Veel te lang")
    flow.page.get_by_role("button", name="Volgende").click()
    expect(flow.card("open").locator("[data-error]")).to_have_text("Korter graag.")
    expect(flow.card("open").get_by_role("textbox")).to_have_value("Veel te lang")


def test_who_is_still_typing_the_last_answer_keeps_the_step(flow: Phone):
    flow.card("een").get_by_label("Vaak").click()
    flow.pass_over("twee")
    flow.card("open").get_by_role("textbox").fill("Bijna")
    flow.push("klaar", "")
    expect(flow.card("open").locator("[data-left-behind]")).to_be_visible()
    expect(flow.card("open").get_by_role("textbox")).to_have_value("Bijna")


def test_the_group_goes_on_at_once_where_all_was_kept(flow: Phone):
    flow.card("een").get_by_label("Vaak").click()
    saved(flow.card("een").locator("[data-progress]"))
    flow.push("klaar", "")
    expect(flow.page.locator(".frame")).to_have_attribute("data-step", "klaar")


# -- phone-several, phone-frame, live-clock ------------------------------------------------------


def counts(place: Locator, page: Page) -> None:
    """From now on remember all that a live region says."""
    place.evaluate("""(place) => {
      window.spoken = [];
      const hear = () => { if (place.textContent) window.spoken.push(place.textContent); };
      new MutationObserver(hear).observe(place, { childList: true, characterData: true });
    }""")


def heard(phone: Phone, words: str) -> bool:
    """Whether the region said exactly this, once."""
    phone.page.wait_for_function("() => window.spoken.length > 0")
    return phone.page.evaluate("window.spoken") == [words]


def test_choices_are_counted_and_one_too_many_stays_off(phone: Phone):
    asked, left = phone.card("meer"), phone.card("meer").locator("[data-left]")
    asked.get_by_label("A").check()
    expect(left).to_have_text("Nog één.")
    asked.get_by_label("B").check()
    expect(left).to_have_text("Genoeg.")
    expect(asked.locator("[data-send]")).to_have_text("Verstuur 2 keuzes")
    asked.get_by_label("C").click()
    expect(asked.get_by_label("C")).not_to_be_checked()
    expect(left).to_have_text("Al twee.")
    counts(left, phone.page)
    asked.get_by_label("C").click()
    assert heard(phone, "Al twee.")
    assert phone.kept("draft")["meer"]["values"] == ["a", "b"]
    asked.get_by_label("?").check()
    expect(asked.get_by_label("A")).not_to_be_checked()
    expect(asked.locator("[data-send]")).to_have_text("Verstuur")
    asked.get_by_label("B").check()
    expect(asked.get_by_label("?")).not_to_be_checked()


def test_a_text_that_is_nearly_too_long_is_counted(phone: Phone):
    said = phone.card("open").locator("[data-length]")
    for typed, words in (
        (99, ""),
        (101, "Nog 199 tekens."),
        (305, "Je tekst is 5 tekens te lang."),
    ):
        phone.card("open").get_by_role("textbox").fill("a" * typed)
        expect(said).to_have_text(words)


@pytest.mark.parametrize("ref", ["getal", "open"])
def test_who_typed_keeps_the_step_however_long_it_takes(phone: Phone, ref: str):
    field = phone.card(ref).locator("[data-typed]")
    field.fill("4")
    phone.push("film", "")
    expect(phone.page.locator("[data-ahead]")).to_be_visible()
    expect(phone.announced).to_have_text(f"De groep is een stap verder. {NOT_SENT}")
    phone.wait(600)
    expect(field).to_have_value("4")
    expect(phone.card(ref)).to_have_attribute("data-closed", "")
    phone.page.get_by_role("button", name="Ga mee").click()
    expect(phone.card(ref)).to_have_count(0)
    phone.push("vraag", phone.server.page, 3)
    expect(field).to_have_value("4")


def test_who_chose_and_did_not_send_keeps_the_step_too(phone: Phone):
    phone.card("een").get_by_label("Vaak").check()
    phone.push("film", "")
    expect(phone.card("een").locator("[data-left-behind]")).to_be_visible()
    phone.wait(60)
    expect(phone.card("een").get_by_label("Vaak")).to_be_checked()
    phone.push("vraag", phone.server.page, 3)  # the group comes back, and all is open again
    expect(phone.card("een")).not_to_have_attribute("data-closed", "")
    expect(phone.page.locator("[data-ahead]")).to_be_hidden()
    saved(phone.send("een"))


def test_a_note_is_waited_for_a_minute_and_kept(phone: Phone):
    phone.card("zelf").get_by_role("textbox").fill("Voor mezelf")
    phone.push("film", "")
    phone.wait(50)
    expect(phone.card("zelf")).to_be_visible()
    phone.wait(20)
    expect(phone.card("zelf")).to_have_count(0)
    assert phone.kept("note")["zelf"]["text"] == "Voor mezelf"


def test_who_needs_longer_keeps_the_step_and_joins_again(phone: Phone):
    stay = phone.page.locator("[data-stay]")
    stay.click()
    phone.push("film", "")
    expect(phone.page.locator("[data-ahead]")).to_be_visible()
    phone.wait(120)
    expect(phone.card("een")).to_be_visible()
    phone.page.get_by_role("button", name="Ga mee").click()
    expect(phone.card("een")).to_have_count(0)
    expect(stay).to_have_attribute("aria-pressed", "false")
    phone.push("samen", "", 3)
    expect(phone.page.locator(".frame")).to_have_attribute("data-step", "samen")


def test_a_refusal_stands_with_its_question_when_the_group_is_on(phone: Phone):
    phone.server.held = []
    phone.server.status, phone.server.said = 409, {"fout": "Deze stap is gesloten."}
    phone.card("open").get_by_role("textbox").fill("Net te laat")
    progress = phone.send("open")
    expect(progress).to_have_text("Ik verstuur je antwoord…")
    phone.push("film", "")
    phone.wait(2)
    expect(phone.card("open")).to_be_visible()  # what is on its way is waited for
    caught(phone.page, phone.server.held)()
    expect(phone.card("open").locator("[data-error]")).to_have_text("Deze stap is gesloten.")
    expect(phone.card("open").get_by_role("textbox")).to_have_value("Net te laat")
    expect(phone.page.locator("[data-ahead]")).to_be_visible()


def test_a_refusal_of_a_step_that_is_gone_names_its_question_below_that_of_now(phone: Phone):
    phone.server.away = True
    phone.card("een").get_by_label("Vaak").check()
    phone.send("een")
    phone.server.step, phone.server.page = "film", "Film"
    phone.load()
    phone.server.away = False
    phone.server.status, phone.server.said = 409, {"fout": "Deze stap is gesloten."}
    phone.tell("live:state", state="connected")
    phone.wait(2)
    note = phone.page.locator("#frame + .phone-note")
    expect(note).to_contain_text("Vraag een?")
    expect(note).to_contain_text("Deze stap is gesloten.")
    expect(note).to_contain_text("Vaak")


def test_an_older_frame_changes_nothing(phone: Phone):
    phone.tell("live:frame", html=frame("film", "", 5), version=5)
    phone.tell("live:frame", html=frame("vraag", phone.server.page, 4), version=4)
    assert phone.page.locator(".frame").get_attribute("data-step") == "film"


MOMENTS = (-3671, -90, -1, 0, 1, 29, 30, 59, 60, 89, 90, 149, 150, 151, 3599, 3600, 7230)


def test_the_clock_counts_on_in_the_words_of_the_server(phone: Phone):
    clocks = "".join(
        f'<p data-clock="{name}" data-words="{say(0).words}"></p>'
        for name, say in (("quiet", time_left.quiet), ("", time_left.exact))
    )
    phone.server.page = clocks
    phone.load()
    shown = phone.page.evaluate(
        """async (moments) => {
          await import("/static/js/live-clock.js");
          return moments.map((seconds) => {
            document.dispatchEvent(new CustomEvent("live:clock", { detail: { seconds } }));
            return [...document.querySelectorAll("[data-clock]")].map((one) => one.textContent);
          });
        }""",
        MOMENTS,
    )
    said = [[time_left.quiet(s).text, time_left.exact(s).text] for s in MOMENTS]
    assert shown == said
    phone.tell("live:clock", seconds=65)
    phone.wait(10)
    expect(phone.page.locator("[data-clock=quiet]")).to_have_text("nog geen minuut")
    expect(phone.page.locator('[data-clock=""]')).to_have_text(re.compile(r"0:5[0-5]"))


# -- live ----------------------------------------------------------------------------------------


def test_without_a_frame_for_three_seconds_it_asks_and_opens_a_plain_stream(phone: Phone):
    """A proxy may hold back what it can't read; what it can read, it passes on."""
    page, streams = phone.page, []

    def stream(route: Route) -> None:
        streams.append("stroom/" + route.request.url.partition("/stroom/")[2])
        if route.request.url.endswith("?plat=1"):
            said = "".join(f"data: {line}\n" for line in frame("film", "", 3).splitlines())
            body = f"event: frame\nid: 3\n{said}\n"
            route.fulfill(body=body, content_type="text/event-stream")

    page.route("**/stroom/**", stream)
    now = {"version": 2, "html": frame("praat", "", 2), "clock": None, "tally": None}
    page.route("**/beeld/", lambda route: route.fulfill(json={**now, "ended": False}))
    with page.expect_request("**/stroom/"):
        page.evaluate(
            """async () => {
              window.said = [];
              document.addEventListener("live:state", ({ detail }) => said.push(detail.state));
              Object.assign(document.getElementById("frame").dataset,
                { stream: "/stroom/", poll: "/beeld/" });
              (await import("/static/js/live.js")).listen();
            }"""
        )
    phone.wait(2)
    assert streams == ["stroom/"]
    assert page.locator(".frame").get_attribute("data-step") == "vraag"
    with page.expect_request("**/stroom/?plat=1"):
        phone.wait(1)
    expect(page.locator(".frame")).to_have_attribute("data-step", "film")
    page.wait_for_function("() => said.includes('connected')")
    with page.expect_request("**/stroom/?plat=1"):  # and from then on, as long as the page lives
        phone.wait(2)
    assert set(streams[1:]) == {"stroom/?plat=1"}
