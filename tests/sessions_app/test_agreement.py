"""Sentences with a number agree with it: '1 minuut is', '6 minuten zijn'."""

import re
from dataclasses import dataclass, field

import pytest

from sessions_app import kinds, programme_warnings
from sessions_app.script import StepContent
from sessions_app.words import duration

WRONG = re.compile(
    r"\b1 (minuten|uren|mensen|stappen)\b|\bis nog \d+ minuten|\bzijn nog 1 \w+ over"
)


@dataclass
class Row:
    """A step as warnings look at it."""

    kind: str = "film"
    title: str = "Film"
    minutes: int = 1
    least: int = 1
    content: dict = field(default_factory=dict)


@dataclass
class Length:
    """A session as far as its length goes."""

    minutes: int


@pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.key)
def test_a_kind_speaks_of_one_minute_and_of_many(kind):
    for least in (1, 2, 60):
        row = Row(kind=kind.key, least=least)
        said = [kind.too_short(row), *kind.too_little([row], 180)]
        said.append(kind.goes(StepContent(threes_minutes=least)))
        assert not [sentence for sentence in said if WRONG.search(sentence)]


def test_time_that_is_left_agrees_for_every_number_of_minutes():
    for left in range(1, 241):
        (sentence,) = programme_warnings._balance(Length(300), [Row(minutes=300 - left)])
        one = duration(left) == "1 minuut" or duration(left).endswith("uur")
        assert sentence.startswith("Er is nog " if one else "Er zijn nog ")
        assert not WRONG.search(sentence)
