"""A note to oneself, which stays on the phone."""

import msgspec

from content.document import AnswerForm, Question
from sessions_app.asking.base import Unsent


class Private(Unsent):
    form = AnswerForm.PRIVATE
    audience = "alleen_voor_jou"


FORM = Private()


def as_note(question: Question) -> Question:
    """The same question, answered for oneself only."""
    return msgspec.structs.replace(question, form=AnswerForm.PRIVATE, help="")
