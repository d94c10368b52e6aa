"""Editors change everything in Django admin and publish after seeing what changed."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from content import editions, models

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
PUBLISH = "admin:content_edition_publish"


@pytest.fixture
def module():
    call_command("load_content", verbosity=0)
    return models.Module.objects.get()


@pytest.fixture
def editor(client, django_user_model, second_factor):
    user = django_user_model.objects.create_user("redactie@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="redactie"))
    client.force_login(user)
    second_factor(client)
    return user


def published_now(client, **fields):
    """Read the page and press, as a browser does."""
    page = client.get(reverse(PUBLISH)).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    return client.post(reverse(PUBLISH), {"seen": seen[1] if seen else "", **fields}, follow=True)


@pytest.mark.parametrize(
    "name",
    [
        *("module", "chapter", "slide", "figure", "theme", "film"),
        *("question", "fact", "passage", "source", "edition"),
    ],
)
def test_every_list_search_and_form_opens_for_an_editor(client, module, editor, name):
    model = getattr(models, name.capitalize())
    changelist = reverse(f"admin:content_{name}_changelist")
    assert client.get(changelist).status_code == 200
    assert client.get(changelist, {"q": "stigma"}).status_code == 200
    change = reverse(f"admin:content_{name}_change", args=[model.objects.first().pk])
    page = client.get(change)
    assert page.status_code == 200
    assert not re.search(r'<[^>]+ style="', page.content.decode())


@pytest.mark.parametrize("name", ["module", "chapter", "question", "source"])
def test_what_only_editors_read_says_so(client, module, editor, name):
    """Nothing that can be changed is without effect, and what nobody else sees promises none."""
    first = getattr(models, name.capitalize()).objects.first()
    page = client.get(reverse(f"admin:content_{name}_change", args=[first.pk])).content.decode()
    assert page.count("Alleen voor de redactie") == 1


@pytest.mark.parametrize(
    ("model", "lists"),
    [
        *((name, True) for name in ("Theme", "Slide", "Chapter", "Question")),
        *((name, False) for name in ("Theme", "Slide", "Chapter", "Question", "Module", "Figure")),
    ],
)
def test_every_field_of_a_list_or_a_row_has_a_name_of_its_own(client, module, editor, model, lists):
    row = getattr(models, model).objects.last()
    if lists:
        path = reverse(f"admin:content_{model.lower()}_changelist")
    else:
        path = reverse(f"admin:content_{model.lower()}_change", args=[row.pk])
    page = client.get(path).content.decode()
    fields = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    names = []
    for field in fields:
        known = dict(re.findall(r'([\w-]+)="([^"]*)"', field))
        if known.get("type") in ("hidden", "submit") or known.get("name") == "action":
            continue  # the choice of an action stands inside its label
        if known.get("id") in labelled:
            continue
        assert known.get("aria-label"), field
        names.append(known["aria-label"])
    written = [name for name in names if "nieuwe regel" not in name and ": " in name]
    assert len(written) == len(set(written))


@pytest.mark.parametrize("name", ["slide", "theme", "question", "passage"])
def test_concept_can_be_filtered(client, module, editor, contexts, name):
    changelist = reverse(f"admin:content_{name}_changelist")
    assert client.get(changelist, {"status": "getest"}).context["cl"].result_count == 0
    assert client.get(changelist, {"status": "concept"}).context["cl"].result_count > 0


def test_the_lists_take_as_many_queries_for_one_row_as_for_all(
    client, module, editor, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        client.get(reverse("admin:content_question_changelist"))


def test_saving_a_form_without_a_change_changes_nothing(client, module, editor, contexts):
    slide = models.Slide.objects.get(key="gevolgen")
    address = reverse("admin:content_slide_change", args=[slide.pk])
    form = client.get(address).context["adminform"].form
    formset = client.get(address).context["inline_admin_formsets"][0].formset
    fields = {
        name: "" if form[name].value() is None else form[name].value() for name in form.fields
    }
    for part in [formset.management_form, *formset.forms]:
        for bound in part:
            fields[bound.html_name] = "" if bound.value() is None else bound.value()
    # A browser sends line breaks as \r\n.
    fields = {k: v.replace("\n", "\r\n") if isinstance(v, str) else v for k, v in fields.items()}
    fields = {k: v for k, v in fields.items() if v is not False}
    response = client.post(address, fields)
    assert response.status_code == 302
    assert editions.pending(module) == []


def test_the_publish_page_shows_old_beside_new(client, module, editor):
    models.Question.objects.filter(code="HOP-G1").update(text="Wat geeft je hoop?")
    page = client.get(reverse(PUBLISH)).content.decode()
    assert "1 wijziging" in page
    assert "Thema Hoop › Vraag HOP-G1 › tekst" in page
    assert page.index("Welke woorden geven je hoop?") < page.index("Wat geeft je hoop?")


def test_publishing_makes_the_next_edition_with_author_and_note(client, module, editor):
    models.Question.objects.filter(code="HOP-G1").update(text="Wat geeft je hoop?")
    page = published_now(client, note="Korter gemaakt").content.decode()
    edition = editions.current()
    assert (edition.number, edition.author, edition.note) == (2, editor, "Korter gemaakt")
    assert "Druk 2 is gepubliceerd." in page


def test_without_a_change_there_is_nothing_to_publish(client, module, editor):
    assert "niets veranderd sinds druk 1" in client.get(reverse(PUBLISH)).content.decode()
    published_now(client)
    assert models.Edition.objects.count() == 1


def test_what_is_not_in_order_is_named_and_not_published(client, module, editor):
    models.Citation.objects.filter(figure__isnull=False).delete()
    page = client.get(reverse(PUBLISH)).content.decode()
    assert "een getal heeft een bron nodig" in page
    assert "Publiceer druk" not in page


def test_only_what_was_seen_is_published(client, module, editor):
    models.Question.objects.filter(code="HOP-G1").update(text="Wat geeft je hoop?")
    page = client.get(reverse(PUBLISH)).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    models.Question.objects.filter(code="HOP-G2").update(text="Een collega was net bezig.")
    page = client.post(reverse(PUBLISH), {"seen": seen, "note": "Mijn zin"}).content.decode()
    assert "intussen nog iets veranderd" in page
    assert "Mijn zin" in page
    assert models.Edition.objects.count() == 1


def test_a_published_edition_can_be_read_but_not_changed(client, module, editor):
    edition = editions.current()
    address = reverse("admin:content_edition_change", args=[edition.pk])
    page = client.get(address).content.decode()
    assert "Welke woorden geven je hoop?" in page
    assert "dS0quJm70OQ" in page
    assert client.post(address, {"note": "Anders"}).status_code == 403
    assert (
        client.post(reverse("admin:content_edition_delete", args=[edition.pk])).status_code == 403
    )


def test_a_slide_can_be_seen_as_the_room_will_see_it(client, module, editor):
    slide = models.Slide.objects.get(key="gevolgen")
    page = client.get(reverse("admin:content_slide_preview", args=[slide.pk])).content.decode()
    assert "slide--bars" in page
    assert "Bron: Trimbos-instituut 2019: tabel 4.2" in page
    assert "Concept" in page


@pytest.mark.parametrize("staff", [False, True])
def test_who_is_not_an_editor_sees_and_does_nothing(
    client, module, django_user_model, second_factor, staff
):
    user = django_user_model.objects.create_user("iemand@example.org", is_staff=staff)
    client.force_login(user)
    second_factor(client)
    slide = models.Slide.objects.first()
    for address in [
        reverse(PUBLISH),
        reverse("admin:content_slide_changelist"),
        reverse("admin:content_slide_preview", args=[slide.pk]),
    ]:
        assert client.get(address).status_code == (403 if staff else 302)


def test_the_editors_group_may_edit_and_publish_but_not_touch_an_edition():
    codes = set(Group.objects.get(name="redactie").permissions.values_list("codename", flat=True))
    assert {"change_question", "delete_slide", "add_edition", "view_edition"} <= codes
    assert not {"change_edition", "delete_edition", "delete_module"} & codes
    assert all("_user" not in code for code in codes)
