"""A guess at a figure: how many of a hundred, in tens.

In tens, since nobody knows more precisely, and an odd number of one's own would be a trait.
"""

from content.document import AnswerForm, Question
from sessions_app.asking.numbers import Numbers


class Estimate(Numbers):
    form = AnswerForm.ESTIMATE
    numbers = range(0, 101, 10)
    usual = (20, 30, 30, 40, 50, 60)

    def hint(self, question: Question) -> str:
        return "schat: hoeveel van de 100"


FORM = Estimate()
