"""An answer in one's own words."""

from collections.abc import Mapping, Sequence
from random import Random

from content.document import AnswerForm, Question
from sessions_app.asking.base import Asking, Row, Stored
from sessions_app.errors import Refused

LONGEST = 2000  # characters

# Invented, plain and about work: nobody's words, nothing from a film.
INVENTED = (
    "Even vragen hoe iemand het zelf noemt.",
    "Rustig blijven zitten, ook als het druk is.",
    "Minder over iemand praten en meer met iemand.",
    "Ik wil vaker vragen wat iemand nodig heeft.",
    "Een gewoon praatje bij de koffie.",
    "Niet meteen een oplossing geven.",
    "Het woord 'samen' bleef hangen.",
    "Elkaar erop wijzen zonder verwijt.",
    "Tijd nemen om echt te luisteren.",
    "Opschrijven wat iemand wél kan.",
    "Eerst kennismaken, dan pas lezen.",
    "Ik merk dat haast mijn toon verandert.",
)


class Open(Asking):
    form = AnswerForm.OPEN
    worded = True
    drawn = "texts"
    audience = "open_antwoord"
    empty = "Schrijf eerst iets op, of druk op 'Ik sla deze vraag over'."
    closed = (
        "Je kunt je antwoord nog terugnemen tot het einde. "
        "Stond het al op een scherm? Dan verdwijnt het bij de volgende stap."
    )
    longest = LONGEST  # for the field on the phone

    def read(self, question: Question, values: Sequence[str]) -> str:
        text = values[0]
        if len(text) > LONGEST:
            raise Refused(
                f"Je tekst is {_dotted(len(text))} tekens lang. "
                f"Er passen er {_dotted(LONGEST)}. "
                "Maak je tekst korter en verstuur hem opnieuw. Hij staat er nog."
            )
        return text

    def words(self, question: Question, values: Sequence[str]) -> tuple[str, ...]:
        return tuple(values)

    def tally(self, question: Question, answers: Sequence[Stored]) -> dict[str, int]:
        """Nothing: words are not counted."""
        return {}

    def rows(self, question: Question, counts: Mapping[str, int]) -> tuple[Row, ...]:
        return ()

    def invent(self, question: Question, dice: Random) -> str:
        return dice.choice(INVENTED)


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


FORM = Open()
