"""In small groups: people talk in twos, threes or fours, and nobody talks to the whole room."""

from content.document import Purpose
from sessions_app import huddles
from sessions_app.kinds.asked import all_tested, texts
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, notes, titled
from sessions_app.script import StepContent

QUESTIONS = 2  # of the theme, where it stands in one


class InHuddles(Kind):
    """A talk in small groups, dealt by colour and shape where there are phones."""

    key = "huddles"
    name = "in groepjes"
    glyph = "samen"
    unplugged = "zonder-groepjes"
    doing = frozenset({Doing.TALK})
    talks = True
    by_hand = True
    joins_theme = True

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(4, 8, 20)

    def choices(self, brief: Brief) -> list[tuple[str, str]]:
        return [(str(size), f"in {name}".capitalize()) for size, name in huddles.SIZES.items()]

    def chosen(self, brief: Brief, key: str) -> Brief | None:
        size = next((size for size in huddles.SIZES if str(size) == key), None)
        return brief.about(huddles=size) if size else None

    def fill(self, brief: Brief, minutes: int) -> Made:
        size = brief.huddles or huddles.USUAL
        known = brief.theme.questions if brief.theme else ()
        asked = [q for q in known if q.purpose == Purpose.GROUP and q.asked][:QUESTIONS]
        said = brief.document.said
        passage = brief.document.passage("samen-telefoon")
        content = StepContent(
            hint=said("groepjes"),
            talk=texts(asked) or (said("groepjes-vraag"),),
            phone=passage.text if passage else "",
            phone_heading=passage.title if passage else "",
            huddles=size,
            notes=notes(
                brief,
                "groepjes-waarvoor",
                *_dealing(brief),
                "groepjes-ophalen",
            ),
            tested=all_tested(asked),
        )
        return Made(titled(brief, "groepjes", "In groepjes"), content)

    def goes(self, content: StepContent) -> str:
        name = huddles.SIZES.get(content.huddles)
        return f"In {name}." if name else ""


def _dealing(brief: Brief) -> tuple[str, ...]:
    """The cards on how groups come about: by hand where clients or relatives are (0079)."""
    if brief.wish.phone_free:
        return ("groepjes-zonder-telefoons",)
    if brief.wish.with_guests:
        return ("groepjes-hand", "groepjes-hand-zeg")
    return ("groepjes-delen",)
