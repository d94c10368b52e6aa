"""`manage.py load_content`: loading, loading again, and broken files."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from content import editions, models
from content.files import BrokenFile, read
from content.management.commands.load_content import DEFAULT

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files, to change."""
    return shutil.copytree(DEFAULT, tmp_path / "module")


def replace(folder, name, old, new):
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def load(*args, **options):
    call_command("load_content", *map(str, args), **options)


def test_the_first_time_it_publishes_edition_one(capsys):
    load()
    edition = editions.current()
    assert edition.number == 1
    assert edition.content == read(DEFAULT)
    assert "Druk 1" in capsys.readouterr().out


def test_a_second_time_changes_nothing(capsys):
    load()
    rows = list(models.Question.objects.values_list("pk", "text"))
    load()
    assert models.Edition.objects.count() == 1
    assert list(models.Question.objects.values_list("pk", "text")) == rows
    assert "niets gedaan" in capsys.readouterr().out


def test_changed_files_become_the_next_edition(folder):
    load(folder)
    replace(folder, "themas.yaml", "Welke woorden geven je hoop?", "Wat geeft je hoop?")
    load(folder)
    edition = editions.current()
    assert edition.number == 2
    assert edition.content.theme("hoop").questions[2].text == "Wat geeft je hoop?"


def test_work_of_editors_survives_loading_the_same_files_again():
    load()
    models.Theme.objects.filter(slug="hoop").update(name="Hoop en verder")
    load()
    assert models.Theme.objects.get(slug="hoop").name == "Hoop en verder"


def test_work_of_editors_is_not_overwritten_by_changed_files(folder):
    load(folder)
    models.Theme.objects.filter(slug="hoop").update(name="Hoop en verder")
    replace(folder, "themas.yaml", "Welke woorden geven je hoop?", "Wat geeft je hoop?")
    with pytest.raises(CommandError, match="één wijziging sinds druk 1"):
        load(folder)
    assert models.Theme.objects.get(slug="hoop").name == "Hoop en verder"
    assert models.Edition.objects.count() == 1


def test_force_replaces_what_editors_changed(folder):
    load(folder)
    models.Theme.objects.filter(slug="hoop").update(name="Hoop en verder")
    load(folder, force=True)
    assert models.Theme.objects.get(slug="hoop").name == "Hoop"
    assert models.Edition.objects.count() == 1


def test_force_after_editors_published_makes_an_edition_of_the_files_again(folder):
    load(folder)
    module = models.Module.objects.get()
    models.Theme.objects.filter(slug="hoop").update(name="Hoop en verder")
    editions.publish(module, None)
    load(folder, force=True)
    assert editions.current().number == 3
    assert editions.current().content.theme("hoop").name == "Hoop"


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "themas.yaml",
            "seconds: 510",
            "seconds: lang",
            "themas.yaml bij Bejegening .*geheel getal",
        ),
        ("themas.yaml", "purpose: group", "purpose: groep", "BEJ-G1.*geen geldige keuze"),
        (
            "themas.yaml",
            "intro:",
            "inleiding:",
            "Bejegening.*'inleiding' is hier geen bekende naam",
        ),
        ("module.yaml", "name: Bij nader inzien", "", "'name' ontbreekt"),
        ("module.yaml", "aims:", "aims: [", r"module.yaml, regel \d+: dit is geen geldige YAML"),
        ("themas.yaml", "code: BEJ-I2", "code: BEJ-I1", "Vraag 'BEJ-I1' komt 2 keer voor"),
        ("feiten.yaml", "source: deck", "source: dek", "Feit ALG-01 noemt bron 'dek'"),
        ("bronnen.yaml", "sources:", "themes:", "'themes' staat in twee bestanden"),
        ("theorie.yaml", "title: Stigma is een stempel", f"title: {'x' * 80}", "20 tekens te veel"),
    ],
)
def test_a_broken_file_says_what_and_where(folder, name, old, new, sentence):
    replace(folder, name, old, new)
    with pytest.raises(CommandError, match=sentence):
        load(folder)
    assert not models.Module.objects.exists()


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(CommandError, match="bestaat niet"):
        load(tmp_path / "nergens.yaml")


def test_one_file_may_hold_the_whole_module(folder, tmp_path):
    whole = tmp_path / "alles.yaml"
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.yaml"))]
    whole.write_text("\n".join(texts), encoding="utf-8")
    assert read(whole) == read(folder)


def test_a_file_that_is_a_list_says_so(tmp_path):
    file = tmp_path / "lijst.yaml"
    file.write_text("- een\n- twee\n", encoding="utf-8")
    with pytest.raises(BrokenFile, match="verwacht namen met een waarde"):
        read(file)
