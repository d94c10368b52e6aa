"""An answer in one's own words."""

from collections.abc import Sequence

from content.document import AnswerForm, Question
from sessions_app.asking.base import Written
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


class Open(Written):
    form = AnswerForm.OPEN
    invented = INVENTED
    picked = True
    drawn = "texts"
    audience = "open_antwoord"
    empty = "Schrijf eerst iets op, of druk op 'Ik sla deze vraag over'."
    closed = (
        "Je kunt je antwoord nog terugnemen tot het einde. Dan komt het niet meer op het scherm. "
        "Staat het er al? Dan verdwijnt het bij de volgende stap."
    )
    longest = LONGEST

    def read(self, question: Question, values: Sequence[str]) -> str:
        text = values[0]
        if len(text) > LONGEST:
            raise Refused(
                f"Je tekst is {_dotted(len(text))} tekens lang. "
                f"Er passen er {_dotted(LONGEST)}. "
                "Maak je tekst korter en verstuur hem opnieuw. Hij staat er nog."
            )
        return text


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


FORM = Open()
