"""A word round: everybody gives one word, and the room sees the words together."""

from collections.abc import Sequence

from content.document import Purpose
from sessions_app.kinds.asked import all_tested, askable, texts
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, notes, titled
from sessions_app.script import StepContent


class WordRound(Kind):
    """One word of everybody, on the phone where words may be sent, and aloud where they may not."""

    key = "words"
    name = "woordronde"
    unplugged = "zonder-woorden"
    glyph = "zelf"
    doing = frozenset({Doing.THINK, Doing.PHONE, Doing.LOOK})
    by_hand = True
    purpose = Purpose.WORDS
    joins_theme = True
    asks_again = True
    says_how = True

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(3, 5, 10)

    def fill(self, brief: Brief, minutes: int) -> Made:
        questions = brief.document.asked(Purpose.WORDS)[:1]
        asked = askable(brief.wish, questions)
        sent = bool(asked) and brief.wish.open_sent
        said = brief.document.said
        content = StepContent(
            lead=said("woorden" if sent else "woorden-hardop"),
            talk=() if asked else texts(questions),
            notes=notes(
                brief,
                "woorden-waarvoor",
                *(("woorden-zeg", "woorden-kiezen") if sent else ("woorden-zeg-hardop",)),
                "woorden-daarna",
            ),
            tested=all_tested(questions),
        )
        return Made(titled(brief, "woorden", "Woordronde"), content, asked)

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return [*asked, *content.talk]

    def hint(self, content: StepContent, asks: bool) -> str:
        return content.lead
