"""Changing a programme with a mouse, a finger and a keyboard: nothing jumps, every press counts."""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from pypdf import PdfReader

from tests.journeys.room import LAPTOP, PHONE, Room

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("keyboard"), pytest.mark.sqlite_only]

TWELVE = 12


@dataclass
class Kept:
    """A planned session, and what a browser knows that is logged in to lead it."""

    address: str
    browser: dict


@pytest.fixture(scope="module")
def kept(house: Room) -> Kept:
    made = json.loads(house.manage("demo", "--stage", "planned", "--json"))
    page = house.person(LAPTOP).new_page()
    page.goto(made["login_url"])
    return Kept(made["plan_url"], page.context.storage_state())


@pytest.fixture
def programme(room: Room, kept: Kept) -> Page:
    """The programme of a planned session, before its facilitator."""
    page = room.person(LAPTOP, storage_state=kept.browser).new_page()
    page.goto(kept.address)
    return page


@pytest.fixture
def untouched(room: Room, kept: Kept) -> Page:
    """The programme of a session that no other journey changes."""
    made = json.loads(room.manage("demo", "--stage", "planned", "--json"))
    page = room.person(LAPTOP, storage_state=kept.browser).new_page()
    page.goto(made["plan_url"])
    return page


def row(page: Page, title: str) -> Locator:
    named = page.locator(".block-title", has_text=re.compile(f"^{title}$"))
    return page.locator("li.block", has=named).first


def minutes(of: Locator) -> int:
    return int(of.locator(".step-tools .block-minutes").inner_text().split()[0])


def settled(page: Page) -> None:
    """Nothing is waiting to be sent and nothing is under way."""
    expect(page.locator("#programma")).not_to_have_attribute("aria-busy", "true")


def place(page: Page, title: str) -> int:
    titles = page.locator("li.block .block-title").all_inner_texts()
    return titles.index(title)


def stands(page: Page, title: str, at: int) -> None:
    """Wait until the step with this title stands at this place, from 0."""
    expect(page.locator("li.block .block-title").nth(at)).to_have_text(title)


def under(page: Page, at: tuple[float, float]) -> str:
    """The name of the button at this point of the window."""
    return page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y)?.closest('button')?.ariaLabel ?? ''", at
    )


def middle(button: Locator) -> tuple[float, float]:
    box = button.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("pause", [0, 120])
def test_twelve_quick_presses_are_twelve_minutes(programme: Page, pause: int):
    talk = row(programme, "Samen in gesprek")
    before = minutes(talk)
    longer = talk.get_by_role("button", name="1 minuut langer")
    longer.scroll_into_view_if_needed()
    at = middle(longer)
    programme.mouse.move(*at)
    for _ in range(TWELVE):
        programme.mouse.click(*at, delay=pause)
    settled(programme)
    assert minutes(talk) == before + TWELVE
    programme.reload()
    assert minutes(row(programme, "Samen in gesprek")) == before + TWELVE


@pytest.mark.parametrize("name", ["Pauze: later", "Basisregels: eerder", "Evaluatie: eerder"])
def test_the_row_stays_under_the_pointer_and_keeps_the_focus(programme: Page, name: str):
    title, _, way = name.partition(": ")
    button = programme.get_by_role("button", name=name, exact=True)
    button.scroll_into_view_if_needed()
    at = middle(button)
    programme.mouse.move(*at)
    for _ in range(2):
        stood = place(programme, title)
        programme.mouse.click(*at)
        stands(programme, title, stood + (1 if way == "later" else -1))
        assert under(programme, at) == name
        expect(button).to_be_focused()


def test_arrows_add_up_too(programme: Page):
    before = place(programme, "Basisregels")
    button = programme.get_by_role("button", name="Basisregels: later", exact=True)
    button.scroll_into_view_if_needed()
    at = middle(button)
    for _ in range(5):
        programme.mouse.click(*at)
    settled(programme)
    assert place(programme, "Basisregels") == before + 5
    assert under(programme, at) == "Basisregels: later"


def test_presses_on_two_rows_all_count(programme: Page):
    first, second = row(programme, "Check-in"), row(programme, "Basisregels")
    before = minutes(first), minutes(second)
    for _ in range(3):
        first.get_by_role("button", name="1 minuut langer").click()
        second.get_by_role("button", name="1 minuut langer").click()
    settled(programme)
    assert (minutes(first), minutes(second)) == (before[0] + 3, before[1] + 3)


def test_a_keyboard_presses_on_where_it_was(programme: Page):
    button = programme.get_by_role("button", name="Evaluatie: 1 minuut langer", exact=True)
    before = minutes(row(programme, "Evaluatie"))
    button.focus()
    for _ in range(4):
        programme.keyboard.press("Enter")
    settled(programme)
    assert minutes(row(programme, "Evaluatie")) == before + 4
    expect(button).to_be_focused()


def test_a_finger_finds_the_row_where_it_was(room: Room, kept: Kept):
    known = kept.browser
    page = room.person(PHONE, has_touch=True, is_mobile=True, storage_state=known).new_page()
    page.goto(kept.address)
    button = page.get_by_role("button", name="Evaluatie: eerder", exact=True)
    button.scroll_into_view_if_needed()
    at = middle(button)
    for _ in range(3):
        page.touchscreen.tap(*at)
        settled(page)
        assert under(page, at) == "Evaluatie: eerder"


def test_what_a_lost_line_did_not_take_is_said(programme: Page):
    programme.context.set_offline(True)
    row(programme, "Check-in").get_by_role("button", name="1 minuut langer").click()
    expect(programme.get_by_role("alert")).to_contain_text("Geen verbinding")


def test_a_phone_reads_the_programme_before_the_button(room: Room):
    page = room.person(PHONE, has_touch=True, is_mobile=True).new_page()
    page.goto("/sessies/nieuw/")
    page.locator("label", has_text="Hoop").first.click()
    expect(page.locator("#programma")).to_contain_text("Check-out")
    preview = page.locator("#programma").bounding_box()
    button = page.get_by_role("button", name="Maak dit programma").bounding_box()
    assert preview is not None
    assert button is not None
    assert preview["y"] + preview["height"] <= button["y"]


def test_a_row_that_comes_in_gets_the_focus(programme: Page):
    pause = row(programme, "Pauze")
    pause.locator("summary").click()
    pause.get_by_role("button", name="Haal ‘Pauze’ weg").click()
    back = programme.get_by_role("button", name="Maak ongedaan")
    expect(back).to_be_focused()
    back.click()
    expect(row(programme, "Pauze").locator("summary")).to_be_focused()


def titles(page: Page) -> list[str]:
    return page.locator("li.block .block-title").all_inner_texts()


def test_what_was_changed_is_undone_after_a_reload(programme: Page):
    before = titles(programme)
    for title in ("Check-in", "Basisregels"):
        gone = row(programme, title)
        gone.locator("summary").click()
        gone.get_by_role("button", name=f"Haal ‘{title}’ weg").click()
        expect(programme.get_by_text(f"Laatst veranderd: ‘{title}’ is weggehaald.")).to_be_visible()
    programme.reload()
    undo = programme.get_by_role("button", name="Maak ongedaan")
    for title in ("Basisregels", "Check-in"):
        undo.click()
        expect(row(programme, title)).to_be_visible()
    assert titles(programme) == before
    programme.reload()
    programme.get_by_role("button", name="Doe opnieuw").click()
    expect(row(programme, "Check-in")).to_have_count(0)
    programme.locator("body").press("ControlOrMeta+Z")
    expect(row(programme, "Check-in")).to_be_visible()
    assert titles(programme) == before


def test_a_double_click_takes_one_step_out(programme: Page):
    before = titles(programme)
    pause = row(programme, "Pauze")
    pause.locator("summary").click()
    pause.get_by_role("button", name="Haal ‘Pauze’ weg").dblclick()
    expect(row(programme, "Pauze")).to_have_count(0)
    settled(programme)
    expect(programme.get_by_role("alert")).to_have_count(0)
    assert len(titles(programme)) == len(before) - 1
    programme.get_by_role("button", name="Maak ongedaan").click()
    expect(row(programme, "Pauze")).to_be_visible()
    assert titles(programme) == before


def test_a_second_press_that_waits_for_the_first_does_nothing(programme: Page):
    """As on a slow network: the first press is still under way, and takes the row with it."""
    under_way: list[Route] = []
    programme.route("**/weg/", lambda route: under_way.append(route), times=1)
    sent: list[str] = []
    programme.on("request", lambda request: sent.append(urlsplit(request.url).path))
    pause = row(programme, "Pauze")
    pause.locator("summary").click()
    for _ in range(2):
        pause.get_by_role("button", name="Haal ‘Pauze’ weg").click()
    under_way[0].continue_()
    expect(row(programme, "Pauze")).to_have_count(0)
    programme.get_by_role("button", name="Maak ongedaan").click()  # waits its turn behind them
    expect(row(programme, "Pauze")).to_be_visible()
    assert [path.endswith("/weg/") for path in sent] == [True, False]


def test_two_tabs_tell_each_other_what_changed(untouched: Page):
    """In one a step gets a name or goes; in the other somebody had typed already."""
    other = untouched.context.new_page()
    other.goto(untouched.url)
    name = "Wat we meenemen"
    mine, theirs = (row(page, "Basisregels") for page in (untouched, other))
    for one in (mine, theirs):
        one.locator("summary").click()
    field = theirs.get_by_label("Naam")
    field.fill(name)
    mine.get_by_label("Naam").fill("Onze afspraken")
    mine.get_by_role("button", name="Bewaar de naam").click()
    expect(row(untouched, "Onze afspraken")).to_be_visible()

    theirs.get_by_role("button", name="Bewaar de naam").click()
    expect(other.get_by_role("alert")).to_contain_text("‘Basisregels’ heet nu ‘Onze afspraken’.")
    renamed = row(other, "Onze afspraken")
    expect(renamed.get_by_label("Naam")).to_have_value(name)
    renamed.get_by_role("button", name="Bewaar de naam").click()
    expect(row(other, name)).to_be_visible()
    expect(other.get_by_role("alert")).to_have_count(0)

    # The first tab is behind now. Another row goes through, and it is told what else changed.
    row(untouched, "Evaluatie").get_by_role("button", name="1 minuut langer").click()
    expect(untouched.locator(".balance")).to_contain_text(f"heet nu ‘{name}’.")
    expect(row(untouched, name)).to_be_visible()

    gone = row(untouched, name)
    gone.get_by_role("button", name=f"Haal ‘{name}’ weg").click()
    expect(row(untouched, name)).to_have_count(0)
    row(other, name).get_by_label("Naam").fill("Te laat")
    row(other, name).get_by_role("button", name="Bewaar de naam").click()
    expect(other.get_by_role("alert")).to_contain_text(f"‘{name}’ is weggehaald.")
    expect(other.get_by_text("Je typte: ‘Te laat’.")).to_be_visible()
    untouched.get_by_role("button", name="Maak ongedaan").click()
    expect(row(untouched, name)).to_be_visible()


def themes(page: Page) -> list[str]:
    return page.locator(".part[data-theme] h3").all_inner_texts()


def test_a_whole_theme_is_dragged_past_another(programme: Page):
    first, second = themes(programme)[:2]
    steps = titles(programme)
    grip = programme.locator(".part", has_text=first).locator("[data-grip]")
    last = programme.locator("li.block--last[data-theme]").last
    grip.scroll_into_view_if_needed()
    x, y = middle(grip)
    programme.mouse.move(x, y)
    programme.mouse.down()
    programme.mouse.move(x, y + 8, steps=4)
    expect(programme.locator("#stappen > [hidden]")).to_have_count(3)  # its steps go along
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    assert box is not None
    for above in (10, 4):
        programme.mouse.move(x, box["y"] + box["height"] - above, steps=6)
    programme.mouse.up()
    expect(programme.locator(".part[data-theme] h3")).to_have_text([second, first])
    settled(programme)
    assert sorted(titles(programme)) == sorted(steps)
    programme.get_by_role("button", name="Maak ongedaan").click()
    expect(programme.locator(".part[data-theme] h3")).to_have_text([first, second])
    assert titles(programme) == steps


def test_a_whole_theme_goes_anywhere_by_keyboard(programme: Page):
    first, second = themes(programme)[:2]
    more = programme.locator("#heel-onderdeel")
    more.locator("summary").press("Enter")
    more.get_by_label("Wat verplaats je?").select_option(first)
    more.get_by_label("Waar komt het?").select_option(f"Na: {second}")
    more.get_by_role("button", name="Zet het daar").press("Enter")
    expect(programme.locator(".part[data-theme] h3")).to_have_text([second, first])
    programme.get_by_role("button", name=f"{first}: alles eerder").press("Enter")
    settled(programme)
    programme.get_by_role("button", name=f"{first}: alles eerder").press("Enter")
    settled(programme)
    expect(programme.locator(".part[data-theme] h3")).to_have_text([first, second])


def test_a_step_that_lasts_longer_is_drawn_longer_and_what_is_the_same_stays(programme: Page):
    drawn = {
        minutes(one): one.locator(".block-scale").bounding_box()
        for one in programme.locator("li.block").all()
    }
    for lasts, box in drawn.items():
        assert box is not None
        assert abs(box["height"] - 6 * lasts) <= 1
    row(programme, "Evaluatie").locator("summary").click()
    field = row(programme, "Evaluatie").get_by_label("Naam")
    field.fill("Nog niet bewaard")
    clock = row(programme, "Evaluatie").locator("[data-clock]")
    before = clock.inner_text()
    row(programme, "Check-in").get_by_role("button", name="1 minuut langer").click()
    expect(clock).not_to_have_text(before)
    expect(field).to_have_value("Nog niet bewaard")
    expect(row(programme, "Evaluatie").locator("details")).to_have_attribute("open", "")


def test_a_step_more_stands_before_the_closing_and_its_form_is_empty_again(programme: Page):
    more = programme.locator("#stap-erbij")
    more.locator("summary").click()
    more.get_by_label("Naam").fill("Even lopen")
    more.get_by_role("button", name="Zet de stap erbij").click()
    expect(row(programme, "Even lopen").locator("summary")).to_be_focused()
    assert place(programme, "Even lopen") < place(programme, "Check-out")
    expect(more).not_to_have_attribute("open", "")
    expect(more.get_by_label("Naam")).to_have_value("")


def test_what_the_browser_prints_has_no_heading_alone(programme: Page, tmp_path):
    with programme.expect_navigation():
        programme.get_by_role("link", name="Draaiboek voor de gespreksleider").click()
    found = programme.locator("main :is(h2, h3, h4)").all_inner_texts()
    headings = {text.strip() for text in found}
    programme.pdf(path=tmp_path / "sheet.pdf", format="A4", prefer_css_page_size=True)
    for page in PdfReader(tmp_path / "sheet.pdf").pages:
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        assert lines[-1] not in headings


def test_the_letter_is_copied_whole_and_printed_on_one_page(room: Room, kept: Kept, tmp_path):
    person = room.person(LAPTOP, storage_state=kept.browser)
    person.grant_permissions(["clipboard-write"])
    page = person.new_page()
    page.goto(f"{kept.address}brief/")
    page.get_by_label("Van wie is de brief?").fill("Noor, teamleider")
    page.get_by_label("Wil je er zelf iets bij zeggen?").fill("Fijn als je komt.")
    with page.expect_navigation():
        page.get_by_role("button", name="Zet dit in de brief").click()
    page.get_by_role("button", name="Kopieer de hele brief").click()
    expect(page.get_by_text("De brief is gekopieerd")).to_be_visible()
    pasted = page.get_by_label("Wil je er zelf iets bij zeggen?")
    pasted.evaluate("field => { field.removeAttribute('maxlength'); field.value = ''; }")
    pasted.press("Control+v")
    copied = pasted.input_value()
    for said in ("Fijn als je komt.", "Je kiest zelf wat je vertelt", "/m/", "Noor, teamleider"):
        assert said in copied
    page.pdf(path=tmp_path / "letter.pdf", format="A4", prefer_css_page_size=True)
    assert len(PdfReader(tmp_path / "letter.pdf").pages) == 1
