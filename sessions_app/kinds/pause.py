"""A break."""

from collections.abc import Sequence

from sessions_app.kinds.kind import Bounds, Brief, Kind, Made, Place, notes
from sessions_app.script import StepContent

LONG = 165  # minutes from which a break grows, a minute per quarter of an hour


class Pause(Kind):
    """People get up and drink something; the screen says when it goes on."""

    key = "break"
    name = "pauze"
    unplugged = "zonder-pauze"
    glyph = "pauze"
    rests = True
    by_hand = True
    materials = ("Koffie, thee en water voor de pauze.",)
    place = Place.BETWEEN
    block = "pauze"
    look = "pause"
    screen = "break"
    shows = frozenset({"back_at"})

    def bounds(self, brief: Brief) -> Bounds:
        """Ten minutes, and in a long session up to a quarter of an hour."""
        longer = (brief.length - LONG) // 15
        return Bounds(10, min(max(10, 10 + longer), 15), 15)

    def fill(self, brief: Brief, minutes: int) -> Made:
        phone = brief.document.passage("pauze-telefoon")
        content = StepContent(
            lead=brief.document.said("pauze"),
            phone=phone.text if phone else "",
            phone_heading=phone.title if phone else "",
            notes=notes(brief, "pauze-kaart"),
            tested=True,
        )
        return Made("Pauze", content)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        return title
