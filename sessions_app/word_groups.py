"""Single words that people gave, put together where they are the same word. Pure: no database.

The rule is small enough to tell a room: capitals and accents don't count, and from six letters on
one letter too many, one too few or two that changed places don't either. A letter in place of
another does ('kracht', 'klacht'), and so does another first letter ('sociaal', 'asociaal').
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

LONG_FROM = 6  # letters of a word from which a slip in spelling is forgiven
WEIGHTS = 4  # sizes above the smallest
INSIDE = "-'’/&."  # signs that a single word may hold


@dataclass(frozen=True)
class WordGroup:
    """Words that count as one: what it is called, how many people gave it, how they wrote it."""

    label: str
    count: int
    spellings: tuple[str, ...]  # as written, the label first
    forms: tuple[str, ...]  # the same without capitals and accents (`bare`)

    @property
    def rank(self) -> tuple[int, str]:
        """Where it stands among others: the most given first, then by alphabet."""
        return (-self.count, self.forms[0])


def bare(word: str) -> str:
    """The word without capitals, accents and signs, by which it is recognised."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(sign for sign in apart if sign.isalnum())
    return letters or word


def gathered(words: Iterable[str]) -> tuple[WordGroup, ...]:
    """The words in groups, the largest first and equal ones by alphabet.

    The word that most people gave takes those that differ by one slip from it, then the next of
    what is left. So every word of a group is one slip away from its name at most, and the order in
    which words come makes no difference.
    """
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for word in words:
        written[bare(word)][word] += 1
    often = {form: each.total() for form, each in written.items()}
    near = _neighbours(often)
    left = set(often)
    found = []
    for form in sorted(often, key=lambda one: (-often[one], one)):
        if form not in left:
            continue
        forms = (form, *sorted(near[form] & left - {form}))
        left -= {*forms}
        found.append(_group(forms, written))
    return tuple(sorted(found, key=lambda group: group.rank))


def weight(count: int, most: int) -> int:
    """How large a word stands, from 0 (given once) to 4: the root, so that few can be seen too."""
    if count <= 1 or most <= 1:
        return 0
    return max(1, round(WEIGHTS * sqrt((count - 1) / (max(count, most) - 1))))


def alike(one: str, other: str) -> bool:
    """Whether two bare words are the same but for one slip: for tests, and to explain a group."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if len(short) < LONG_FROM or short[0] != long[0]:
        return False
    if len(long) == len(short) + 1:
        return short in _without_one(long)
    return len(long) == len(short) and long in _swapped(short)


def _neighbours(words: Iterable[str]) -> dict[str, set[str]]:
    """For each bare word those that are alike, without comparing every pair."""
    known = set(words)
    found: dict[str, set[str]] = {word: set() for word in known}
    for word in known:
        for other in (_without_one(word) | _swapped(word)) & known:
            if alike(word, other):
                found[word].add(other)
                found[other].add(word)
    return found


def _without_one(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _swapped(word: str) -> set[str]:
    return {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)} - {
        word
    }


def _group(forms: tuple[str, ...], written: dict[str, Counter[str]]) -> WordGroup:
    """Called as most people wrote it; of equal spellings the one with its accents, in small."""
    spellings = [
        word
        for form in forms
        for word in sorted(written[form], key=lambda w: _rank(w, written[form]))
    ]
    return WordGroup(
        label=spellings[0],
        count=sum(written[form].total() for form in forms),
        spellings=tuple(spellings),
        forms=forms,
    )


def _rank(word: str, often: Counter[str]) -> tuple[int, int, int, str]:
    capitals = sum(sign.isupper() for sign in word)
    accents = sum(unicodedata.combining(sign) > 0 for sign in unicodedata.normalize("NFKD", word))
    return (-often[word], capitals, -accents, word)
