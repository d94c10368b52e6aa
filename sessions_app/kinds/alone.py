"""Thinking alone: first for oneself, so that nobody has to be the first to talk."""

from collections.abc import Sequence

from content.document import Purpose
from sessions_app.kinds.asked import all_tested, askable, opener, texts
from sessions_app.kinds.kind import FOR, SAY, Bounds, Brief, Doing, Kind, Made, Place, chosen
from sessions_app.script import Note, StepContent
from sessions_app.wish import Wish

SECOND_FROM = 4  # minutes from which there is time for a second question to oneself


class Alone(Kind):
    """Silence, with a question to oneself and the first question of the talk."""

    key = "alone"
    name = "zelf nadenken"
    short = "zelf"
    glyph = "zelf"
    doing = frozenset({Doing.THINK, Doing.PHONE})
    needs = ("theme",)
    place = Place.THEME
    phone_line = "Pak je telefoon."

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(2, 3, 5)

    def fill(self, brief: Brief, minutes: int) -> Made:
        theme = chosen(brief.theme)
        count = 2 if minutes >= SECOND_FROM else 1
        own = [q for q in theme.questions if q.purpose == Purpose.PRIVATE][:count]
        asked = askable(brief.wish, (*own, *opener(theme)))
        content = StepContent(
            lead="Denk even na voor jezelf. Overslaan mag altijd.",
            talk=() if asked else texts(own),
            notes=(
                Note(
                    heading=FOR, text="Eerst zelf denken. Dan hoeft niemand als eerste te praten."
                ),
                Note(heading=SAY, text=_said(brief.wish)),
            ),
            tested=all_tested(own),
        )
        return Made("Zelf nadenken", content, asked)

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return [*asked, *content.talk]

    def hint(self, content: StepContent, asks: bool) -> str:
        return "Eerst zelf, in stilte. Overslaan mag altijd."


def _said(wish: Wish) -> str:
    if wish.phone_free:
        return "Denk even na voor jezelf. Opschrijven mag; je hoeft het niet te laten zien."
    if wish.open_sent:
        return (
            "De eerste vraag is alleen voor jou. Wat je bij de laatste vraag verstuurt, lezen we."
        )
    return "Wat je opschrijft, blijft op je telefoon. Straks vertel je alleen wat je wilt."
