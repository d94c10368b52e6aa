"""Words of a text that are covered, and what is read in their place. Pure.

A word is what stands between two spaces. Words side by side are covered as one, by a sign that is
always the same: neither how long a name is nor of how many words can be read.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

ON_SCREEN = "▒▒▒"
IN_REPORT = "[weggelaten]"
WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Bit:
    """One word of a text, at its place."""

    at: int
    word: str
    covered: bool


def bits(text: str, places: Collection[int]) -> tuple[Bit, ...]:
    """The words of a text, in order, and which are covered."""
    return tuple(Bit(at, word, at in places) for at, word in enumerate(WORD.findall(text)))


def cover(text: str, places: Collection[int], sign: str) -> str:
    """The text with `sign` in place of the words at these places; spaces stay as they are."""
    found, end, covers = "", 0, False
    for at, match in enumerate(WORD.finditer(text)):
        before, end = text[end : match.start()], match.end()
        if at not in places:
            found += before + match.group()
        elif not covers:
            found += before + sign
        covers = at in places
    return found + text[end:]
