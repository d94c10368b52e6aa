"""Editors change everything in Django admin and publish after seeing what changed."""

import re
from html import unescape

import msgspec
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse

from content import editions, models
from content.document import Mirror
from tests.content.shipped import ship

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
PUBLISH = "admin:content_edition_publish"


@pytest.fixture
def module():
    ship()
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
        *("module", "mirrors", "chapter", "slide", "figure", "theme", "film"),
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


def mirror_fields(client, module) -> tuple[str, dict[str, str]]:
    """The page with all mirrors, and what a browser would send of it."""
    address = reverse("admin:content_mirrors_change", args=[module.pk])
    form = client.get(address).context["adminform"].form
    return address, {name: form[name].value() for name in form.fields if form[name].value()}


def test_the_words_of_a_mirror_are_mended_and_published(client, module, editor, contexts):
    address, fields = mirror_fields(client, module)
    before = msgspec.convert(models.Module.objects.get().mirrors, list[Mirror])
    client.post(address, fields)
    assert models.Module.objects.get().mirrors == module.mirrors, "nothing was changed"
    fields |= {
        "vormen__title": "Hoe stigma eruitziet",
        "vormen__talk": "Wat valt je op?\r\n\r\nWat zien wij minder goed?\r\n",
        "vormen__keuze-SP-VORMEN-weet-niet": "Dat weet ik niet",
        "vormen__tested": "on",
    }
    page = client.post(address, fields, follow=True)
    assert page.status_code == 200
    published_now(client, note="Spiegel verbeterd")
    after = editions.current().content.mirrors
    (mended,) = (mirror for mirror in after if mirror.key == "vormen")
    assert mended.title == "Hoe stigma eruitziet"
    assert mended.talk == ("Wat valt je op?", "Wat zien wij minder goed?")
    assert mended.questions[0].options[-1].text == "Dat weet ik niet"
    assert mended.tested
    assert all(question.tested for question in mended.asks)
    assert [m for m in after if m.key != "vormen"] == [m for m in before if m.key != "vormen"]
    shown = [(line.row, line.beside, line.ask, line.ever) for m in after for line in m.lines]
    assert shown == [
        (line.row, line.beside, line.ask, line.ever) for m in before for line in m.lines
    ]


def test_history_names_the_text_that_was_changed_and_no_other(client, module, editor, contexts):
    address, fields = mirror_fields(client, module)
    sent = {name: str(text).replace("\n", "\r\n") for name, text in fields.items()}
    client.post(address, sent)
    assert LogEntry.objects.latest("pk").get_change_message() == "Geen velden gewijzigd."
    client.post(address, sent | {"vormen__lead": "Schat eerst."})
    said = LogEntry.objects.latest("pk").get_change_message()
    assert said == "Inleiding van ‘Vormen van stigma in de ggz’ gewijzigd."


def test_lines_that_a_browser_ends_otherwise_are_no_change(client, module, editor, contexts):
    slide = models.Slide.objects.exclude(notes="").first()
    page = reverse("admin:content_slide_change", args=[slide.pk])
    form = client.get(page).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    rows = client.get(page).context["inline_admin_formsets"][0].formset
    sent |= {f"{rows.prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    sent |= {"body": sent["body"] + "\r\nNog een regel.", "notes": "Zeg dit.\r\nEn dit."}
    client.post(page, sent)
    client.post(page, sent)
    assert LogEntry.objects.latest("pk").get_change_message() == "Geen velden gewijzigd."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("vormen__opening", "De helft van de cliënten maakte stigma mee. Zij noemen:"),
        (
            "vormen__opening",
            "56% van de cliënten maakte stigma door hulpverleners mee. Zij noemen:",
        ),
        ("gevolgen__base", "Van alle 628 cliënten."),
        ("ons-team__talk", "Waarom denkt 40% dat het vaak voorkomt?"),
    ],
)
def test_an_edit_changes_no_figure_and_what_was_typed_stays(
    client, module, editor, contexts, name, text
):
    address, fields = mirror_fields(client, module)
    page = client.post(address, fields | {name: text})
    assert page.status_code == 200
    said = page.content.decode()
    assert "uit de peiling" in str(page.context["adminform"].form.errors[name])
    assert text in unescape(said)
    assert models.Module.objects.get().mirrors == module.mirrors


def test_what_the_survey_answered_is_no_field_and_no_mirror_is_added(
    client, module, editor, contexts
):
    _, fields = mirror_fields(client, module)
    assert not [name for name in fields if name.endswith(("-taal", "-nooit", "-zelf"))]
    assert client.get(reverse("admin:content_mirrors_add")).status_code == 403
    gone = reverse("admin:content_mirrors_delete", args=[module.pk])
    assert client.post(gone, {"post": "yes"}).status_code == 403
