"""A statement about oneself and a row of points with a word at every point."""

from collections.abc import Sequence
from random import Random

from content.document import AnswerForm, Question
from sessions_app.asking.base import Choice, Counted
from sessions_app.errors import Refused


class Scale(Counted):
    form = AnswerForm.SCALE
    scaled = True
    aloud = False  # 'ik voelde me veilig' is nobody's business: it goes on paper, without a name
    empty = "Kies eerst een punt op de schaal, of druk op 'Ik sla deze vraag over'."

    def choices(self, question: Question) -> tuple[Choice, ...]:
        return tuple(Choice(str(at), word) for at, word in enumerate(question.points, start=1))

    def read(self, question: Question, values: Sequence[str]) -> int:
        points = [str(at) for at in range(1, len(question.points) + 1)]
        if values[0] in points and len(set(values)) == 1:
            return int(values[0])
        raise Refused("Kies een van de punten op de schaal en verstuur opnieuw.")

    def invent(self, question: Question, dice: Random) -> int:
        return min(len(question.points), dice.choice((2, 3, 3, 4, 4, 4, 5)))


FORM = Scale()
