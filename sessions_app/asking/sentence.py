"""A sentence in parts, for oneself: put together on the phone, and never sent."""

from content.document import AnswerForm, Question
from sessions_app.asking.base import Choice, Unsent


class Sentence(Unsent):
    form = AnswerForm.SENTENCE
    audience = "alleen_voor_jou"

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """Its parts, in the order in which one says them."""
        return tuple(Choice(one.key, one.text) for one in question.options)

    def parts(self, question: Question) -> list[str]:
        return [choice.label for choice in self.choices(question)]

    def printed(self, question: Question) -> list[str]:
        """Nothing to tick."""
        return []


FORM = Sentence()
