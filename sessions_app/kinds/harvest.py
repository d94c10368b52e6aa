"""Harvest: what the team takes along, and one agreement that it makes aloud."""

from collections.abc import Sequence

from content.document import Purpose
from sessions_app.kinds.around import LARGE_FROM
from sessions_app.kinds.asked import all_tested, texts
from sessions_app.kinds.intent import small_steps
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place, notes, titled
from sessions_app.script import StepContent
from sessions_app.wish import THREES_ABOVE


class Harvest(Kind):
    """Aloud together; what the team agrees stands on the screen."""

    key = "harvest"
    name = "wat nemen we mee"
    unplugged = "zonder-afspraak"
    glyph = "meenemen"
    doing = frozenset({Doing.TALK})
    by_hand = True
    place = Place.CLOSING
    block = "afsluiting"
    outlined = "één afspraak samen"
    screen = "harvest"
    console = "agreements"
    shows = frozenset({"agreements"})

    def bounds(self, brief: Brief) -> Bounds:
        """Longer with more people and more themes, and where nobody thought alone before."""
        people, themes = brief.wish.group_size, len(brief.themes)
        more = int(people > THREES_ABOVE) + int(people > LARGE_FROM) + int(brief.wish.with_guests)
        alone = 0 if small_steps(brief) else 1
        ideal = 4 + themes + more + alone
        return Bounds(3 + themes // 2 + more // 2 + alone, ideal, ideal + 2)

    def fill(self, brief: Brief, minutes: int) -> Made:
        aloud = brief.document.asked(Purpose.HARVEST)
        phone = brief.document.passage("afspraak-telefoon")
        content = StepContent(
            lead=brief.document.said("afspraak"),
            talk=texts(aloud),
            check=brief.document.said("afspraak-toets"),
            phone=phone.text if phone else "",
            phone_heading=phone.title if phone else "",
            notes=notes(brief, "afspraak-waarvoor", "afspraak-kaart"),
            tested=all_tested(aloud),
        )
        return Made(titled(brief, "afspraak", "Afspraak"), content)

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return list(content.talk)
