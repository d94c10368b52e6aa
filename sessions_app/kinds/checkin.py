"""Check-in: everybody is heard once, about nothing in particular."""

from content.document import Purpose
from sessions_app.kinds import around
from sessions_app.kinds.asked import all_tested, texts
from sessions_app.kinds.before import begun
from sessions_app.kinds.kind import FOR, SAY, Bounds, Brief, Doing, Kind, Made, Place
from sessions_app.script import Note, StepContent


class Checkin(Kind):
    """One word each, aloud, and nothing on the phone meanwhile."""

    key = "checkin"
    name = "check-in"
    glyph = "samen"
    doing = frozenset({Doing.TALK})
    by_hand = True
    place = Place.OPENING
    block = "opening"
    part = "binnenkomen"

    def bounds(self, brief: Brief) -> Bounds:
        usual = around.bounds(brief)
        if not begun(brief):
            return usual
        return Bounds(usual.least - 1, usual.ideal - 1, usual.most - 1)

    def fill(self, brief: Brief, minutes: int) -> Made:
        aloud = brief.document.asked(Purpose.CHECKIN)[:1]
        content = StepContent(
            lead=around.ONE_WORD,
            talk=texts(aloud),
            phone="We zeggen hardop een woord. Overslaan mag.",
            notes=(
                Note(
                    heading=FOR,
                    text="Iedereen is even te horen, zonder dat het ergens over hoeft te gaan.",
                ),
                Note(heading=SAY, text="Ik begin zelf. Daarna mag wie wil. Passen mag ook."),
                *around.large_group(brief),
            ),
            tested=all_tested(aloud),
        )
        return Made("Check-in", content)
