"""The public pages, the error pages and the log-in pages."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

from pages import showing
from tests.journeys.states import ALL
from tests.sessions_app.room import make_edition

pytestmark = pytest.mark.sqlite_only  # what is drawn, the same on every database
PUBLIC = ["/", "/colofon/", "/verder/", "/privacy/", "/toegankelijkheid/"]
ERRORS = ["400", "403", "403_csrf", "404", "429", "500", "ended"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_anyone_can_read_the_public_pages(client: Client, address: str) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="nl">' in page
    assert len(re.findall(r"<h1\b", page)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["kiem27", "KIEM 27", " kiem-27 "])
def test_a_code_leads_to_the_room_however_it_is_typed(client: Client, typed: str) -> None:
    for response in (client.get("/", {"code": typed}), client.post("/", {"code": typed})):
        assert response.status_code == 302
        assert response["Location"] == "/m/kiem27/"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "--", "x" * 500, "/../beheer"])
def test_what_is_no_code_never_leads_outside_the_room(client: Client, typed: str) -> None:
    response = client.get("/", {"code": typed})
    if response.status_code == 302:
        assert re.fullmatch(r"/m/[a-z0-9]+/", response["Location"])
    else:
        assert 'aria-invalid="true"' in response.content.decode()


@pytest.mark.django_db
def test_the_home_page_offers_a_code_field_and_a_plan(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'name="code"' in page
    assert 'href="/sessies/nieuw/"' in page
    for profession in ("psychiaters", "ervaringsdeskundigen", "geestelijk verzorgers"):
        assert profession in page
    assert "augustus 2019" in page


@pytest.mark.django_db
def test_the_example_on_the_home_page_is_what_planning_makes(client: Client) -> None:
    assert 'class="programme"' not in client.get("/").text  # nothing was published yet
    make_edition()
    page = client.get("/").text
    shown = [int(minutes) for minutes in re.findall(r'block-minutes">(\d+) min', page)]
    assert sum(shown) == showing.EXAMPLE_MINUTES == 120
    assert "In één uur past één thema, in vier uur hooguit vijf thema’s." in page


@pytest.mark.django_db
def test_the_page_of_components_is_for_developers_only(client: Client, settings) -> None:
    settings.DEBUG = False
    assert client.get("/componenten/").status_code == 404
    settings.DEBUG = True
    page = client.get("/componenten/").content.decode()
    for part in ("choice", "scale", "chart", "notice", "dialog", "empty", "progress", "qr"):
        assert re.search(rf'class="{part}\b', page), f"{part} is not shown"


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_no_context_and_offers_a_way_on(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert len(re.findall(r"<h1\b", page)) == 1
    assert 'href="/"' in page.split("<main", 1)[1]
    assert "messages" not in page


@pytest.mark.django_db
def test_the_statement_says_no_more_than_what_is_tested(client: Client) -> None:
    said = re.search(r"ruim (\d+) in totaal", client.get("/toegankelijkheid/").content.decode())
    assert said
    assert len(ALL) - 40 < int(said[1]) <= len(ALL)


@pytest.mark.django_db
def test_the_log_in_page_wears_our_look(client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    assert "css/account.css" in page
    assert "btn--primary" in page
    assert "style=" not in page


@pytest.mark.django_db
def test_the_code_for_logging_in_is_in_the_mail_but_not_in_its_subject(
    client: Client, django_user_model, mailoutbox
) -> None:
    django_user_model.objects.create_user(email="lot@example.nl")
    client.post("/account/login/", {"login": "lot@example.nl"})
    (mail,) = mailoutbox
    code = re.search(r"^\s+(\S{4,})$", mail.body, re.M)
    assert code
    assert code[1] not in mail.subject
    assert mail.body.startswith("Hallo,")
