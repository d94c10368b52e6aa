"""A break."""

from collections.abc import Sequence

from sessions_app.kinds.kind import Bounds, Brief, Kind, Made, Place
from sessions_app.script import Note, StepContent


class Pause(Kind):
    """People get up and drink something; the screen says when it goes on."""

    key = "break"
    name = "pauze"
    glyph = "pauze"
    rests = True
    by_hand = True
    materials = ("Koffie, thee en water voor de pauze.",)
    place = Place.BETWEEN
    block = "pauze"
    look = "pause"
    screen = "break"
    shows = frozenset({"back_at"})
    waiting = ("Pauze", "Even opstaan, iets drinken. Je telefoon mag blijven liggen.")

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(10, 10, 15)

    def fill(self, brief: Brief, minutes: int) -> Made:
        passage = brief.document.passage("pauze")
        content = StepContent(
            lead=passage.text if passage else "Even opstaan en iets drinken.",
            phone="Pauze.",
            notes=(
                Note(
                    heading="In de pauze",
                    text="Loop even langs bij wie stil werd. Vraag niet door.",
                ),
            ),
            tested=True,
        )
        return Made("Pauze", content)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        return title
