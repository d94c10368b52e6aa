"""Intent: one small step of one's own, before the team agrees on anything aloud."""

from content.document import Purpose, Question
from sessions_app import asking
from sessions_app.kinds.asked import all_tested, askable, texts
from sessions_app.kinds.kind import FOR, SAY, Bounds, Brief, Doing, Kind, Made, Place
from sessions_app.script import Note, StepContent


def small_steps(brief: Brief) -> list[Question]:
    """The questions about a step of one's own, of the themes that were talked about."""
    return [q for theme in brief.themes for q in theme.questions if q.purpose == Purpose.ACTION]


class Intent(Kind):
    """Silence, with a question to oneself; what is written stays with who wrote it."""

    key = "intent"
    name = "voornemen"
    glyph = "zelf"
    doing = frozenset({Doing.THINK, Doing.PHONE})
    place = Place.CLOSING
    block = "afsluiting"
    outlined = "één kleine stap voor jezelf"

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(1, 2, 3)

    def offered(self, brief: Brief) -> list[Brief]:
        return [brief] if small_steps(brief) else []

    def fill(self, brief: Brief, minutes: int) -> Made:
        steps = small_steps(brief)
        asked = askable(brief.wish, [asking.as_note(question) for question in steps])
        said = (
            "Denk even na voor jezelf. Wat je opschrijft, blijft op je telefoon."
            if asked
            else "Wie wil, schrijft één kleine stap op papier. Dat blijft bij jezelf."
        )
        content = StepContent(
            lead=said,
            talk=() if asked else texts(steps),
            notes=(
                Note(heading=FOR, text="Eerst iedereen voor zichzelf. Daarna pas samen."),
                Note(heading=SAY, text=said),
            ),
            tested=all_tested(steps),
        )
        return Made("Wat neem jij mee?", content, asked)

    def hint(self, content: StepContent, asks: bool) -> str:
        return "Eerst zelf, in stilte. Overslaan mag altijd."
