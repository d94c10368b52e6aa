"""Check-out: one word each, and whom one can turn to."""

from collections.abc import Sequence

from content.document import Purpose
from sessions_app.kinds import around
from sessions_app.kinds.asked import all_tested, texts
from sessions_app.kinds.kind import FOR, READ, SAY, Bounds, Brief, Doing, Kind, Line, Made, Place
from sessions_app.script import Note, StepContent


class Checkout(Kind):
    """The last step: nobody leaves alone with something heavy."""

    key = "checkout"
    name = "check-out"
    glyph = "samen"
    doing = frozenset({Doing.TALK})
    by_hand = True
    cares = True
    place = Place.CLOSING
    block = "afsluiting"
    outlined = "één woord, en bij wie je terechtkunt"
    screen = "checkout"
    shows = frozenset({"agreed"})

    def bounds(self, brief: Brief) -> Bounds:
        return around.bounds(brief)

    def fill(self, brief: Brief, minutes: int) -> Made:
        contact = brief.wish.contact
        aloud = brief.document.asked(Purpose.CHECKOUT)
        care = brief.document.passage("opvang")
        after = [f"Je kunt straks terecht bij: {contact}." if contact else ""]
        after.append(care.text if care else "")
        content = StepContent(
            lead=around.ONE_WORD,
            talk=texts(aloud),
            aftercare="\n\n".join(part for part in after if part),
            phone="Dank je wel dat je er was.",
            notes=_notes(brief),
            tested=all_tested(aloud) and bool(care and care.tested),
        )
        return Made("Check-out", content)

    def misplaced(self, steps: Sequence[Line]) -> list[str]:
        found = []
        if not any(step.content.get("aftercare") for step in steps):
            found.append(
                "De opvang na afloop is weg. Vertel aan het eind bij wie mensen terechtkunnen."
            )
        kinds = [step.kind for step in steps]
        if self.key in kinds and kinds[-1] != self.key:
            found.append("De check-out staat niet als laatste. Zet hem achteraan.")
        return found


def _notes(brief: Brief) -> tuple[Note, ...]:
    return (
        Note(heading=FOR, text="Samen afsluiten, zodat niemand alleen weggaat met iets zwaars."),
        Note(heading=SAY, text="Ik begin zelf. Wie niets wil zeggen, knikt of zwaait."),
        Note(heading=READ, text="Lees voor bij wie mensen terechtkunnen."),
        Note(heading="Daarna", text="Blijf nog een kwartier. Dan kan iemand naar je toe komen."),
        *around.large_group(brief),
    )
