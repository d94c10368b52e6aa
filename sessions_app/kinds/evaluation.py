"""Evaluation: what the talk brought, and what can be better next time."""

from collections.abc import Sequence

from content.document import Purpose
from sessions_app import asking
from sessions_app.kinds.asked import all_tested, askable, can_be_on_phone, texts
from sessions_app.kinds.kind import FOR, SAY, Bounds, Brief, Doing, Kind, Made, Place
from sessions_app.script import Note, StepContent
from sessions_app.wish import Wish


class Evaluation(Kind):
    """The edition's questions about the talk itself."""

    key = "evaluation"
    name = "evaluatie"
    glyph = "zelf"
    doing = frozenset({Doing.THINK, Doing.PHONE})
    by_hand = True
    evaluates = True
    one_by_one = True
    place = Place.CLOSING
    block = "afsluiting"

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(4, 5, 6)

    def fill(self, brief: Brief, minutes: int) -> Made:
        passage = brief.document.passage("evaluatie")
        questions = brief.document.asked(Purpose.EVALUATION)
        asked = askable(brief.wish, questions) if brief.wish.counted else ()
        lead = passage.text if passage else "Overslaan mag altijd."
        # What is about oneself ('ik voelde me veilig') is for paper: nobody is asked it aloud.
        aloud = [question for question in questions if asking.of(question.form).aloud]
        paper = [question for question in questions if not asking.of(question.form).aloud]
        content = StepContent(
            lead=lead if asked else "Zeg hardop wat je wilt, of schrijf het op papier zonder naam.",
            talk=texts(q for q in aloud if not asked or not can_be_on_phone(q)),
            points=() if asked else texts(paper),
            notes=_notes(brief.wish),
            tested=all_tested(questions),
        )
        return Made("Evaluatie", content, asked)

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return list(content.talk)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        return title


def _notes(wish: Wish) -> tuple[Note, ...]:
    purpose = Note(
        heading=FOR, text="Horen wat dit gesprek bracht en wat de volgende keer beter kan."
    )
    if wish.counted:
        said = "Vul in wat bij je past. Onder de vijf antwoorden ziet niemand de uitkomst."
        return (purpose, Note(heading=SAY, text=said))
    return (
        purpose,
        Note(heading=SAY, text="Vertel hardop wat je wilt, of schrijf het op papier zonder naam."),
        Note(
            heading="Op papier",
            text="De zinnen om te scoren staan in het draaiboek. Deel ze uit op papier; "
            "vraag ze niet rond.",
        ),
    )
