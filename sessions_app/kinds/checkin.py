"""Check-in: everybody is heard once, about nothing in particular."""

from content.document import Purpose
from sessions_app.kinds import around
from sessions_app.kinds.asked import all_tested, texts
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place, notes
from sessions_app.script import StepContent


class Checkin(Kind):
    """One word each, aloud, and nothing on the phone meanwhile."""

    key = "checkin"
    name = "check-in"
    unplugged = "zonder-checkin"
    glyph = "samen"
    doing = frozenset({Doing.TALK})
    by_hand = True
    place = Place.OPENING
    block = "opening"
    part = "binnenkomen"

    def bounds(self, brief: Brief) -> Bounds:
        """One word each; with guests everybody also says who they are."""
        usual = around.bounds(brief)
        who = int(brief.wish.with_guests)
        return Bounds(usual.least, usual.ideal + who, usual.most + who)

    def fill(self, brief: Brief, minutes: int) -> Made:
        aloud = brief.document.asked(Purpose.CHECKIN)
        content = StepContent(
            lead=around.one_word(brief),
            talk=texts(aloud),
            phone=brief.document.said("checkin-telefoon"),
            notes=(
                *notes(brief, "checkin-waarvoor", "checkin-zeg"),
                *around.large_group(brief),
            ),
            tested=all_tested(aloud),
        )
        return Made("Check-in", content)
