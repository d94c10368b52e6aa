"""Methods ('werkvormen'): put into a programme, and kept out where they would do harm."""

import msgspec
import pytest
from django.utils import timezone

from content.document import Method, to_builtins
from content.models import Edition, Module
from content.passages import shipped_methods
from sessions_app import briefs, kinds, programmes, rewishing
from sessions_app.errors import Refused
from sessions_app.kinds.method import why_not
from sessions_app.models import DialogueSession
from sessions_app.planning import Wish
from sessions_app.wish import LedBy
from tests.factories import make_document

STARTS = timezone.make_aware(timezone.datetime(2027, 3, 4, 13, 30))


def wish(**more) -> Wish:
    known = {"minutes": 120, "themes": ("bejegening", "hoop"), "group_size": 12, "contact": "Anja"}
    return Wish(**(known | more))


def session(**more) -> DialogueSession:
    module, _ = Module.objects.get_or_create(slug="bij-nader-inzien", name="Bij nader inzien")
    edition, _ = Edition.objects.get_or_create(
        module=module, number=1, defaults={"document": to_builtins(make_document())}
    )
    return programmes.make_session(edition, wish(**more), "Team Noord", STARTS)


def offered(asked: DialogueSession) -> set[str]:
    brief = briefs.of_session(asked)
    return {key for key, _ in kinds.of("method").choices(brief) or []}


def shipped(key: str) -> Method:
    return next(method for method in shipped_methods() if method.key == key)


def test_what_exists_as_a_kind_of_step_is_not_built_twice():
    """A method that refers to a kind refers to one that somebody can add by hand."""
    for method in shipped_methods():
        kind, _, which = method.kind.partition(":")
        assert not kind or kind in kinds.keys(by_hand=True)
        assert not which or which in {mirror.key for mirror in _mirrors()}


def _mirrors():
    from content.passages import shipped_mirrors

    return shipped_mirrors()


@pytest.mark.parametrize(
    ("key", "manager", "guests"),
    [
        ("lijn", True, True),
        ("stel-je-voor", False, True),
        ("casusronde", False, True),
        ("vijf-minuten", False, True),
        ("kring", False, False),
    ],
)
def test_the_module_says_where_a_method_never_belongs(key: str, manager: bool, guests: bool):
    method = shipped(key)
    assert bool(why_not(method, wish(led_by=LedBy.MANAGER))) == manager
    assert bool(why_not(method, wish(guests="clients"))) == guests
    assert bool(why_not(method, wish(guests="relatives"))) == guests
    assert not why_not(method, wish())


def test_what_must_be_in_them_is_in_them():
    """What the field asks of three of them, in the words of the room."""
    turned = shipped("stel-je-voor")
    assert turned.talk[0].startswith("Stel je voor")
    assert turned.check == "Aan wie vraag ik of dit klopt?"
    assert "Niemand speelt klachten" in turned.roles
    assert shipped("zinnenbouwer").talk[1:] == (
        "Wat ik zag of hoorde.",
        "Wat het met mij doet.",
        "Wat ik vraag.",
    )
    assert "Zitten kan ook" in shipped("lijn").lead


@pytest.mark.django_db
def test_a_method_becomes_a_step_with_its_screen_and_its_card():
    made = session()
    step = programmes.add_step(made, made.steps.first(), kind="method:stilte")
    assert (step.title, step.minutes, step.least, step.most) == ("Stilte", 2, 1, 5)
    assert step.about == "method:stilte"
    assert step.script.lead.startswith("Je hoeft niets te doen.")
    assert [note.heading for note in step.script.notes] == [
        "Zeg dit",
        "Zo gaat het",
        "Wanneer niet",
    ]
    assert not step.questions.exists()
    assert [one.said for one in step.of_kind.does(step.script)] == ["nadenken"]


@pytest.mark.django_db
def test_a_line_is_neither_offered_nor_made_with_a_manager_or_with_guests():
    for changes in ({"led_by": LedBy.MANAGER}, {"guests": "clients"}):
        made = session(**changes)
        assert "lijn" not in offered(made)
        with pytest.raises(
            Refused, match=r"'Lijn van standpunten' kan niet als .+ Kies een andere"
        ):
            programmes.add_step(made, None, kind="method:lijn")
    made = session()
    assert "lijn" in offered(made)
    assert programmes.add_step(made, None, kind="method:lijn").title == "Lijn van standpunten"


@pytest.mark.django_db
def test_a_line_goes_when_a_manager_is_going_to_lead():
    """It is said beforehand among what goes, and what stays is there still."""
    made = session()
    for key in ("lijn", "kring"):
        programmes.add_step(made, made.steps.first(), kind=f"method:{key}")
    wanted = rewishing.wanted_now(made)
    asked = msgspec.structs.replace(wanted.wish, led_by=LedBy.MANAGER)
    found = rewishing.consequence(made, msgspec.structs.replace(wanted, wish=asked))
    assert [one.title for one in found.lost_by_hand] == ["Lijn van standpunten"]
    assert "Kring waarin je mag overslaan" in [line.step.title for line in found.lines]


@pytest.mark.django_db
def test_a_group_that_is_too_large_and_time_that_is_too_short_are_said():
    made = session(group_size=20)
    step = programmes.add_step(made, made.steps.first(), minutes=4, kind="method:kring")
    said = programmes.warnings(made)
    assert (
        "'Kring waarin je mag overslaan' past bij 4 tot 16 mensen, en jullie zijn met 20. "
        "Kies een andere werkvorm." in said
    )
    assert f"'{step.title}' is kort. Neem er minstens 8 minuten voor." in said
