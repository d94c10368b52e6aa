"""Thinking alone: first for oneself, so that nobody has to be the first to talk."""

from collections.abc import Sequence

from content.document import Purpose, Question
from sessions_app import asking
from sessions_app.kinds.asked import all_tested, askable, opener, texts
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place, chosen, notes
from sessions_app.kinds.rounds import asks_circles
from sessions_app.script import StepContent
from sessions_app.wish import Wish

SECOND_FROM = 4  # minutes from which there is time for a second question to oneself


class Alone(Kind):
    """Silence, with a question to oneself and the first question of the talk."""

    key = "alone"
    name = "zelf nadenken"
    unplugged = "zonder-zelf"
    short = "zelf"
    glyph = "zelf"
    doing = frozenset({Doing.THINK, Doing.PHONE})
    needs = ("theme",)
    place = Place.THEME

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(2, 3, 4)

    def offered(self, brief: Brief) -> list[Brief]:
        """A round for each circle comes in its place."""
        return [] if asks_circles(brief) else [brief]

    def fill(self, brief: Brief, minutes: int) -> Made:
        theme = chosen(brief.theme)
        count = 2 if minutes >= SECOND_FROM else 1
        own = [q for q in theme.questions if q.purpose == Purpose.PRIVATE and q.asked][:count]
        asked = askable(brief.wish, (*own, *opener(theme)))
        content = StepContent(
            lead=brief.document.said("zelf"),
            talk=() if asked else texts(own),
            notes=notes(brief, "zelf-waarvoor", *_said(brief.wish, asked)),
            tested=all_tested(own),
        )
        return Made("Zelf nadenken", content, asked)

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return [*asked, *content.talk]


def _said(wish: Wish, asked: Sequence[Question]) -> tuple[str, ...]:
    """The names of what the facilitator says, where each answer goes, and does with it."""
    if wish.phone_free:
        return ("zelf-zeg-zonder-telefoons",)
    if not wish.open_sent:
        return ("zelf-zeg",)
    picked = any(asking.of(question.form).picked for question in asked)
    return ("zelf-zeg-verstuurd", *(("zelf-antwoorden",) if picked else ()))
