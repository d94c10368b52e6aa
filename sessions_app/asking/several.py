"""More than one choice out of the options, up to a limit."""

from collections.abc import Sequence
from random import Random

from content.document import AnswerForm, Question
from sessions_app.asking.base import Choosing
from sessions_app.errors import Refused
from sessions_app.words import number


class Several(Choosing):
    form = AnswerForm.SEVERAL
    many = True

    def limit(self, question: Question) -> str:
        if not question.most:
            return ""
        if self._any_number(question):
            return "Kies er zoveel als je wilt."
        return f"Kies er hooguit {number(question.most)}."

    def said_meanwhile(self, question: Question) -> dict[str, str]:
        """`left`: with no choice left, one left, and so on; `full`: why one was taken off again."""
        if self._any_number(question):
            return {"left": "", "full": ""}
        most = question.most or 0
        more = (f"Nog {number(left)} te gaan." for left in range(1, most))
        return {
            "left": "|".join(("Dat is genoeg.", *more)),
            "full": f"Je koos er al {number(most)}. Haal er eerst één weg.",
        }

    def _any_number(self, question: Question) -> bool:
        """Whether as many may be chosen as there are: then there is nothing to count down."""
        return (question.most or 0) >= len(self.common(question))

    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        known = {one.key: one for one in question.options}
        if any(key not in known for key in values):
            raise Refused("Kies uit de antwoorden op het scherm en verstuur opnieuw.")
        # In the order of the options: the order of pressing would be a trait of the person.
        chosen = [key for key in known if key in values]
        if question.most and len(chosen) > question.most:
            raise Refused(
                f"Je koos er {len(chosen)}. Kies er hooguit {question.most} en verstuur opnieuw."
            )
        alone = [known[key].text for key in chosen if known[key].alone]
        if len(chosen) > 1 and alone:
            raise Refused(f"'{alone[0]}' gaat niet samen met een ander antwoord. Haal er een weg.")
        return chosen

    def invent(self, question: Question, dice: Random) -> list[str]:
        keys = self.common(question)
        chosen = dice.sample(keys, k=min(question.most or len(keys), 2))
        return [key for key in keys if key in chosen]


FORM = Several()
