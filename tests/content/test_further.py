"""Where to go on: cards with what the field offers, what is known of it, and where that stands."""

import msgspec
import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from content import checks, editions, models
from content.document import Citation, ForWhom, to_builtins
from content.files import read
from content.passages import SHIPPED, complete, shipped_further
from sessions_app import running
from sessions_app.reports.contents import report_of
from sessions_app.surfaces.participant import frame
from tests.content import factories
from tests.content.shipped import ship
from tests.sessions_app.room import make_session

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def module() -> models.Module:
    ship()
    return models.Module.objects.get()


def test_every_card_says_what_is_known_and_where_that_stands():
    document = read(SHIPPED)
    places = {source.key for source in document.sources}
    for whom in ForWhom:
        assert len(document.offered(whom)) >= 10
    for card in document.further:
        assert card.citations, card.key
        assert {one.source for one in card.citations} <= places
        assert all(one.detail for one in card.citations), card.key
        assert not card.tested


@pytest.mark.parametrize(
    ("citations", "sentence"),
    [((), "noemt geen bron"), ((Citation(source="verzonnen"),), "maar die bron bestaat niet")],
)
def test_a_card_without_a_source_is_not_published(citations, sentence):
    card = msgspec.structs.replace(shipped_further()[0], citations=citations)
    document = complete(factories.small_document(further=(card,)))
    found = [*checks.inconsistencies(document), *checks.problems(document)]
    assert any(sentence in one and card.title in one for one in found)


def test_an_edition_from_before_has_the_cards_whose_sources_it_knows(module):
    data = {**editions.current().document, "further": []}
    models.Edition.objects.update(document=data)
    assert editions.current().content.further == shipped_further()
    data["sources"] = [one for one in data["sources"] if one["key"] != "mind"]
    models.Edition.objects.update(document=data)
    assert "crisiskaart" not in {one.key for one in editions.current().content.further}


def test_what_editors_change_stands_on_the_page_once_published(client, module, django_user_model):
    card = module.further.get(key="wrap")
    card.known = "Dat weten we niet."
    card.tested = True
    card.save()
    assert "Dat weten we niet." not in client.get("/verder/").content.decode()
    editions.publish(module, django_user_model.objects.create_user("r@example.org"), "Anders.")
    page = client.get("/verder/").content.decode()
    assert "Dat weten we niet." in page
    assert page.count(">concept<") == len(shipped_further()) - 1


def test_the_page_shows_every_card_and_remembers_nobody(client, module):
    reply = client.get("/verder/")
    page = reply.content.decode()
    for card in shipped_further():
        assert f"<h3>{card.title.replace('&', '&amp;')}</h3>" in page
    assert "Trimbos-instituut 2014, §3.3, Cook e.a. 2011" in page
    assert "niet over alle hulpverleners" in page
    assert not reply.cookies
    assert "<script" not in page.split("<main", 1)[1]


def test_before_anything_was_published_the_page_is_still_there(client):
    assert client.get("/verder/").status_code == 200


def test_phone_and_report_point_there_at_the_end():
    session = make_session()
    running.start(session)
    running.finish(session)
    assert "verder" in session.says
    assert frame.context(session)["part"] == "ended"
    assert report_of(session).further == session.says["verder"]


def test_editors_have_a_page_for_them(client, module, django_user_model, second_factor):
    user = django_user_model.objects.create_user("redactie@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="redactie"))
    client.force_login(user)
    second_factor(client)
    assert client.get(reverse("admin:content_further_changelist")).status_code == 200
    change = reverse("admin:content_further_change", args=[module.further.first().pk])
    assert client.get(change).status_code == 200


def test_rows_and_files_say_the_same(module):
    assert editions.pending(module) == []
    assert to_builtins(editions.current().content) == to_builtins(read(SHIPPED))
