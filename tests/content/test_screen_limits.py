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
