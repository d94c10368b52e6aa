"""A sentence to speak up with, in three parts: for oneself, and aloud for who wants."""

from collections.abc import Sequence

from content.document import AnswerForm, Option, Purpose, Question
from sessions_app.kinds.asked import askable
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, notes, titled
from sessions_app.script import StepContent

CODE = "ZIN"
PARTS = {"zag": "zin-zag", "doet": "zin-doet", "vraagt": "zin-vraagt"}  # fixed texts


def asked(brief: Brief) -> Question:
    """The question with its parts, as this edition says them."""
    said = brief.document.said
    return Question(
        code=CODE,
        purpose=Purpose.PRIVATE,
        form=AnswerForm.SENTENCE,
        text=said("zin-welke"),
        options=tuple(Option(key=key, text=said(text)) for key, text in PARTS.items()),
    )


class Sentence(Kind):
    """What I saw, what it does to me, what I ask: written on the phone or on paper, never sent."""

    key = "sentence"
    name = "zin om iets te zeggen"
    unplugged = "zonder-zin"
    glyph = "zelf"
    doing = frozenset({Doing.THINK, Doing.PHONE, Doing.TALK})
    by_hand = True
    joins_theme = True
    asks_again = True
    further = "stukje van de zin,stukjes van de zin"

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(8, 12, 20)

    def fill(self, brief: Brief, minutes: int) -> Made:
        question = asked(brief)
        on_phone = askable(brief.wish, [question])
        parts = tuple(one.text for one in question.options)
        content = StepContent(
            lead=brief.document.said("zin" if on_phone else "zin-hardop"),
            talk=parts if on_phone else (question.text, *parts),
            notes=notes(brief, "zin-waarvoor", "zin-zeg", "zin-daarna", "zin-niet"),
        )
        return Made(titled(brief, "zin", "Zin om iets te zeggen"), content, on_phone)

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return [*asked, *content.talk]

    def hint(self, content: StepContent, asks: bool) -> str:
        return content.lead
