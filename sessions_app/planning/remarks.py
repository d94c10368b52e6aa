"""What the planner decided and why, in Dutch sentences for the team lead."""

from content.document import Document
from sessions_app import words
from sessions_app.planning.programme import Programme
from sessions_app.wish import COUNTED_FROM, SENT_FROM, THREES_ABOVE, Guests, LedBy, Wish
from sessions_app.words import duration

_GUESTS = {
    Guests.CLIENTS: "Er komen cliënten bij",
    Guests.RELATIVES: "Er komen naasten bij",
    Guests.BOTH: "Er komen cliënten en naasten bij",
}


def remarks(
    document: Document, wish: Wish, made: Programme, spare_dropped: bool
) -> tuple[str, ...]:
    """All sentences about this programme, the most important first."""
    found = [*_time(document, made, spare_dropped), *_answers(wish), *_people(wish)]
    first = next((step.theme for step in made.steps if step.theme), "")
    if first and len(made.themes) > 1 and first != made.themes[0]:
        found.append(
            "De thema's staan op volgorde van dichtbij: eerst over het werk, later over jezelf. "
            "Wat jij belangrijk vindt, bepaalt welke thema's blijven."
        )
    return tuple(found)


def _time(document: Document, made: Programme, spare_dropped: bool) -> list[str]:
    found = []
    if made.left_out:
        them = "Dat bewaar je" if len(made.left_out) == 1 else "Die bewaar je"
        fits = "past" if len(made.left_out) == 1 else "passen"
        found.append(
            f"{_names(document, made.left_out)} {fits} niet in {duration(made.wished)}. "
            f"{them} voor een volgende keer, of je kiest meer tijd."
        )
    if made.shorter:
        found.append(
            f"Met deze keuze is {duration(made.minutes)} genoeg. "
            "Langer zou rekken zijn, daarom is de sessie korter dan je vroeg."
        )
    if made.suggestions:
        found.append(f"Er is tijd voor meer. Denk aan {_names(document, made.suggestions)}.")
    if spare_dropped:
        found.append("Er is minder tijd voor peilingen, zodat er tijd blijft om te praten.")
    return found


def _answers(wish: Wish) -> list[str]:
    if wish.phone_free:
        return [
            "Deze sessie gaat zonder telefoons: vragen stel je hardop of op papier, "
            "en er zijn geen peilingen."
        ]
    found = []
    if wish.group_size < COUNTED_FROM:
        found.append(
            "Er zijn geen peilingen en schalen: met minder dan vijf mensen is te raden "
            "wie wat koos. De evaluatie doe je hardop of op papier."
        )
    if wish.led_by == LedBy.MANAGER:
        found.append(
            "Open antwoorden blijven op de telefoon, omdat een leidinggevende de sessie leidt. "
            "Groepjes vertellen hardop wat ze willen delen."
        )
    elif wish.group_size < SENT_FROM:
        found.append(
            "Open antwoorden blijven op de telefoon: met minder dan tien mensen herken je elkaars "
            "woorden. Groepjes vertellen hardop wat ze willen delen."
        )
    return found


def _people(wish: Wish) -> list[str]:
    found = []
    if wish.led_by == LedBy.MANAGER:
        found.append(
            "Bij het welkom staat een zin die je als leidinggevende hardop voorleest. "
            "Het helpt als een collega of iemand van buiten meeleidt."
        )
    if wish.guests in _GUESTS:
        found.append(
            f"{_GUESTS[Guests(wish.guests)]}. Vertel hun vooraf wat jullie gaan doen "
            "en wie er zijn. Spreek af bij wie zij na afloop terechtkunnen. "
            "Niemand zit bij de eigen hulpverlener in een groepje, "
            "en niemand hoeft te praten namens een groep."
        )
    if wish.group_size > THREES_ABOVE:
        found.append("Elk gesprek begint in drietallen, zodat iedereen aan het woord kan komen.")
    return found


def _names(document: Document, slugs: tuple[str, ...]) -> str:
    return words.names([document.theme(slug).name for slug in slugs])
