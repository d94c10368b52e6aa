"""What nobody sees is taken out of what people type; what they see stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.typed import seen


@pytest.mark.parametrize(
    ("typed", "stays"),
    [
        ("Team\u200b Noord\ufeff", "Team Noord"),  # zero width space, byte order mark
        ("\u202eecurehT\u202c", "ecurehT"),  # written from right to left
        ("\u2066Anja\u2069 \u200f\u061c", "Anja "),
        ("her\u00adstel", "herstel"),  # a hyphen that only shows at the end of a line
        ("een\x00twee\x1b", "eentwee"),
        ("regel\r\nregel\u2028regel\rregel", "regel\nregel\nregel\nregel"),
        ("Zoë, ’n café – 3 €", "Zoë, ’n café – 3 €"),
        ("قال أهلا", "قال أهلا"),
        ("\U0001f469\u200d\u2695\ufe0f blij", "\U0001f469\u200d\u2695\ufe0f blij"),  # a nurse
        ("a\u200db", "ab"),
        ("\u200d", ""),
    ],
)
def test_only_what_is_seen_stays(typed, stays):
    assert seen(typed) == stays


@given(st.text())
def test_a_second_time_changes_nothing(text):
    assert seen(seen(text)) == seen(text)


@given(st.text(alphabet=st.characters(codec="latin-1", categories=("L", "N", "P", "S", "Zs"))))
def test_plain_text_stays_as_it_is(text):
    assert seen(text) == text
