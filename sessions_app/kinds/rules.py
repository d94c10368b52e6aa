"""Ground rules: how people talk with each other, agreed before it comes close."""

from collections.abc import Sequence

from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Line, Made, Place, notes
from sessions_app.script import StepContent


class Rules(Kind):
    """The rules of the edition, read aloud one by one."""

    key = "rules"
    name = "basisregels"
    unplugged = "zonder-regels"
    glyph = "regels"
    doing = frozenset({Doing.LOOK, Doing.TALK})
    by_hand = True
    place = Place.OPENING
    block = "opening"
    screen = "rules"

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(3, 4, 5)

    def fill(self, brief: Brief, minutes: int) -> Made:
        content = StepContent(
            lead=brief.document.said("regels"),
            points=brief.document.rules,
            phone=brief.document.said("regels-telefoon"),
            notes=notes(
                brief,
                *("regels-waarvoor", "regels-lezen", "regels-onder-ons", "overslaan"),
                "regels-grens",
            ),
            tested=brief.document.rules_tested,
        )
        return Made("Basisregels", content)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        return title

    def misplaced(self, steps: Sequence[Line]) -> list[str]:
        kinds = [step.kind for step in steps]
        first = next((at for at, step in enumerate(steps) if step.content.get("film")), None)
        if first is None:
            return []
        if self.key not in kinds:
            return ["De basisregels zijn weg. Spreek ze af voordat de eerste film begint."]
        if kinds.index(self.key) > first:
            return ["De basisregels staan na de eerste film. Zet ze ervoor."]
        return []
