"""Harvest: what the team takes along, and one agreement that it makes aloud."""

from collections.abc import Sequence

from content.document import Purpose
from sessions_app.kinds.asked import all_tested, texts
from sessions_app.kinds.intent import small_steps
from sessions_app.kinds.kind import FOR, Bounds, Brief, Doing, Kind, Made, Place
from sessions_app.script import Note, StepContent

NOTES = (
    Note(
        heading=FOR,
        text="Eén afspraak van het team. Wat je voor jezelf koos, hoef je niet te delen.",
    ),
    Note(
        heading="De afspraak",
        text="Maak de afspraak hardop. Spreek af wie erop terugkijkt, en wanneer. "
        "Noem geen namen van cliënten.",
    ),
)


class Harvest(Kind):
    """Aloud together; what the team agrees stands on the screen."""

    key = "harvest"
    name = "wat nemen we mee"
    glyph = "meenemen"
    doing = frozenset({Doing.TALK})
    by_hand = True
    place = Place.CLOSING
    block = "afsluiting"
    outlined = "één afspraak samen"
    screen = "harvest"
    console = "agreements"
    shows = frozenset({"agreements"})
    waiting = ("Leg je telefoon even weg", "Het gesprek is in de zaal.")

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(3, 6, 7) if small_steps(brief) else Bounds(4, 8, 10)

    def fill(self, brief: Brief, minutes: int) -> Made:
        aloud = brief.document.asked(Purpose.HARVEST)
        agreement = brief.document.passage("afspraak")
        content = StepContent(
            lead=agreement.text if agreement else "We maken samen één afspraak.",
            talk=texts(aloud),
            notes=NOTES,
            tested=all_tested(aloud),
        )
        return Made("Wat nemen we mee?", content)

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return list(content.talk)
