"""Slack: time kept in hand. It stands in the programme, and never on a screen."""

from collections.abc import Sequence

from sessions_app.kinds.kind import Bounds, Brief, Kind, Line, Made, Place, notes
from sessions_app.script import StepContent
from sessions_app.words import duration


def slack_minutes(length: int) -> int:
    """Time kept in hand: 2 minutes at an hour and 5 per further hour, half a minute counts up."""
    return max(2, (length - 30) // 12)


class Slack(Kind):
    """Minutes in the sum, no step to stand in."""

    key = "slack"
    name = "speling"
    runs = False
    by_hand = True
    place = Place.CLOSING
    block = "speling"
    look = "slack"
    outlined = "tijd achter de hand"

    def bounds(self, brief: Brief) -> Bounds:
        kept = slack_minutes(brief.length)
        return Bounds(kept, kept, kept)

    def fill(self, brief: Brief, minutes: int) -> Made:
        return Made("Speling", StepContent(notes=notes(brief, "speling"), tested=True))

    def too_short(self, step: Line) -> str:
        return ""  # what counts is all of it together

    def too_little(self, steps: Sequence[Line], length: int) -> list[str]:
        needed = slack_minutes(length)
        if sum(step.minutes for step in steps if step.kind == self.key) >= needed:
            return []
        return [
            f"Er is weinig speling. Houd {duration(needed)} achter de hand; er loopt vaak iets uit."
        ]
