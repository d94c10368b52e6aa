"""The lens: marks that people give to what they saw in a film."""

from collections.abc import Sequence

from content.document import Purpose
from sessions_app.kinds.asked import all_tested, askable, sources, texts
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, notes, titled
from sessions_app.script import StepContent


class Lens(Kind):
    """Five themes of stigma from research; each marks what they saw, and the room sees counts."""

    key = "lens"
    name = "lens"
    unplugged = "zonder-lens"
    short = "lens"
    glyph = "zelf"
    doing = frozenset({Doing.PHONE, Doing.TALK})
    by_hand = True
    purpose = Purpose.LENS
    joins_theme = True
    asks_again = True
    says_how = True

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(3, 5, 10)

    def fill(self, brief: Brief, minutes: int) -> Made:
        questions = brief.document.asked(Purpose.LENS)[:1]
        asked = askable(brief.wish, questions)
        marks = tuple(one.text for q in questions for one in q.options if not one.alone)
        content = StepContent(
            lead=brief.document.said("lens" if asked else "lens-hardop"),
            talk=() if asked else (*texts(questions), *marks),
            notes=notes(
                brief,
                "lens-waarvoor",
                "lens-zeg" if asked else "lens-zeg-hardop",
                "lens-daarna",
            ),
            sources=tuple(line for q in questions for line in sources(brief.document, q.citations)),
            tested=all_tested(questions),
        )
        return Made(titled(brief, "lens", "Lens"), content, asked)

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return [*asked, *content.talk]

    def hint(self, content: StepContent, asks: bool) -> str:
        return "" if asks else content.lead
