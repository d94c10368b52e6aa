"""The forms of question: one module each, by the name that is stored.

Everything outside this room asks a form what it must know (`asking.of(form)`); no other module
names one. How to add one: docs/architecture.md, 'Adding a form of question'.
"""

from importlib import import_module

from content.document import AnswerForm
from sessions_app.asking.base import Asking, Choice, Row, Stored
from sessions_app.asking.private import as_note

__all__ = ["FORMS", "PICKED", "WORDED", "Asking", "Choice", "Row", "Stored", "as_note", "of"]


def _load(form: AnswerForm) -> Asking:
    """The form in the module of its name; a form without one stops the program at its start."""
    found: Asking = import_module(f"{__name__}.{form}").FORM
    return found


FORMS: dict[AnswerForm, Asking] = {form: _load(form) for form in AnswerForm}
PICKED = tuple(form for form, asking in FORMS.items() if asking.picked)
WORDED = tuple(form for form, asking in FORMS.items() if asking.worded)


def of(form: str) -> Asking:
    """What this form says about itself; ValueError when there is no such form."""
    return FORMS[AnswerForm(form)]
