"""How much of a session is for what: the figures that every programme keeps to. Minutes, whole.

The figures come from the issue of Phrenos about what the planner makes; decision 0033 says what
an experienced facilitator would do where two of them pull at the same minute.
"""

from sessions_app.wish import LONGEST

MOST_THEMES = 5  # in one session, however long
FLOOR = 30  # percent of a session that is talk at least
GOOD = 40  # percent that talk gets before anything else is calm
AMPLE = 44  # percent above which the other steps first get all they can use
ENOUGH = 38  # percent for which slides and polls leave
THIRD = 33  # percent for which even those leave that belong in every session
COMFORT = 80  # minutes of sitting above which talk moves to another stretch: about 75 is asked
UNEQUAL = 6  # minutes that talks may differ for that

LAST_MIRROR = 30  # minutes before the end in which no mirror opens any more

_LONG = 120  # minutes up to which a session is short
_EXPLAINED = (15, 20)  # minutes of theory and polls: in a short session, in a long one
_FIRST_TALK = (45, 50)  # minutes after which the first talk begins at the latest
_ONE_THEME = 90  # minutes that one theme fills at most
_TWO_THEMES = 164
_BREAK_FROM = (91, 165)  # minutes from which a session has one break, two breaks


def explained(length: int) -> int:
    """Minutes that theory and polls together take at most."""
    return _EXPLAINED[length > _LONG]


def first_talk(length: int) -> int:
    """Minutes from the start after which the first talk begins at the latest."""
    return _FIRST_TALK[length > _LONG]


def breaks(length: int) -> int:
    """How many breaks a session of this length has."""
    return sum(length >= start for start in _BREAK_FROM)


def longest(themes: int) -> int:
    """The longest session that so many themes are planned for.

    Breaks stand between two themes, so that each break has its place.
    """
    return {1: _ONE_THEME, 2: _TWO_THEMES}.get(themes, LONGEST)


def least_talk(length: int) -> int:
    """Minutes of talk that a session of this length has at least."""
    return percent(FLOOR, length)


def percent(share: int, length: int) -> int:
    """So many percent of a length, in whole minutes upward."""
    return -(-share * length // 100)
