"""What the check-in and the check-out share: one word per person."""

from sessions_app.kinds.kind import Bounds, Brief, note
from sessions_app.script import Note

LARGE_FROM = 20  # people above which neighbours tell each other
HEARD = 30  # people above which a round takes no longer: then most are heard by a neighbour

# Seconds that a round takes, whoever is there, and for each person beside that. Ours, from one
# word and the silence around it; no source.
HASTY = (45, 7)
CALM = (60, 12)


def bounds(brief: Brief) -> Bounds:
    """One word per person: every group takes its own time."""
    people = min(brief.wish.group_size, HEARD)
    least, ideal = (-(-(begin + each * people) // 60) for begin, each in (HASTY, CALM))
    return Bounds(least, ideal, ideal + 2)


def one_word(brief: Brief) -> str:
    """How much is asked of everybody."""
    return brief.document.said("rondje")


def large_group(brief: Brief) -> tuple[Note, ...]:
    """What to do when not everybody can be heard by all."""
    return note(brief, "grote-groep") if brief.wish.group_size > LARGE_FROM else ()
