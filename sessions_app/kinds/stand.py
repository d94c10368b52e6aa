"""Where the team is now: the survey's questions for teams, answered together weeks later."""

from collections.abc import Sequence

from content.document import Purpose
from sessions_app.kinds.asked import all_tested, askable, sources, texts
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, notes, titled
from sessions_app.script import StepContent


class Stand(Kind):
    """A few choices on the phone, then talk about the totals; aloud where nothing is counted."""

    key = "stand"
    name = "waar staan we nu"
    unplugged = "zonder-stand"
    glyph = "zelf"
    doing = frozenset({Doing.PHONE, Doing.TALK})
    by_hand = True
    one_by_one = True
    block = "terugblik"

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(2, 4, 8)

    def fill(self, brief: Brief, minutes: int) -> Made:
        questions = brief.document.asked(Purpose.TEAM)
        asked = askable(brief.wish, questions) if brief.wish.counted else ()
        content = StepContent(
            lead=brief.document.said("stand"),
            talk=() if asked else texts(questions),
            notes=notes(brief, "stand-waarvoor", *(("stand-daarna",) if asked else ())),
            sources=sources(brief.document, [c for q in questions for c in q.citations]),
            tested=all_tested(questions),
        )
        return Made(titled(brief, "stand", "Waar staan we nu?"), content, asked)

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return list(content.talk)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        return title
