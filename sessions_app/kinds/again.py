"""Look-back: weeks later, the team starts from what it agreed."""

from collections.abc import Sequence

from content.document import Purpose
from sessions_app.kinds.asked import all_tested, can_be_on_phone, texts
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, notes, titled
from sessions_app.script import StepContent


class Again(Kind):
    """The agreement stands on the screen (`points`), and is talked about aloud."""

    key = "again"
    name = "terugblik"
    unplugged = "zonder-terugblik"
    glyph = "meenemen"
    doing = frozenset({Doing.TALK})
    talks = True
    by_hand = True
    block = "terugblik"
    screen = "again"

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(3, 5, 10)

    def fill(self, brief: Brief, minutes: int) -> Made:
        questions = brief.document.asked(Purpose.LOOK_BACK)
        aloud = [question for question in questions if not can_be_on_phone(question)]
        content = StepContent(
            lead=brief.document.said("terugblik"),
            talk=texts(aloud),
            phone=brief.document.said("terugblik-telefoon"),
            notes=notes(brief, "terugblik-waarvoor", "terugblik-zeg"),
            tested=all_tested(aloud),
        )
        return Made(titled(brief, "terugblik", "Terugblik"), content)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        return title
