"""A small document for tests that need content but not the whole module."""

from content.document import (
    AnswerForm,
    Chapter,
    Citation,
    Diagram,
    Document,
    Figure,
    Film,
    Purpose,
    Question,
    Slide,
    Source,
    Theme,
)
from content.passages import methods_for, shipped_moments, shipped_passages


def small_document(**changes) -> Document:
    """One theme, one slide with a number, and the texts that must be there."""
    values = {
        "slug": "proef",
        "name": "Proefmodule",
        "aims": ("Praten",),
        "rules": ("Ik laat een ander uitpraten.",),
        "chapters": (Chapter(key="theorie", title="Theorie", slides=(slide(),)),),
        "themes": (theme(),),
        "questions": (
            Question(
                code="EV-1",
                purpose=Purpose.EVALUATION,
                form=AnswerForm.SCALE,
                text="Ik begrijp het beter.",
                points=("niet", "wel"),
            ),
        ),
        "passages": shipped_passages(),
        "moments": shipped_moments(),
        "methods": methods_for(set(), set()),
        "sources": (Source(key="bron", title="Een onderzoek", short="Onderzoek 2019"),),
    }
    return Document(**{**values, **changes})


def slide(**changes) -> Slide:
    """One bar with a source."""
    values = {
        "key": "cijfer",
        "title": "Een cijfer",
        "diagram": Diagram.BARS,
        "figures": (figure(),),
    }
    return Slide(**{**values, **changes})


def figure(**changes) -> Figure:
    """67% with its source."""
    values = {
        "label": "Zelfbeeld",
        "value": 67.0,
        "unit": "%",
        "citations": (Citation(source="bron", detail="tabel 1"),),
    }
    return Figure(**{**values, **changes})


def question(**changes) -> Question:
    """A question for the group."""
    values = {
        "code": "HOP-G1",
        "purpose": Purpose.GROUP,
        "form": AnswerForm.OPEN,
        "text": "Welke woorden geven je hoop?",
    }
    return Question(**{**values, **changes})


def theme(**changes) -> Theme:
    """A theme with its film and one question for the group."""
    values = {
        "number": 7,
        "slug": "hoop",
        "name": "Hoop",
        "closeness": 2,
        "never_first": False,
        "intro": "Hoop helpt.",
        "opening": "Begin rustig.",
        "silence": "Wacht.",
        "closing": "Bedank iedereen.",
        "film": Film(
            number=7, title="Hoop", youtube="dS0quJm70OQ", seconds=315, content_note="Mag weg."
        ),
        "questions": (question(),),
    }
    return Theme(**{**values, **changes})
