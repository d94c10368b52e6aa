"""Rules of thumb that a programme changed by hand may break: these warn, and never refuse."""

from sessions_app import briefs, kinds
from sessions_app.models import DialogueSession, Step
from sessions_app.planning import limits
from sessions_app.wish import SHORTEST, STRETCH
from sessions_app.words import duration, is_one


def warnings(session: DialogueSession, steps: list[Step] | None = None) -> list[str]:
    """Dutch sentences about what this programme asks attention for; empty when all is well.

    `steps` spares a query where the caller has them, in order.
    """
    steps = list(session.steps.all()) if steps is None else steps
    return [
        *_balance(session, steps),
        *_misplaced(steps),
        *_closest(session, steps),
        *_stretches(steps),
        *_too_short(steps),
        *_unfit(session, steps),
        *([] if session.minutes < SHORTEST else _shares(session, steps)),
    ]


def _shares(session: DialogueSession, steps: list[Step]) -> list[str]:
    """What holds for a session with a film: a quarter of an hour to look back is all talk."""
    return [*_talk(steps), *_theory(steps), *_too_little(session, steps)]


def _balance(session: DialogueSession, steps: list[Step]) -> list[str]:
    difference = sum(step.minutes for step in steps) - session.minutes
    if difference > 0:
        return [
            f"Het programma duurt {duration(difference)} langer dan {duration(session.minutes)}. "
            "Maak een stap korter of haal er een weg."
        ]
    if difference < 0:
        return [
            f"Er {'is' if is_one(-difference) else 'zijn'} nog {duration(-difference)} over "
            f"van {duration(session.minutes)}. "
            "Geef een gesprek meer tijd."
        ]
    return []


def _misplaced(steps: list[Step]) -> list[str]:
    """What each kind says about where its steps stand, or that they are gone."""
    order = [step for step in steps if step.runs]
    return [sentence for kind in kinds.ALL for sentence in kind.misplaced(order)]


def _closest(session: DialogueSession, steps: list[Step]) -> list[str]:
    """Whether a theme that comes close stands first, or alone."""
    order = list(dict.fromkeys(step.theme for step in steps if step.theme))
    if not order:
        return []
    first = next((t for t in session.document.themes if t.slug == order[0]), None)
    if first is None or not first.never_first:
        return []
    if len(order) == 1:
        return [f"'{first.name}' is nu het enige thema. Dat komt dichtbij: kies er een thema bij."]
    return [f"'{first.name}' staat nu als eerste thema. Begin met een thema dat verder weg is."]


def _stretches(steps: list[Step]) -> list[str]:
    longest = stretch = 0
    for step in steps:
        stretch = 0 if step.of_kind.rests else stretch + step.minutes
        longest = max(longest, stretch)
    if longest <= STRETCH:
        return []
    return [f"Jullie zitten {longest} minuten achter elkaar. Neem na hooguit {STRETCH} een pauze."]


def _talk(steps: list[Step]) -> list[str]:
    """Whether enough of the session is talk."""
    whole = sum(step.minutes for step in steps)
    talk = sum(step.minutes for step in steps if step.of_kind.talks)
    if not talk:
        return ["Er is geen gesprek meer in dit programma. Zet er een gesprek bij."]
    if talk >= limits.least_talk(whole):
        return []
    return [
        f"Van de {whole} minuten {'is' if talk == 1 else 'zijn'} er {talk} voor het gesprek. "
        "Geef een gesprek meer tijd, of haal een dia of peiling weg."
    ]


def _theory(steps: list[Step]) -> list[str]:
    """Whether slides and polls leave time to talk."""
    most = limits.explained(sum(step.minutes for step in steps))
    told = sum(step.minutes for step in steps if step.of_kind.explains)
    if told <= most:
        return []
    return [
        f"Theorie en peilingen duren samen {told} minuten. "
        f"Houd het op hooguit {most}: dan blijft er tijd om te praten."
    ]


def _too_short(steps: list[Step]) -> list[str]:
    said = (step.of_kind.too_short(step) for step in steps if step.minutes < step.least)
    return [sentence for sentence in said if sentence]


def _unfit(session: DialogueSession, steps: list[Step]) -> list[str]:
    """What this group, its leader or its guests make unfit."""
    wish = briefs.wish_of(session)
    return [said for step in steps for said in step.of_kind.unfit(step, step.script, wish)]


def _too_little(session: DialogueSession, steps: list[Step]) -> list[str]:
    return [s for kind in kinds.ALL for s in kind.too_little(steps, session.minutes)]
