"""A dialogue day: planned with numbers; three phones choose a role and get their own question."""

import json
import re

import pytest
from playwright.sync_api import Page, Request, expect

from tests.journeys import looks
from tests.journeys.room import PHONE, Room, wait_for_step

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("keyboard"), pytest.mark.sqlite_only]

CLIENT, RELATIVE, PROFESSIONAL = "Cliënt", "Naaste", "Hulpverlener"
OWN = {
    CLIENT: "Een gesprek hier geeft mij hoop.",
    RELATIVE: "Na een gesprek hier kijk ik met hoop vooruit.",
    PROFESSIONAL: "Ik spreek in mijn gesprekken hoop uit.",
}


def choose(phone: Page, role: str) -> None:
    phone.get_by_role("radio", name=role).check()


def go_to(console: Page, title: str) -> None:
    line = console.locator(".console-step", has_text=title).first
    line.locator("summary").click()
    line.get_by_role("button").first.click()


def send(phone: Page, words: str) -> None:
    card = phone.locator("[data-question]:visible")
    card.locator("label", has_text=re.compile(rf"{words}\s*$")).first.click()
    card.get_by_role("button", name="Verstuur mijn antwoord").click()
    expect(card.locator("[data-progress]")).to_have_text("Bewaard")


def test_three_roles_each_answer_their_own_question(room: Room):
    made = json.loads(room.manage("demo", "--stage", "planned", "--json"))
    console = room.person().new_page()
    console.goto(made["login_url"])

    # The planner asks three numbers in place of one; too few relatives sit with the clients.
    console.goto("/sessies/nieuw/?minuten=60&themas=hoop&wijzig=1")
    expect(console.get_by_label("Hoeveel naasten?")).to_be_hidden()
    console.get_by_label("Een dialoogdag van cliënten, naasten en hulpverleners").check()
    expect(console.get_by_label("Met hoeveel mensen zijn jullie?")).to_be_hidden()
    console.get_by_label("Hoeveel naasten?").fill("3")
    expect(console.get_by_text("Daarom zitten zij samen in één kring.")).to_be_visible()
    console.get_by_role("button", name="Maak dit programma").click()
    expect(console.get_by_role("link", name="Brief aan naasten")).to_be_visible()
    console.get_by_role("link", name="Bewaar").first.click()
    console.get_by_label("Hoe heet jullie gesprek?").fill("Dialoogdag")
    console.get_by_label("Bij wie kunnen mensen na afloop terecht?").fill("Anja, toestel 12")
    console.get_by_role("button", name="Bewaar deze sessie").click()
    expect(console.get_by_role("heading", name="Vóór een dialoogdag")).to_be_visible()
    console.get_by_role("link", name="Leid deze sessie").click()
    console.get_by_role("button", name="Open de deur").first.click()
    code = console.locator(".console-code").inner_text().replace(" ", "").lower()

    phones = {role: room.person(PHONE).new_page() for role in OWN}
    sent: list[str] = []

    def heard(request: Request) -> None:
        sent.append(f"{request.url} {request.post_data or ''}")

    for phone in phones.values():
        phone.on("request", heard)
        phone.goto(f"/m/{code}/")
        wait_for_step(phone, "lobby")
    console.get_by_role("button", name=re.compile("^Start")).first.click()
    go_to(console, "Kies je rol")
    for role, phone in phones.items():
        expect(phone.get_by_role("heading", name="Kies je rol")).to_be_visible()
        choose(phone, role)

    # More relatives came than was thought: the round that comes has a question for them.
    with console.expect_navigation():
        console.get_by_role("link", name=re.compile("Pas de aantallen aan")).click()
    assert looks.axe(console) == []
    console.get_by_label("Hoeveel naasten?").fill("6")
    console.get_by_role("button", name="Bewaar de aantallen").click()
    expect(console.locator("#kringen-kaart li")).to_have_count(3)
    go_to(console, "In je eigen kring")
    for role, phone in phones.items():
        expect(phone.locator("[data-question]:visible h2")).to_have_text(OWN[role])

    assert looks.axe(phones[CLIENT]) == []

    # A choice holds after a reload; another role brings its question, and answers once.
    changing = phones[PROFESSIONAL]
    send(changing, "grotendeels")
    changing.reload()
    expect(changing.locator("[data-question]:visible h2")).to_have_text(OWN[PROFESSIONAL])
    choose(changing, CLIENT)
    expect(changing.locator("[data-question]:visible h2")).to_have_text(OWN[CLIENT])
    send(changing, "helemaal")
    choose(changing, PROFESSIONAL)
    visible = changing.locator("[data-question]:visible")
    expect(visible.get_by_role("button", name="Verstuur mijn antwoord")).to_be_visible()
    changing.goto(f"/m/{code}/antwoorden/")
    expect(changing.get_by_role("heading", level=2)).to_have_count(1)
    expect(changing.get_by_role("heading", name=re.compile(OWN[CLIENT]))).to_be_visible()

    # Nothing that left any phone named a role.
    assert sent
    named = re.compile(r"\brol=|client\b|relative\b|professional\b")
    assert not [one for one in sent if named.search(one)]
