"""What the forms share in which one chooses a number."""

from collections.abc import Sequence
from random import Random
from typing import ClassVar

from content.document import Question
from sessions_app.asking.base import Choice, Counted
from sessions_app.errors import Refused


class Numbers(Counted):
    """A row of numbers of which one is chosen."""

    numbers: ClassVar[range]
    empty = "Kies eerst een getal, of druk op 'Ik sla deze vraag over'."
    usual: ClassVar[tuple[int, ...]]  # what an invented answer may be

    def choices(self, question: Question) -> tuple[Choice, ...]:
        return tuple(Choice(str(number), str(number)) for number in self.numbers)

    def read(self, question: Question, values: Sequence[str]) -> int:
        known = {str(number): number for number in self.numbers}
        if values[0] in known and len(set(values)) == 1:
            return known[values[0]]
        raise Refused("Kies een van de getallen en verstuur opnieuw.")

    def invent(self, question: Question, dice: Random) -> int:
        return dice.choice(self.usual)
