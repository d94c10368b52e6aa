"""One choice out of the options."""

from collections.abc import Sequence
from random import Random

from content.document import AnswerForm, Question
from sessions_app.asking.base import Choosing
from sessions_app.errors import Refused


class One(Choosing):
    form = AnswerForm.ONE

    def hint(self, question: Question) -> str:
        return "kies er één"

    def read(self, question: Question, values: Sequence[str]) -> str:
        if values[0] in self.labels(question) and len(set(values)) == 1:
            return values[0]
        raise Refused("Kies één van de antwoorden en verstuur opnieuw.")

    def invent(self, question: Question, dice: Random) -> str:
        return dice.choice(self.common(question))


FORM = One()
