"""Changing, copying and deleting a session in a browser, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.room import LAPTOP, Late, Room
from tests.journeys.test_planner import Kept, kept  # noqa: F401 - a fixture

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("keyboard"), pytest.mark.sqlite_only]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@pytest.fixture
def programme(room: Room, kept: Kept, scripts: bool) -> Page:  # noqa: F811
    """The programme of a planned session, in a browser with or without scripts."""
    known = {"storage_state": kept.browser, "java_script_enabled": scripts}
    page = room.person(LAPTOP, **known).new_page()
    page.goto(kept.address)
    return page


def copied(page: Page, title: str, scripts: bool) -> tuple[Page, str]:
    """A session of one's own to change, beside the one that other journeys use, and its name."""
    title += " met scripts" if scripts else " zonder scripts"
    page.get_by_role("link", name="Maak een kopie").click()
    page.get_by_label("Hoe heet jullie gesprek?").fill(title)
    page.get_by_label("Hoe laat begint het?").fill("9")
    page.get_by_role("button", name="Maak de kopie").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page, title


@SCRIPTS
def test_what_was_asked_is_changed_after_seeing_what_that_does(programme: Page, scripts: bool):
    page, _ = copied(programme, "Team Zuid", scripts)
    expect(page.locator(".lede")).to_contain_text("09.00 uur")
    page.get_by_role("link", name="Verander dag, tijd of keuzes").click()
    page.get_by_label("Hoe laat begint het?").fill("1330")
    page.locator("label.choice--pill", has_text="3 uur").first.click()
    shown = page.locator("#gevolg")
    if not scripts:
        page.get_by_role("button", name="Laat zien wat er verandert").click()
    expect(shown).to_contain_text(re.compile(r"13\.30 tot 1[56]\.\d\d uur"))
    expect(shown).to_contain_text("Wordt langer")
    page.get_by_role("button", name="Verander het zo").click()
    expect(page.get_by_text("Veranderd. Zo is de sessie nu.")).to_be_visible()
    expect(page.locator(".time-bar")).to_contain_text(re.compile(r"13\.30 tot 1[56]\.\d\d uur"))
    clocks = page.locator("li.block .block-clock")
    expect(clocks.first).to_contain_text("13.30")


@pytest.mark.parametrize("scripts", [True], ids=["scripts"])
def test_what_was_chosen_before_the_scripts_came_is_shown_as_well(programme: Page):
    scripts = Late(programme, "**/planner-change*.js")
    link = programme.get_by_role("link", name="Verander dag, tijd of keuzes")
    programme.goto(str(link.get_attribute("href")), wait_until="commit")
    programme.get_by_label("Hoe laat begint het?").fill("1330")
    scripts.come()
    expect(programme.locator("#gevolg")).to_contain_text("13.30 tot")


@SCRIPTS
def test_a_question_of_ones_own_reaches_the_programme(programme: Page, scripts: bool):
    page, _ = copied(programme, "Team Oost", scripts)
    step = page.locator("li.block", has_text="Zelf nadenken").first
    step.locator("summary").click()
    step.get_by_role("link", name=re.compile("^Verander de teksten")).click()
    page.get_by_label("Nog een vraag op de telefoon").fill("Wat heb jij nodig?")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_text("Bewaard: de teksten van")).to_be_attached()
    step = page.locator("li.block", has_text="Zelf nadenken").first
    expect(step.locator(".tag")).to_have_text("aangepast")
    step.locator("summary").click()
    expect(step.get_by_text("Wat heb jij nodig? (van jou)")).to_be_visible()


@SCRIPTS
def test_a_session_is_deleted_and_taken_back(programme: Page, scripts: bool):
    page, title = copied(programme, "Team West", scripts)
    address = page.url
    page.get_by_role("link", name="Verwijder deze sessie").click()
    expect(page.get_by_role("heading", name="Dit gaat weg")).to_be_visible()
    page.get_by_role("button", name="Verwijder deze sessie").click()
    expect(page.get_by_text(f"‘{title}’ is verwijderd.")).to_be_visible()
    gone = page.request.get(address)
    assert gone.status == 404
    page.get_by_role("button", name=re.compile(f"^Haal terug.*{title}")).click()
    expect(page.get_by_text(f"‘{title}’ is er weer.")).to_be_visible()
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


@SCRIPTS
def test_a_session_goes_into_the_archive_and_out_of_it(programme: Page, scripts: bool):
    page, title = copied(programme, "Team Midden", scripts)
    page.get_by_role("link", name="Mijn sessies").click()
    for press, said in (
        ("Zet in het archief", "staat in het archief"),
        ("Haal uit het archief", "staat weer bij je sessies"),
    ):
        card = page.locator(".session", has_text=title)
        if press.startswith("Haal"):
            page.locator(".session-aside > summary", has_text="Archief").click()
        card.locator("summary").click()
        card.get_by_role("button", name=press).click()
        expect(page.get_by_text(said)).to_be_visible()
