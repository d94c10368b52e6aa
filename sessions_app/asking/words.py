"""One word of one's own: the room sees the words together, the same ones as one."""

from collections.abc import Sequence

from content.document import AnswerForm, Question
from sessions_app.asking.base import Written
from sessions_app.errors import Refused
from sessions_app.word_groups import INSIDE

LONGEST = 30  # signs
AROUND = " \t\"'“”‘’„.,;:!?()[]…-"  # what somebody types beside a word

# Invented, plain and about work.
INVENTED = (
    *("luisteren", "tijd", "naast", "nabijheid", "haast", "Hoop", "stempel", "afstand", "rust"),
    *("vertrouwen", "oordeel", "nieuwsgierig", "ruimte", "schaamte", "geduld", "moed"),
)


class Words(Written):
    form = AnswerForm.WORDS
    invented = INVENTED
    gathers = True
    drawn = "words"
    audience = "woord_antwoord"
    empty = "Schrijf eerst een woord op, of druk op 'Ik sla deze vraag over'."
    closed = (
        "Je kunt je woord nog terugnemen tot het einde. "
        "Stond het al op een scherm? Dan verdwijnt het bij de volgende stap."
    )
    longest = LONGEST

    def hint(self, question: Question) -> str:
        return "één woord"

    def read(self, question: Question, values: Sequence[str]) -> str:
        typed = " ".join(values[0].split())
        word = typed.strip(AROUND)
        if " " in word or len(values) > 1:
            raise Refused(
                "Schrijf één woord, zonder spaties. Kies het woord dat het meest zegt en verstuur "
                "opnieuw. Wat je schreef, staat er nog."
            )
        if len(word) > LONGEST:
            raise Refused(
                f"Je woord is {len(word)} tekens lang. Er passen er {LONGEST}. "
                "Kies een korter woord en verstuur opnieuw. Het staat er nog."
            )
        if not any(sign.isalpha() for sign in word) or any(_strange(sign) for sign in word):
            raise Refused(
                "Schrijf een woord van letters, zonder andere tekens, en verstuur opnieuw."
            )
        return word


def _strange(sign: str) -> bool:
    return not (sign.isalnum() or sign in INSIDE)


FORM = Words()
