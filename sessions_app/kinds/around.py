"""What the check-in and the check-out share: one word per person."""

from sessions_app.kinds.kind import Bounds, Brief
from sessions_app.script import Note
from sessions_app.wish import THREES_ABOVE

ONE_WORD = "Eén woord is genoeg. Niets zeggen mag ook."
LARGE_FROM = 20  # people above which neighbours tell each other


def bounds(brief: Brief) -> Bounds:
    """One word per person: a large group takes a minute more."""
    large = brief.wish.group_size > 2 * THREES_ABOVE + 4
    return Bounds(4, 6, 8) if large else Bounds(3, 5, 8)


def large_group(brief: Brief) -> tuple[Note, ...]:
    """What to do when not everybody can be heard by all."""
    if brief.wish.group_size <= LARGE_FROM:
        return ()
    return (Note(heading="Bij een grote groep", text="Laat buren elkaar hun woord zeggen."),)
