"""Intent: one small step of one's own, before the team agrees on anything aloud."""

from content.document import Purpose, Question
from sessions_app import asking
from sessions_app.kinds.asked import all_tested, askable, texts
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place, notes, titled
from sessions_app.script import StepContent

MOST_STEPS = 2  # questions to oneself at the end; more would be an exam


def small_steps(brief: Brief) -> list[Question]:
    """The questions about a step of one's own, of the themes that matter most; two at most.

    They come in the order in which the themes were talked about.
    """
    wished = [*brief.wish.themes, *(theme.slug for theme in brief.themes)]
    by_weight = sorted(brief.themes, key=lambda theme: wished.index(theme.slug))
    asked = {
        theme.slug: q
        for theme in by_weight
        for q in theme.questions
        if q.purpose == Purpose.ACTION and q.asked
    }
    kept = set(list(asked)[:MOST_STEPS])
    return [asked[theme.slug] for theme in brief.themes if theme.slug in kept]


class Intent(Kind):
    """Silence, with a question to oneself; what is written stays with who wrote it."""

    key = "intent"
    name = "voornemen"
    unplugged = "zonder-voornemen"
    glyph = "zelf"
    doing = frozenset({Doing.THINK, Doing.PHONE})
    place = Place.CLOSING
    block = "afsluiting"
    outlined = "één kleine stap voor jezelf"
    reminds = True

    def bounds(self, brief: Brief) -> Bounds:
        """A minute for each question, and a moment more."""
        count = len(small_steps(brief))
        return Bounds(count, count + 1, count + 2)

    def offered(self, brief: Brief) -> list[Brief]:
        return [brief] if small_steps(brief) else []

    def fill(self, brief: Brief, minutes: int) -> Made:
        steps = small_steps(brief)
        asked = askable(brief.wish, [asking.as_note(question) for question in steps])
        content = StepContent(
            lead=brief.document.said("voornemen" if asked else "voornemen-zonder-telefoons"),
            talk=() if asked else texts(steps),
            notes=notes(brief, "voornemen-waarvoor"),
            tested=all_tested(steps),
        )
        return Made(titled(brief, "voornemen", "Voornemen"), content, asked)
