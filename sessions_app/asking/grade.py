"""A grade from 1 to 10, as at school: everybody knows what it is."""

from content.document import AnswerForm, Question
from sessions_app.asking.numbers import Numbers


class Grade(Numbers):
    form = AnswerForm.GRADE
    numbers = range(1, 11)
    usual = (4, 5, 6, 6, 7, 7, 8)

    def hint(self, question: Question) -> str:
        return "1 is geen probleem, 10 is een groot probleem"


FORM = Grade()
