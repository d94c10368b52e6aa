"""One session from log-in to report, on every surface at once."""

import io
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.room import SCREEN, Room, answer, step_of, wait_for_step

# On PostgreSQL `tests/live/test_play.py` plays a session to its report with six phones, by HTTP.
pytestmark = [
    *(pytest.mark.journey, pytest.mark.xdist_group("journeys"), pytest.mark.timeout(420)),
    pytest.mark.sqlite_only,
]

LEAST = 5  # of fewer people nobody sees what they said
PHONES = 6  # one may be away, or one pass, and still there are enough
BACK_WITHIN = 10_000  # ms; 2,000 are promised, of a machine that does nothing else
WORDS = ["helemaal niet", "niet echt", "een beetje", "grotendeels", "helemaal"]


def log_in(room: Room, page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill("lead@voorbeeld.nl")
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.get_by_label("Code").fill(room.mailed_code())
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_url(re.compile("/sessies/"))


def plan(page: Page) -> None:
    """Two hours with two themes for twelve people."""
    page.goto("/sessies/nieuw/")
    page.get_by_label("Met hoeveel mensen").fill("12")
    page.locator("label", has_text=re.compile(r"^\s*2 uur\s*$")).click()
    for theme in ("Bejegening", "Hoop"):
        page.locator("label.theme-tile, label", has_text=theme).first.click()
    expect(page.locator("#programma")).to_contain_text("Check-out")
    page.get_by_role("button", name="Maak dit programma").click()
    page.get_by_role("link", name="Bewaar en ga verder").click()
    page.get_by_label("Bij wie kunnen mensen").fill("Sam de Vries, vertrouwenspersoon")
    page.get_by_role("button", name="Bewaar deze sessie").click()
    expect(page.get_by_text("Past precies")).to_be_visible()


def scan(projector: Page) -> str:
    """The address in the QR code, read from a picture of the screen as a phone would."""
    picture = Image.open(io.BytesIO(projector.screenshot()))
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text


@pytest.fixture
def given() -> dict[str, Counter]:
    """What the phones sent, by question, to hold the report against."""
    return {}


def text_of(number: int, question: int) -> str:
    return f"antwoord {chr(97 + number)}{question} van iemand"


def everybody_answers(phones: list[Page], given: dict[str, Counter]) -> list[str]:
    """Every phone answers every question of the step; the texts that were sent."""
    texts = []
    questions = phones[0].locator("[data-question]:has([data-answer])")
    for index in range(questions.count()):
        counts = given.setdefault(
            questions.nth(index).get_attribute("data-question") or "", Counter()
        )
        for number, phone in enumerate(phones):

            def pick(form: str, number: int = number, index: int = index) -> object:
                if number == 0 and index == 1 and len(phones) > LEAST:
                    return None
                if form == "open":
                    return text_of(number, len(given))
                if form == "scale":
                    return WORDS[(number + index) % 5]
                return "Soms" if number % 2 else "Regelmatig"

            answer(phone, index, pick)
            choice = pick(questions.nth(index).get_attribute("data-form") or "")
            if choice is not None:
                counts[str(choice)] += 1
                if str(choice).startswith("antwoord "):
                    texts.append(str(choice))
    return texts


def test_a_team_plans_talks_and_reads_its_report(room: Room, given: dict[str, Counter]):
    laptop = room.person()
    console = laptop.new_page()
    log_in(room, console)
    plan(console)
    planned = urlsplit(console.url).path
    titles = console.locator("[data-step-title]").all_inner_texts()

    console.get_by_role("link", name="Leid deze sessie").click()
    projector = laptop.new_page()
    projector.set_viewport_size(SCREEN)
    projector.goto(f"{planned}scherm/")
    projector.get_by_role("button", name="Start het scherm").click()
    console.get_by_role("button", name="Open de deur").first.click()
    expect(projector.locator("#frame svg").first).to_be_visible()

    phones = [room.phone() for _ in range(PHONES)]
    expect(console.get_by_text("deur open")).to_be_visible()
    wait_for_step(projector, "lobby")
    address = scan(projector)
    phones[0].goto(address)
    shown = urlsplit(address).path.split("/")[2]
    for number, phone in enumerate(phones[1:]):
        phone.goto("/")
        typed = shown.upper() if number % 2 else f" {shown[:3]}-{shown[3:]} "
        phone.get_by_label("Code").fill(typed)
        phone.get_by_role("button", name="Doe mee").click()
    for phone in phones:
        wait_for_step(phone, "lobby")
    expect(console.locator(".console-head, header").first).to_contain_text(
        re.compile(rf"\b{PHONES}\b")
    )

    console.get_by_role("button", name="Start de sessie").click()
    expect(console.locator("#frame .frame")).not_to_have_attribute("data-step", "lobby")
    seen_steps: list[str] = []
    away: Page | None = None
    while True:
        step = step_of(console)
        seen_steps.append(step)
        wait_for_step(projector, step)
        present = [phone for phone in phones if phone is not away]
        for phone in present:
            wait_for_step(phone, step)

        if len(seen_steps) == 4:
            away = phones[-1]
            away.context.set_offline(True)
        elif len(seen_steps) == 6 and away is not None:
            away.context.set_offline(False)
            wait_for_step(away, step, BACK_WITHIN)
            away = None
            present = phones

        texts = everybody_answers(present, given)
        enough = len(present) >= LEAST
        close = console.locator("#antwoorden").get_by_role("button", name="Sluit de antwoorden")
        if texts and enough and close.count():
            for text in texts:
                expect(console.locator("body")).not_to_contain_text(text)
                expect(projector.locator("body")).not_to_contain_text(text)
            close.click()
            expect(close).to_have_count(0)
            if console.get_by_role("button", name="Lees de antwoorden").count() == 1:
                console.get_by_role("button", name="Lees de antwoorden").click()
                console.get_by_role("button", name=re.compile("^Toon alle")).click()
                for text in texts:
                    expect(projector.locator("body")).to_contain_text(text)

        following = console.locator("#volgende")
        if "Sluit" in following.inner_text():
            break
        following.click()
        expect(console.locator("#frame .frame")).not_to_have_attribute("data-step", step)

    assert len(seen_steps) == len(set(seen_steps))
    assert len(seen_steps) >= len(titles) - 1  # all but the slack, which is never stood in
    console.locator("#volgende").click()
    console.get_by_role("dialog").get_by_role("button", name=re.compile("Sluit")).click()
    for phone in phones:
        wait_for_step(phone, "ended")

    report = laptop.new_page()
    report.goto(f"{planned}verslag/")
    on_screen = re.sub(r"\s+", " ", report.locator("main").inner_text())
    pdf = laptop.request.get(f"{planned}verslag.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(pdf.body())).pages
    on_paper = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    assert given
    for counts in given.values():
        shown = counts.total() >= LEAST
        cells = " ".join(str(counts[word]) for word in WORDS) + f" {counts.total()}"
        for choice, count in counts.items():
            said = choice
            if not choice.startswith("antwoord "):
                said = f"{count} van de {counts.total()}"
            assert (said in on_screen) == shown
            # On paper scales stand together in one table, unless they were asked twice.
            assert (said in on_paper or (choice in WORDS and cells in on_paper)) == shown
