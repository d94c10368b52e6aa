"""A step of one's own goes along on the phone; weeks later the team looks back by a link."""

from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys import looks
from tests.journeys.room import PHONE, Room

pytestmark = [pytest.mark.journey, pytest.mark.sqlite_only]

STATIC = Path(__file__).resolve().parents[2] / "static"
HERE = "http://telefoon.test/"
STEP = """<div id="frame" data-session="proef"><section class="frame" data-step="een">
<article data-question="v"><h2>Wat ga je doen?</h2>
<textarea data-typed data-note="v" data-note-title="Wat ga je doen?"></textarea>
<div data-intent hidden>
<select data-intent-when><option value="14">over twee weken</option></select>
<button data-intent-calendar>Agenda</button> <button data-intent-note>Notitie</button>
<p role="status" data-intent-said></p></div></article></section></div>
<script type="module" src="/static/js/phone-intent.js"></script>"""


@pytest.fixture
def step(chromium: Browser) -> Page:
    """A page with one note to oneself, and no server behind it."""
    page = chromium.new_context(accept_downloads=True).new_page()

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path.startswith("static/"):
            route.fulfill(
                body=(STATIC / path.removeprefix("static/")).read_bytes(),
                content_type="text/javascript",
            )
        else:
            route.fulfill(body=f"<!doctype html><title>.</title>{STEP}", content_type="text/html")

    page.route("**/*", serve)
    page.goto(HERE)
    expect(page.locator("[data-intent]")).to_be_visible()
    return page


def test_a_step_of_ones_own_becomes_an_appointment_without_a_network(step: Page):
    sent: list[str] = []
    step.context.set_offline(True)
    step.on("request", lambda request: sent.append(request.url))
    text = (
        "Vragen; wat vond je, van mijn toon?\nEn dan éérst luisteren, ook als het druk is vandaag."
    )
    step.get_by_role("button", name="Agenda").click()
    expect(step.locator("[data-intent-said]")).to_have_text("Schrijf eerst op wat je wilt doen.")
    step.locator("textarea").fill(text)
    with step.expect_download() as download:
        step.get_by_role("button", name="Agenda").click()
    body = Path(download.value.path()).read_bytes()
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    (event,) = Calendar.from_ical(body).walk("VEVENT")
    assert event["DESCRIPTION"] == text
    assert "toon" not in event["SUMMARY"]
    assert event["CLASS"] == "PRIVATE"
    assert [one for one in sent if not one.startswith("blob:")] == []
    step.context.close()


def test_a_team_answers_by_a_link_and_sees_totals_after_the_last_day(room: Room):
    key = room.hands("look_back")
    phone = room.person(PHONE, has_touch=True, is_mobile=True).new_page()
    phone.goto(f"/terugblik/{key}/")
    for question in phone.locator("article").all():
        question.locator("label.choice").first.click()
    phone.get_by_role("button", name="Verstuur mijn antwoorden").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Je antwoorden zijn geteld")
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Je antwoorden zijn geteld")
    room.hands("pass_last_day", key)
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("De terugblik is gesloten")
    expect(phone.locator(".chart").first).to_be_visible()
    assert looks.sideways(phone) == []
