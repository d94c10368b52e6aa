"""Evaluation: what the talk brought, and what can be better next time."""

from collections.abc import Sequence

from content.document import Purpose
from sessions_app import asking
from sessions_app.kinds.asked import all_tested, askable, can_be_on_phone, texts
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place, notes
from sessions_app.script import Note, StepContent

# Seconds: to begin, to choose in one closed question, to write in one open question. Ours, from
# a short sentence with five faces to press; no source.
HASTY = (30, 15, 45)
CALM = (45, 20, 60)


class Evaluation(Kind):
    """The edition's questions about the talk itself."""

    key = "evaluation"
    name = "evaluatie"
    unplugged = "zonder-evaluatie"
    glyph = "zelf"
    doing = frozenset({Doing.THINK, Doing.PHONE})
    by_hand = True
    evaluates = True
    own_most = 2  # six of the edition and two of one's own: more would be an exam
    one_by_one = True
    place = Place.CLOSING
    block = "afsluiting"

    def bounds(self, brief: Brief) -> Bounds:
        """As long as its questions take: they are counted."""
        questions = brief.document.asked(Purpose.EVALUATION)
        typed = sum(asking.of(question.form).worded for question in questions)
        least, ideal = (
            -(-(begin + choose * (len(questions) - typed) + write * typed) // 60)
            for begin, choose, write in (HASTY, CALM)
        )
        return Bounds(least, ideal, ideal + 2)

    def fill(self, brief: Brief, minutes: int) -> Made:
        questions = brief.document.asked(Purpose.EVALUATION)
        asked = askable(brief.wish, questions) if brief.wish.counted else ()
        # What is about oneself ('ik voelde me veilig') is for paper: nobody is asked it aloud.
        aloud = [question for question in questions if asking.of(question.form).aloud]
        paper = [question for question in questions if not asking.of(question.form).aloud]
        content = StepContent(
            lead=brief.document.said("evaluatie" if asked else "evaluatie-hardop"),
            talk=texts(q for q in aloud if not asked or not can_be_on_phone(q)),
            points=() if asked else texts(paper),
            notes=_notes(brief),
            tested=all_tested(questions),
        )
        return Made("Evaluatie", content, asked)

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return list(content.talk)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        return title


def _notes(brief: Brief) -> tuple[Note, ...]:
    if brief.wish.counted:
        return notes(brief, "evaluatie-waarvoor", "evaluatie-zeg")
    aloud = ("evaluatie-waarvoor", "evaluatie-zeg-zonder-telefoons", "evaluatie-papier")
    return notes(brief, *aloud)
