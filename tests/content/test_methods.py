"""Methods as editors have them: files, rows, forms, checks, and a release that had none."""

from importlib import import_module
from types import SimpleNamespace

import msgspec
import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.forms.models import model_to_dict
from django.urls import reverse

from content import editions, models
from content.checks import problems
from content.document import Method
from content.files import read
from content.passages import SHIPPED
from tests.content.shipped import ship

pytestmark = pytest.mark.sqlite_only
MIGRATION = import_module("content.migrations.0012_methods")


def problems_with(**changes) -> str:
    """What stops publishing when the first method of the module is changed so."""
    document = read(SHIPPED)
    first, *others = document.methods
    changed = (msgspec.structs.replace(first, **changes), *others)
    return " ".join(problems(msgspec.structs.replace(document, methods=changed)))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"least": 12}, "de minuten horen op te lopen"),
        ({"group_from": 50}, "de groep hoort op te lopen"),
        ({"purposes": ()}, "kies waarvoor je hem gebruikt"),
        ({"kind": ""}, "zet iets op het scherm"),
        ({"materials": ("pen",)}, "'pen' is geen hele zin met een punt"),
        ({"talk": ("Regel.",) * 6}, "6 regels, 1 te veel voor het scherm"),
        ({"facts": ("XXX-01",)}, "noemt feit 'XXX-01', maar dat feit bestaat niet"),
        ({"facts": ("ALG-05",)}, "Feit ALG-05 mag niet op een kaart"),
    ],
)
def test_publishing_refuses_a_method_that_can_not_be_led(changes: dict, said: str):
    assert said in problems_with(**changes)
    assert problems_with() == ""


@pytest.mark.django_db
def test_a_release_that_knew_no_methods_gets_them_and_its_editions_too():
    ship()
    module = models.Module.objects.get()
    shipped = editions.current().content.methods
    module.methods.all().delete()
    edition = editions.current()
    data = {**edition.document, "methods": []}
    models.Edition.objects.filter(pk=edition.pk).update(document=data)
    MIGRATION.add_what_came_later(apps, SimpleNamespace(connection=connection))
    assert editions.assemble(module).methods == shipped
    assert editions.current().content.methods == shipped
    assert editions.pending(module) == []


@pytest.mark.django_db
def test_an_editor_changes_one_and_sees_it_in_words_before_publishing(
    client, django_user_model, second_factor
):
    ship()
    user = django_user_model.objects.create_user("redactie@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="redactie"))
    client.force_login(user)
    second_factor(client)
    row = models.Method.objects.get(key="kring")
    typed = {name: value for name, value in model_to_dict(row).items() if value is not None}
    typed |= {"purposes": ["begin", "close"], "never_with_guests": "on"}
    typed = {name: value for name, value in typed.items() if value is not False}
    reply = client.post(reverse("admin:content_method_change", args=[row.pk]), typed)
    assert reply.status_code == 302
    changed = {change.where: (change.old, change.new) for change in editions.pending(row.module)}
    assert changed == {
        "Werkvorm Kring waarin je mag overslaan › waarvoor": (
            "praten met elkaar, afronden",
            "beginnen, afronden",
        ),
        "Werkvorm Kring waarin je mag overslaan › niet met cliënten of naasten": ("nee", "ja"),
    }
    method = editions.publish(row.module, None).content.method("kring")
    assert isinstance(method, Method)
    assert method.never_with_guests
