"""What a form of question says about itself. Pure: a question and stored values in, words out."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from content.document import AnswerForm, Question

type Stored = object  # an answer's value as JSON holds it: text, number, key or list of keys


@dataclass(frozen=True)
class Choice:
    """One answer to choose, or one point of a scale."""

    value: str
    label: str
    alone: bool = False  # goes with no other
    checked: bool = False

    @property
    def word(self) -> str:
        """The label, by the name that `components/scale.html` has for it."""
        return self.label


@dataclass(frozen=True)
class Row:
    """One line of a result: a label and how many people gave it."""

    label: str
    count: int


class Asking(ABC):
    """One form of question: what phone, screen, console, report and paper do with it.

    The sentences are Dutch and for people; `drawn` names the partial with which every surface
    draws the result (`templates/sessions_app/<surface>/drawn/<drawn>.html` and `report.typ`).
    """

    form: ClassVar[AnswerForm]
    sent: ClassVar[bool] = True  # answers leave the phone
    on_phone: ClassVar[bool] = True
    worded: ClassVar[bool] = False  # own words: in the report only where the writer says so
    many: ClassVar[bool] = False  # one person may choose more than one
    scaled: ClassVar[bool] = False  # one of a row of points, from low to high
    picked: ClassVar[bool] = False  # texts: who leads picks which the room sees, one by one
    gathers: ClassVar[bool] = False  # the same words are put together, and can be left out
    aloud: ClassVar[bool] = True  # may be asked aloud without phones; else it goes on paper
    drawn: ClassVar[str] = "bars"
    audience: ClassVar[str] = ""  # name of the text that says who will see it
    empty: ClassVar[str]  # what to do first, to somebody who sends nothing
    closed: ClassVar[str]  # what taking back still does once the question is closed

    @property
    def counted(self) -> bool:
        """Whether only totals are shown: under five people such a question is not asked."""
        return self.sent and not self.worded

    @property
    def fields(self) -> str:
        """The template of its fields on the phone."""
        return f"sessions_app/participant/fields/{self.form}.html"

    def help(self, question: Question) -> str:
        """The editor's explanation, unless it only says what the form says by itself."""
        return "" if question.help.strip() == self.limit(question) else question.help

    def limit(self, question: Question) -> str:
        """How much may be chosen, as a sentence for the phone; '' where there is no limit."""
        return ""

    def hint(self, question: Question) -> str:
        """How it is answered, said beside the question; '' where it goes without saying."""
        limit = self.limit(question)
        return limit[:1].lower() + limit[1:].rstrip(".")

    def said_meanwhile(self, question: Question) -> dict[str, str]:
        """What its fields say while somebody answers, by the name its template has for it."""
        return {}

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """What can be chosen, in order; () where one writes."""
        return ()

    def printed(self, question: Question) -> list[str]:
        """What stands under the question on paper."""
        return [choice.label for choice in self.choices(question)]

    def parts(self, question: Question) -> list[str]:
        """What one writes separately, on paper each with lines of its own; [] for one text."""
        return []

    def labels(self, question: Question) -> dict[str, str]:
        """Key to words of everything that is counted, in the order shown."""
        return {choice.value: choice.label for choice in self.choices(question)}

    @abstractmethod
    def read(self, question: Question, values: Sequence[str]) -> Stored:
        """What is stored for these fields, at least one of them and none empty.

        Raises Refused with what to do when they don't fit the question.
        """

    def values(self, stored: Stored) -> tuple[str, ...]:
        """A stored answer as its fields have it."""
        return tuple(str(one) for one in (stored if isinstance(stored, list) else [stored]))

    def words(self, question: Question, values: Sequence[str]) -> tuple[str, ...]:
        """One's own answer in words, one per choice."""
        return tuple(word for key, word in self.labels(question).items() if key in values)

    def tally(self, question: Question, answers: Sequence[Stored]) -> dict[str, int]:
        """How many people gave each key, every key present."""
        found = Counter(value for stored in answers for value in self.values(stored))
        return {key: found.get(key, 0) for key in self.labels(question)}

    def rows(self, question: Question, counts: Mapping[str, int]) -> tuple[Row, ...]:
        """The lines of a result."""
        return tuple(Row(word, counts.get(key, 0)) for key, word in self.labels(question).items())

    @abstractmethod
    def invent(self, question: Question, dice: Random) -> Stored:
        """An answer that somebody could give, to try a session out with."""


class Unsent(Asking):
    """A form of which nothing is ever sent."""

    sent = False
    empty = closed = ""

    def read(self, question: Question, values: Sequence[str]) -> Stored:
        raise TypeError(f"{self.form}: answers are never sent")

    def invent(self, question: Question, dice: Random) -> Stored:
        raise TypeError(f"{self.form}: answers are never sent")


class Counted(Asking):
    """A form of which the room sees a total and nothing else."""

    audience = "totaal"
    empty = "Kies eerst een antwoord, of druk op 'Ik sla deze vraag over'."
    closed = (
        "Je kunt je antwoord nog terugnemen tot het einde. "
        "Een totaal dat al te zien was, verandert dan niet."
    )


class Written(Asking):
    """A form in which people write: their words are kept as they are, and never counted."""

    worded = True
    longest: ClassVar[int]  # signs that fit
    invented: ClassVar[tuple[str, ...]]  # what somebody could write

    def words(self, question: Question, values: Sequence[str]) -> tuple[str, ...]:
        return tuple(values)

    def tally(self, question: Question, answers: Sequence[Stored]) -> dict[str, int]:
        """Nothing: what is kept of words are the words, so that one can be taken back."""
        return {}

    def rows(self, question: Question, counts: Mapping[str, int]) -> tuple[Row, ...]:
        return ()

    def invent(self, question: Question, dice: Random) -> str:
        return dice.choice(self.invented)


class Choosing(Counted):
    """A form in which one chooses from the options of the question."""

    def said_meanwhile(self, question: Question) -> dict[str, str]:
        """What its fields say while somebody answers, by the name its template has for it."""
        return {}

    def choices(self, question: Question) -> tuple[Choice, ...]:
        return tuple(Choice(one.key, one.text, one.alone) for one in question.options)

    def common(self, question: Question) -> list[str]:
        """The keys that are an answer in substance, without 'Weet ik niet'."""
        return [one.key for one in question.options if not one.alone]
