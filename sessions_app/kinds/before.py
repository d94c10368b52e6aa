"""Before: a statement on the phone that is asked again at the end, after everybody was heard."""

from collections.abc import Sequence

from content.document import Purpose, Question
from sessions_app.kinds.asked import all_tested, askable
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place, notes, titled
from sessions_app.script import StepContent


def begun(brief: Brief) -> tuple[Question, ...]:
    """What this session asks now and once more at the end; () where answers can't be counted."""
    asked = brief.document.asked(Purpose.START) if brief.wish.counted else ()
    return askable(brief.wish, asked)


class Before(Kind):
    """A moment of its own, so that nobody has to speak and press at once."""

    key = "before"
    name = "vooraf"
    unplugged = "zonder-stelling"
    glyph = "zelf"
    doing = frozenset({Doing.THINK, Doing.PHONE})
    place = Place.OPENING
    spare = True
    block = "opening"
    part = "binnenkomen"
    says_how = True

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(1, 1, 2)

    def offered(self, brief: Brief) -> list[Brief]:
        return [brief] if begun(brief) else []

    def fill(self, brief: Brief, minutes: int) -> Made:
        asked = begun(brief)
        content = StepContent(
            lead=brief.document.said("stelling"),
            notes=notes(brief, "stelling-waarvoor", "stelling-zeg"),
            tested=all_tested(asked),
        )
        return Made(titled(brief, "stelling", "Vooraf"), content, asked)

    def hint(self, content: StepContent, asks: bool) -> str:
        return "" if asks else content.lead

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return [*asked, *content.talk]
