"""Fixed texts that came later than an edition, and what editors see of them."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from content import editions, models
from content.document import to_builtins
from content.files import read
from content.passages import SHIPPED, USES, complete, shipped_passages
from tests.content.shipped import ship

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
LATER = import_module("content.migrations.0004_cards_moments_and_whom_figures_are_about")


def add_what_came_later() -> None:
    """As the migration does it, on the tables of now."""
    LATER.add_what_came_later(apps, SimpleNamespace(connection=connection))


def as_it_was(module: models.Module) -> models.Edition:
    """Rows and edition as a release had them that knew twelve fixed texts and no moments."""
    known = ("welkom", "opvang", "telefoon-privacy")
    module.passages.exclude(key__in=known).delete()
    module.moments.all().delete()
    edition = editions.current()
    data = {**edition.document, "moments": []}
    data["passages"] = [one for one in data["passages"] if one["key"] in known]
    models.Edition.objects.filter(pk=edition.pk).update(document=data)
    return editions.current()


@pytest.fixture
def module() -> models.Module:
    ship()
    return models.Module.objects.get()


def test_an_edition_from_before_a_text_says_it_as_it_ships(module):
    models.Edition.objects.update(
        document={
            **editions.current().document,
            "passages": [{"key": "kies", "title": "", "text": "Kies maar."}],
        }
    )
    document = editions.current().content
    assert document.said("kies") == "Kies maar."
    assert document.said("rondje") == read(SHIPPED).said("rondje")
    assert {one.key for one in document.passages} == set(USES)


def test_what_is_whole_is_left_alone():
    document = read(SHIPPED)
    assert complete(document) is document
    assert [one.key for one in shipped_passages()] == [
        one.key for one in sorted(shipped_passages(), key=lambda one: list(USES).index(one.key))
    ]


def test_after_an_upgrade_editors_find_every_text_and_nothing_of_theirs_changed(module):
    as_it_was(module)
    models.Passage.objects.filter(key="welkom").update(text="Van ons: welkom.")
    add_what_came_later()
    assert set(module.passages.values_list("key", flat=True)) == set(USES)
    assert module.passages.get(key="welkom").text == "Van ons: welkom."
    assert module.moments.count() == 9


def test_after_an_upgrade_new_files_load_where_editors_changed_nothing(module):
    as_it_was(module)
    add_what_came_later()
    assert editions.pending(module) == []
    models.Edition.objects.update(
        document={**editions.current().document, "name": "Bij nader inzien, eerder"}
    )
    models.Module.objects.update(name="Bij nader inzien, eerder")
    call_command("load_content", verbosity=0)
    assert editions.current().content == read(SHIPPED)


@pytest.fixture
def editor(client, django_user_model, second_factor):
    user = django_user_model.objects.create_user("redactie@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="redactie"))
    client.force_login(user)
    second_factor(client)
    return client


def test_editors_see_where_a_text_is_said_and_only_fields_that_somebody_reads(module, editor):
    def form(key: str) -> str:
        row = module.passages.get(key=key)
        return editor.get(reverse("admin:content_passage_change", args=[row.pk])).content.decode()

    on_screen, on_card = form("kies"), form("doorvragen")
    assert "op het scherm, bij een peiling" in on_screen
    assert 'name="short"' not in on_screen
    assert 'name="title"' not in on_screen
    assert 'name="short"' in on_card
    assert 'name="title"' in on_card
    assert "laat {contact} erin staan" in form("opvang-contact")
    assert "deletelink" not in on_screen


@pytest.mark.parametrize("name", ["moment", "population", "passage"])
def test_editors_change_moments_and_populations(module, editor, name):
    model = getattr(models, name.capitalize())
    page = editor.get(reverse(f"admin:content_{name}_changelist"))
    assert page.status_code == 200
    change = reverse(f"admin:content_{name}_change", args=[model.objects.first().pk])
    assert editor.get(change).status_code == 200


def test_a_changed_text_is_in_the_next_edition_and_not_in_the_one_before(module):
    models.Passage.objects.filter(key="kies").update(text="Kies wat past.")
    before = to_builtins(editions.current().content)
    edition = editions.publish(module, None)
    assert edition.content.said("kies") == "Kies wat past."
    assert to_builtins(editions.numbered(1).content) == before
    assert editions.texts(edition.pk)["telefoon_privacy"]
