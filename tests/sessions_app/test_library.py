"""The library of methods: reading it, searching it, and putting one into a programme."""

import pytest
from django.test import Client

from content.passages import shipped_methods
from sessions_app import demo, library
from sessions_app.wish import LedBy
from tests.content.shipped import ship
from tests.sessions_app.planner_kit import made, url

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
LINE = "Lijn van standpunten"


@pytest.fixture
def edition():
    return ship()


@pytest.fixture
def person(client: Client):
    user = demo.facilitator()
    client.force_login(user)
    return user


def names(edition, **asked) -> list[str]:
    return [card.method.name for card in library.search(edition.content, **asked).cards]


def test_anybody_reads_all_of_it_without_an_account(client, edition):
    page = client.get("/werkvormen/").content.decode()
    for method in shipped_methods():
        assert f"<h2>{method.name}</h2>" in page
    assert "Zet erbij" not in page
    assert "Bron: Trimbos-instituut 2019, §2.2d en §6.4." in page


def test_it_is_searched_by_what_it_is_for_and_how_long_there_is(client, edition):
    page = client.get("/werkvormen/?waarvoor=practise&minuten=10").content.decode()
    assert "Zin om iets te zeggen" in page
    assert "In drietallen" in page
    assert "Stilte" not in page
    assert names(edition, purpose="practise", minutes=8) == ["Zin om iets te zeggen"]
    assert names(edition, minutes=1) == ["Stilte"]


def test_a_search_that_finds_nothing_or_makes_no_sense_says_what_to_do(client, edition):
    page = client.get("/werkvormen/?waarvoor=practise&minuten=5").content.decode()
    assert "Geen werkvorm gevonden" in page
    odd = client.get("/werkvormen/?waarvoor=dansen&minuten=veel")
    assert odd.status_code == 200
    assert LINE in odd.content.decode()


def test_a_press_puts_one_into_the_programme_after_the_chosen_step(client, edition, person):
    session = made(edition, person)
    place = session.steps.all()[2]
    reply = client.post(url(session, "werkvormen/"), {"werkvorm": "stilte", "na": place.ref})
    step = session.steps.get(title="Stilte")
    assert reply.status_code == 302
    assert reply["Location"] == url(session) + f"#stap-{step.ref}"
    assert step.position == place.position + 1
    assert "‘Stilte’ staat in het programma." in client.get(url(session)).content.decode()


def test_what_is_a_kind_of_step_already_becomes_that_step(client, edition, person):
    session = made(edition, person)
    client.post(url(session, "werkvormen/"), {"werkvorm": "woordronde"})
    client.post(url(session, "werkvormen/"), {"werkvorm": "schatten"})
    assert session.steps.filter(kind="words").count() == 1
    assert session.steps.filter(kind="mirror", title__contains="vormen van stigma").count() == 1
    assert not session.steps.filter(kind="method").exists()


@pytest.mark.parametrize("changes", [{"led_by": LedBy.MANAGER}, {"guests": "clients"}])
def test_what_may_not_be_there_has_no_button_and_is_refused(client, edition, person, changes):
    session = made(edition, person, **changes)
    page = client.get(url(session, "werkvormen/")).content.decode()
    assert 'value="kring"' in page
    assert 'value="lijn"' not in page
    assert "&#x27;Lijn van standpunten&#x27; kan niet als" in page
    reply = client.post(url(session, "werkvormen/"), {"werkvorm": "lijn"})
    assert reply.status_code == 422
    assert not session.steps.filter(title=LINE).exists()


def test_what_is_another_kind_of_step_is_refused_with_guests_as_well(client, edition, person):
    session = made(edition, person, guests="clients")
    reply = client.post(url(session, "werkvormen/"), {"werkvorm": "schatten"})
    assert reply.status_code == 422
    assert "kan niet als er cliënten of naasten bij zijn" in reply.content.decode()
    assert not session.steps.filter(kind="mirror").exists()


def test_nothing_chosen_and_one_that_is_gone_are_said_in_a_sentence(client, edition, person):
    session = made(edition, person)
    for chosen, said in (("", "Kies een werkvorm uit de lijst."), ("dansen", "Kies iets anders.")):
        reply = client.post(url(session, "werkvormen/"), {"werkvorm": chosen})
        assert reply.status_code == 422
        assert said in reply.content.decode()


def test_the_programme_leads_to_it(client, edition, person):
    session = made(edition, person)
    assert url(session, "werkvormen/") in client.get(url(session)).content.decode()
