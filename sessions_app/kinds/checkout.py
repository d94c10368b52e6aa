"""Check-out: one word each, and whom one can turn to."""

from collections.abc import Sequence

from content.document import Purpose
from sessions_app.kinds import around
from sessions_app.kinds.asked import all_tested, texts
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Line, Made, Place, notes
from sessions_app.script import StepContent
from sessions_app.wish import Guests, LedBy
from sessions_app.words import turn_to


class Checkout(Kind):
    """The last step: everybody knows whom one can turn to."""

    key = "checkout"
    name = "check-out"
    unplugged = "zonder-checkout"
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
        """One word each, and a minute to read aloud whom one can turn to."""
        usual = around.bounds(brief)
        return Bounds(usual.least, usual.ideal + 1, usual.most + 1)

    def fill(self, brief: Brief, minutes: int) -> Made:
        aloud = brief.document.asked(Purpose.CHECKOUT)
        care = brief.document.passage("opvang")
        content = StepContent(
            lead=around.one_word(brief),
            talk=texts(aloud),
            aftercare="\n\n".join(part for part in _care(brief) if part),
            care_heading=care.title if care else "",
            phone=brief.document.said("checkout-telefoon"),
            notes=(
                *notes(
                    brief,
                    *("checkout-waarvoor", "checkout-zeg", "checkout-lezen", "checkout-daarna"),
                    *(("blijf-leidinggevende",) if brief.wish.led_by == LedBy.MANAGER else ()),
                    "blijf-geraakt",
                ),
                *around.large_group(brief),
            ),
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


def _care(brief: Brief) -> list[str]:
    """Whom one can turn to: the session's own contact first, then those that guests have."""
    said, wish = brief.document.said, brief.wish
    # Never the name alone: what is kept of edits leaves it out, and finds it by what goes before.
    contact = said("opvang-contact", contact=wish.contact) or turn_to(wish.contact)
    return [
        contact if wish.contact else "",
        said("opvang"),
        said("opvang-clienten") if wish.guests in (Guests.CLIENTS, Guests.BOTH) else "",
        said("opvang-naasten") if wish.guests in (Guests.RELATIVES, Guests.BOTH) else "",
    ]
