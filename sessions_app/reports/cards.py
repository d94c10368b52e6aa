"""On paper for who has no phone: the evaluation as a sheet, and every other question as a card."""

from collections.abc import Iterable
from itertools import groupby

from content.document import Document, Purpose, Question
from sessions_app import asking, kinds
from sessions_app.kinds.kind import Doing
from sessions_app.plans import Plan
from sessions_app.reports.typesetting import typeset
from sessions_app.script import PlannedStep

LINES = 3  # to write on
SHORT = 16  # characters of the longest choice that stands beside the others


def evaluation_pdf(plan: Plan, document: Document) -> bytes | None:
    """The questions of the evaluation, to tick and write on; None where there is no evaluation."""
    steps = [step for step in plan.steps if kinds.of(step.kind).evaluates]
    if not steps:
        return None
    asked = [question for step in steps for question in step.questions]
    # Without phones a step has none of its own.
    asks = _asks(asked or document.asked(Purpose.EVALUATION), lines=2)
    if not asks:
        return None
    data = {"title": "Hoe was dit gesprek?", "document": f"Evaluatie: {plan.title}"}
    groups = [list(group) for _, group in groupby(asks, key=_same_boxes)]
    rows = {len(group[0]["choices"]) + 1: 0 for group in groups}  # the sentence names its row
    return typeset("evaluation", data | {"session": plan.title, "groups": groups}, row_headers=rows)


def cards_pdf(plan: Plan, document: Document) -> bytes | None:
    """A card for every step that asks something on the phone; None where none does.

    Without phones those are the moments to think for oneself.
    """
    cards = [card for step in plan.steps for card in _card(step, plan.theme_names)]
    if not cards:
        return None
    data = {"title": "Kaarten om op te schrijven", "document": f"Kaarten: {plan.title}"}
    return typeset("cards", data | {"session": plan.title, "cards": cards})


def _card(step: PlannedStep, themes: dict[str, str]) -> list[dict]:
    kind = kinds.of(step.kind)
    asks = _asks(step.questions)
    if not asks and Doing.THINK in kind.doing and Doing.TALK not in kind.doing:
        asks = [_written(text) for text in step.content.talk]
    if kind.evaluates or not asks:
        return []
    about = themes.get(step.theme, "")
    return [
        {
            "title": f"{about}: {step.title.lower()}" if about else step.title,
            "theme": step.theme_number,
            "asks": asks,
        }
    ]


def _asks(questions: Iterable[Question], lines: int = LINES) -> list[dict]:
    """What stands on paper of each question: its words, and boxes to tick or lines to write on."""
    on_phone = [question for question in questions if asking.of(question.form).on_phone]
    return [asked for question in on_phone for asked in _ask(question, lines)]


def _ask(question: Question, lines: int) -> list[dict]:
    form = asking.of(question.form)
    if parts := form.parts(question):
        return [_written(question.text, 0), *(_written(part, lines) for part in parts)]
    choices = form.printed(question)
    if not choices:
        return [_written(question.told, lines)]
    asked = {
        "text": question.told,
        "hint": form.hint(question),
        "choices": choices,
        "beside": max(map(len, choices)) <= SHORT,
        "lines": 0,
    }
    return [asked]


def _same_boxes(asked: dict) -> tuple:
    """What two questions share that can stand in one table."""
    return tuple(asked["choices"]) if asked["beside"] else (asked["text"],)


def _written(text: str, lines: int = LINES) -> dict:
    return {"text": text, "hint": "", "choices": [], "beside": False, "lines": lines}
