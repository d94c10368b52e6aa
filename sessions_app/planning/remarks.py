"""What the planner decided and why, each with what to do, in Dutch for the team lead."""

from collections.abc import Callable
from typing import NamedTuple

from content.document import Document
from sessions_app import circles, words
from sessions_app.planning import limits
from sessions_app.planning.programme import Programme
from sessions_app.wish import COUNTED_FROM, SENT_FROM, Guests, LedBy, Wish
from sessions_app.words import duration

MOST = 4  # remarks: what comes after that is read by nobody

_GUESTS = {
    Guests.CLIENTS: "cliënten",
    Guests.RELATIVES: "naasten",
    Guests.BOTH: "cliënten en naasten",
}

# The shortest length at which these themes fit together, or None: what planning knows.
Fitting = Callable[[tuple[str, ...]], int | None]


class Remark(NamedTuple):
    """What was decided, or what this wish brings along, and what to do about it."""

    decided: str
    do: str

    def __str__(self) -> str:
        return f"{self.decided} {self.do}"


def remarks(document: Document, wish: Wish, made: Programme, fitting: Fitting) -> list[Remark]:
    """At most four remarks about this programme, the most important first."""
    found = [
        *_left_out(document, wish, made, fitting),
        *_shorter(document, made),
        *_manager(document, wish, made),
        *(_day(wish) if wish.is_day else _guests(wish)),
        *_answers(wish),
        *_threes(wish),
        *_order(made),
    ]
    return found[:MOST]


def _left_out(document: Document, wish: Wish, made: Programme, fitting: Fitting) -> list[Remark]:
    """Which themes gave way, to what, and whether more time would help."""
    if not made.left_out:
        return []
    least = max(wish.themes.index(slug) for slug in made.themes)
    before = tuple(slug for slug in made.left_out if wish.themes.index(slug) < least)
    after = tuple(slug for slug in made.left_out if slug not in before)
    found = []
    if before:
        found.append(
            Remark(_passed_over(document, made, before), _later(document, made, before, fitting))
        )
    if after:
        found.append(
            Remark(_too_many(document, made, after), _later(document, made, after, fitting))
        )
    return found


def _passed_over(document: Document, made: Programme, slugs: tuple[str, ...]) -> str:
    """Why themes give way to another that matters less to the team."""
    names = _names(document, slugs)
    stays = _names(document, made.themes[-1:])
    gives = "maakt" if len(slugs) == 1 else "maken"
    if len(made.themes) == 1 and all(document.theme(slug).never_first for slug in slugs):
        return (
            f"{names} {gives} plaats voor {stays}: het komt dichtbij en staat daarom nooit alleen."
        )
    film = document.theme(made.themes[-1]).film.seconds
    shorter = all(film < document.theme(slug).film.seconds for slug in slugs)
    why = "die film is korter" if shorter else "dat past wel in de tijd"
    return f"{names} {gives} plaats voor {stays}: {why}."


def _too_many(document: Document, made: Programme, slugs: tuple[str, ...]) -> str:
    """Why the themes that matter least are left out."""
    names = _names(document, slugs)
    gives = "valt" if len(slugs) == 1 else "vallen"
    count = len(made.themes)
    if count == limits.MOST_THEMES:
        return f"Meer dan vijf thema's is te veel voor één sessie. {names} {gives} af."
    one = "één thema" if count == 1 else f"{words.number(count)} thema's"
    time = f"In {duration(made.wished)} is er tijd voor een goed gesprek over {one}."
    return f"{time} {names} {gives} af."


def _later(document: Document, made: Programme, slugs: tuple[str, ...], fitting: Fitting) -> str:
    them = "het" if len(slugs) == 1 else "ze"
    keep = f"bewaar {them} voor een volgende keer."
    length = fitting((*made.themes, *slugs))
    if length:
        return f"Kies {duration(length)} om {them} erbij te houden, of {keep}"
    length = fitting((*made.themes, slugs[0]))
    if length:
        return (
            f"Kies {duration(length)} om {_names(document, slugs[:1])} erbij te houden, of {keep}"
        )
    return keep[:1].upper() + keep[1:]


def _shorter(document: Document, made: Programme) -> list[Remark]:
    """Why less time is offered than was asked for, and how it could be filled."""
    if not made.shorter:
        return []
    count = len(made.themes)
    talk = "één thema" if count == 1 else f"{words.number(count)} thema's"
    decided = f"Voor {talk} is {duration(made.minutes)} een goede tijd. Langer zou rekken zijn."
    if made.suggestions:
        names = _names(document, made.suggestions)
        return [Remark(decided, f"Wil je {duration(made.wished)} vullen? Kies er {names} bij.")]
    return [Remark(decided, "Zeg het team dat jullie eerder klaar zijn.")]


def _manager(document: Document, wish: Wish, made: Programme) -> list[Remark]:
    if wish.led_by != LedBy.MANAGER:
        return []
    found = []
    for theme in map(document.theme, made.themes):
        if theme.with_manager or theme.never_first:
            found.append(
                Remark(
                    f"Over '{theme.name}' praten mensen minder vrij als een leidinggevende leidt.",
                    theme.with_manager
                    or "Laat iemand anders dit deel leiden, of kies een ander thema.",
                )
            )
    sent = "" if wish.phone_free else "Open antwoorden blijven daarom op de telefoon. "
    found.append(
        Remark(
            "Een leidinggevende leidt de sessie.",
            f"{sent}Lees bij het welkom de zin voor die daar staat. "
            "Vraag een collega of iemand van buiten om mee te leiden.",
        )
    )
    return found


def _day(wish: Wish) -> list[Remark]:
    """Who sit together on a dialogue day and why, and what to find out beforehand."""
    found = circles.rings(wish.roles) if wish.roles else ()
    said = [
        Remark(
            f"Mensen praten eerst in hun eigen kring: {circles.named(found)}.",
            "Vraag vooraf aan ieder apart wie wie behandelt. Vraag de cliënt of dat goed is, zet "
            "niemand bij de eigen hulpverlener, en schrijf het niet op. Groepjes deel je op de dag "
            "met de hand: jij zegt wie waar zit.",
        )
    ]
    if any(len(ring.roles) > 1 for ring in found):
        said.append(
            Remark(
                "Van de cliënten of de naasten zijn er minder dan vijf. Dan is te raden wie wat "
                "koos. Daarom zitten zij samen in één kring.",
                "Nodig van elke rol minstens vijf mensen uit; dan heeft elke rol een eigen vraag.",
            )
        )
    if (aloud := [ring for ring in found if not ring.sends]) and not wish.phone_free:
        said.append(
            Remark(
                f"Voor een uitslag zijn er te weinig {circles.named(aloud)}. Die kring praat "
                "zonder telefoon, en vertelt zelf wat de anderen mogen weten.",
                "Nodig er meer uit, of laat het zo.",
            )
        )
    return said


def _guests(wish: Wish) -> list[Remark]:
    if not wish.with_guests:
        return []
    return [
        Remark(
            f"Er praten {_GUESTS[Guests(wish.guests)]} mee. Begin en eind duren iets langer.",
            "Vertel hun vooraf wat jullie gaan doen en wie er zijn, en bij wie zij na afloop "
            "terechtkunnen. Zet niemand bij de eigen hulpverlener in een groepje: deel ze met de "
            "hand. Laat niemand praten namens een groep.",
        )
    ]


def _answers(wish: Wish) -> list[Remark]:
    if wish.phone_free:
        return [
            Remark(
                "Deze sessie gaat zonder telefoons, dus zonder peilingen.",
                "Stel de vragen hardop. Print vooraf de kaarten en de evaluatie.",
            )
        ]
    if wish.group_size < COUNTED_FROM:
        return [
            Remark(
                "Met minder dan vijf mensen is te raden wie wat koos. "
                "Daarom zijn er geen peilingen en schalen.",
                "Print vooraf de evaluatie, of vraag hardop hoe het was.",
            )
        ]
    if wish.group_size < SENT_FROM and wish.led_by != LedBy.MANAGER:
        return [
            Remark(
                "Met minder dan tien mensen herken je elkaars woorden. "
                "Daarom blijven open antwoorden op de telefoon.",
                "Vraag mensen om hardop te vertellen wat ze willen delen.",
            )
        ]
    return []


def _threes(wish: Wish) -> list[Remark]:
    if not wish.in_threes:
        return []
    return [
        Remark(
            "Elk gesprek begint in drietallen: zo komt iedereen aan het woord.",
            "Zet de stoelen zo dat mensen makkelijk bij elkaar schuiven.",
        )
    ]


def _order(made: Programme) -> list[Remark]:
    first = next((step.theme for step in made.steps if step.theme), "")
    if len(made.themes) < 2 or first == made.themes[0]:
        return []
    return [
        Remark(
            "De thema's komen steeds dichterbij: eerst over het werk, later over jezelf.",
            "Verplaats een thema in het bewaarde programma als het anders beter past.",
        )
    ]


def _names(document: Document, slugs: tuple[str, ...]) -> str:
    return words.names([document.theme(slug).name for slug in slugs])
