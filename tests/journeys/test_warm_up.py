"""Ten minutes alone before a session: of what somebody types or reads there, nothing leaves."""

import re

import pytest
from django.core.management import call_command

from content.files import read
from content.passages import SHIPPED
from sessions_app import plans
from sessions_app.planning import Wish, plan
from sessions_app.reports.letter import letter
from tests.journeys.room import Room

OWN = "Dit is alleen voor mij"


@pytest.mark.journey
@pytest.mark.sqlite_only
@pytest.mark.xdist_group("keyboard")
def test_no_request_leaves_after_the_page_was_read(room: Room):
    phone = room.phone()
    phone.goto("/vooraf/hoop/")
    phone.wait_for_load_state("networkidle")
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    field = phone.locator("textarea")
    field.fill(OWN)
    field.press("Enter")
    field.press("Tab")
    phone.evaluate("window.dispatchEvent(new Event('pagehide'))")
    phone.goto("about:blank")
    assert [line for line in sent if "about:" not in line] == []
    assert not phone.context.cookies()
    phone.goto("/vooraf/hoop/")
    assert phone.locator("textarea").input_value() == ""
    # Nor could anything else in the page send: its policy keeps it in.
    assert phone.evaluate("fetch('/').then(() => 'out', () => 'kept in')") == "kept in"
    room.faults.clear()  # the browser says that it did


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_the_page_can_send_nothing_and_knows_no_session(client):
    call_command("load_content", verbosity=0)
    reply = client.get("/vooraf/hoop/")
    page = reply.content.decode()
    main = page.split("<main", 1)[1]
    assert "<textarea" in main
    assert not re.search(r"<form|<script|<button| name=", main)
    policy = reply["Content-Security-Policy"]
    for way in ("connect-src", "form-action", "frame-src"):
        assert f"{way} 'none'" in policy
    assert not reply.cookies
    document = read(SHIPPED)
    theme = document.theme("hoop")
    for code in theme.facts:
        assert document.fact(code).text in page
    assert client.post("/vooraf/hoop/").status_code == 405
    assert client.get("/vooraf/bestaat-niet/").status_code == 404


@pytest.mark.sqlite_only
def test_the_letter_to_the_team_has_the_link_and_no_key_in_it():
    document = read(SHIPPED)
    wish = Wish(minutes=90, themes=("hoop",), group_size=12)
    said = letter(plans.of_wish(wish, plan(document, wish)), document)
    paragraphs = [text for part in said["parts"] for text in part["paragraphs"]]
    (line,) = [text for text in paragraphs if "/vooraf/" in text]
    assert "/vooraf/hoop/ Het hoeft niet." in line
    assert "?" not in line
