"""A choice before talk and the same choice after it: about work, and nobody's own health.

Three steps, since people choose, talk and choose again at moments of their own (decision 0021).
What they chose first is seen only together with the second time (decision 0069).
"""

from collections.abc import Sequence

import msgspec

from content.document import AnswerForm, Purpose, Question
from sessions_app.kinds.asked import all_tested, askable, texts
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Line, Made, notes, titled
from sessions_app.script import AFTER, StepContent, once

FORMS = (AnswerForm.ONE, AnswerForm.SCALE)  # of which two totals can stand beside each other


def twice(brief: Brief) -> list[Question]:
    """What this edition may ask before talk and after it."""
    asked = brief.document.asked(Purpose.STANCE)
    return [question for question in asked if question.about_work and question.form in FORMS]


def _question(brief: Brief) -> Question | None:
    """The one that was chosen; else the edition's first."""
    known = twice(brief)
    return next((one for one in known if one == brief.question), next(iter(known), None))


class _Stance(Kind):
    """What the three steps have in common."""

    by_hand = True
    unplugged = "zonder-keuze"

    def can_be_made(self, brief: Brief) -> bool:
        return _question(brief) is not None

    def choices(self, brief: Brief) -> list[tuple[str, str]] | None:
        return [(question.code, question.text) for question in twice(brief)]

    def chosen(self, brief: Brief, key: str) -> Brief | None:
        found = next((one for one in twice(brief) if one.code == key), None)
        return brief.about(question=found) if found else None

    def block_of(self, brief: Brief) -> str:
        question = _question(brief)
        return f"keuze:{question.code}" if question else "keuze"

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return [*asked, *content.talk]

    def hint(self, content: StepContent, asks: bool) -> str:
        return content.lead


class Stance(_Stance):
    """Everybody chooses alone, before a word was said about it."""

    key = "stance"
    name = "keuze voor het gesprek"
    glyph = "zelf"
    doing = frozenset({Doing.THINK, Doing.PHONE})
    says_how = True
    brings = "stance-talk"
    own_most = 0  # other words for the one question are enough: each is answered twice
    purpose = Purpose.STANCE
    comes_again = True

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(2, 3, 5)

    def fill(self, brief: Brief, minutes: int) -> Made:
        return _choice(brief, "keuze", "Keuze voor het gesprek", "")

    def misplaced(self, steps: Sequence[Line]) -> list[str]:
        """Who changes a programme by hand hears when nothing is chosen again after it."""
        known = [step.kind for step in steps]
        return [
            f"Na '{step.title}' wordt niet nog een keer gekozen. Dan is het een gewone peiling."
            for at, step in enumerate(steps)
            if step.kind == self.key and StanceAgain.key not in known[at:]
        ]


class StanceTalk(_Stance):
    """Reasons, for and against; never who chose what."""

    key = "stance-talk"
    name = "praten over de keuze"
    glyph = "samen"
    unplugged = "zonder-keuze-praten"
    doing = frozenset({Doing.TALK})
    talks = True
    brings = "stance-again"
    comes_along = True

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(5, 10, 20)

    def choices(self, brief: Brief) -> None:
        return None

    def fill(self, brief: Brief, minutes: int) -> Made:
        said, question = brief.document.said, _question(brief)
        about = texts([question] if question else [])
        content = StepContent(
            lead=said("keuze-praten"),
            talk=(*about, said("keuze-redenen"), said("keuze-ander")),
            phone=said("keuze-telefoon"),
            notes=notes(brief, "keuze-praten-kaart"),
            tested=question is not None and question.tested,
        )
        return Made(titled(brief, "keuze-praten", "Praten over de keuze"), content)


class StanceAgain(_Stance):
    """The same question once more; then both totals can be seen beside each other."""

    key = "stance-again"
    name = "keuze na het gesprek"
    glyph = "zelf"
    doing = frozenset({Doing.THINK, Doing.PHONE, Doing.LOOK})
    says_how = True
    purpose = Purpose.STANCE
    comes_along = True
    repeats = True

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(3, 5, 8)

    def fill(self, brief: Brief, minutes: int) -> Made:
        return _choice(brief, "keuze-weer", "Keuze na het gesprek", AFTER)


def _choice(brief: Brief, said: str, title: str, ends: str) -> Made:
    """A step that asks the question; aloud nobody chooses, for that would be a show of hands."""
    question = _question(brief)
    questions = [question] if question else []
    asked = askable(brief.wish, questions) if brief.wish.counted else ()
    how = said if asked else f"{said}-hardop"
    content = StepContent(
        lead=brief.document.said(how),
        talk=() if asked else texts(questions),
        notes=notes(brief, f"{said}-waarvoor", f"{said}-zeg" if asked else f"{said}-zeg-hardop"),
        tested=all_tested(questions),
    )
    coded = tuple(msgspec.structs.replace(one, code=once(one.code) + ends) for one in asked)
    return Made(titled(brief, said, title), content, coded)
