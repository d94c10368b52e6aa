"""What no longer fits the screen is refused at publishing, with how much is too much."""

import pytest

from content import checks
from content.document import from_builtins, to_builtins
from tests.factories import make_document


def refused(change) -> str:
    data = to_builtins(make_document())
    change(data)
    return " ".join(checks.problems(from_builtins(data)))


def long_note(data: dict) -> None:
    data["themes"][0]["film"]["content_note"] = "x" * (checks.FILM_NOTE + 3)


def long_question(data: dict) -> None:
    data["themes"][0]["questions"][0]["text"] = "x" * (checks.QUESTION + 3)


def many_rules(data: dict) -> None:
    data["rules"] = ["Ik luister."] * (checks.RULES + 3)


def long_aim(data: dict) -> None:
    data["aims"] = ["x" * (checks.AIM + 3)]


@pytest.mark.parametrize(
    ("change", "too_much"),
    [
        (long_note, "3 tekens te veel voor het scherm"),
        (long_question, "3 tekens te veel voor het scherm"),
        (many_rules, "3 te veel voor het scherm"),
        (long_aim, "3 tekens te veel voor het scherm"),
    ],
)
def test_too_much_for_the_screen_is_refused(change, too_much):
    assert too_much in refused(change)


def test_two_large_numbers_do_not_fit_one_slide():
    def change(data: dict) -> None:
        slide = data["chapters"][0]["slides"][0]
        slide["diagram"] = "words"
        slide["figures"] = [{**slide["figures"][0], "value": 4.0, "unit": "%"}] * 2

    assert "2 grote getallen, 1 te veel" in refused(change)


def unused(data: dict) -> None:
    data["passages"] += ({"key": "oud", "title": "", "text": "Niemand leest dit."},)


def without_contact(data: dict) -> None:
    care = next(one for one in data["passages"] if one["key"] == "opvang-contact")
    care["text"] = "Je kunt straks bij iemand terecht."


def strange_value(data: dict) -> None:
    data["passages"][0]["text"] = "Welkom {naam}."


def one_lacking(data: dict) -> None:
    data["passages"] = [one for one in data["passages"] if one["key"] != "opvang"]


def third_to_oneself(data: dict) -> None:
    theme = data["themes"][0]
    theme["questions"] += ({**theme["questions"][0], "code": "BEJ-I3"},)


def explained_aloud(data: dict) -> None:
    data["questions"][0]["help"] = "Eén woord is genoeg."


def without_a_theme(data: dict) -> None:
    data["questions"] += ({**data["themes"][0]["questions"][0], "code": "LOS-1"},)


def fact_off_cards(data: dict) -> None:
    data["facts"] = [{"code": "ALG-05", "text": "Bijna de helft.", "off_cards": True}]
    data["themes"][0]["facts"] = ["ALG-05"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (unused, "De vaste tekst 'oud' wordt nergens gebruikt."),
        (without_contact, "'opvang-contact' mist {contact}."),
        (strange_value, "{naam} is hier niet bekend."),
        (one_lacking, "De vaste tekst 'opvang' ontbreekt."),
        (third_to_oneself, "vraag BEJ-I3 wordt nooit gesteld"),
        (explained_aloud, "De uitleg erbij ziet niemand."),
        (without_a_theme, "er is geen thema gekozen. Zo wordt hij nooit gesteld."),
        (fact_off_cards, "Feit ALG-05 mag niet op een kaart."),
    ],
)
def test_what_would_have_no_effect_is_refused(change, why):
    assert why in refused(change)
