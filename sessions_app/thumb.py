"""Rules of thumb that a programme changed by hand may break: these warn, and never refuse."""

from sessions_app.models import DialogueSession, Step
from sessions_app.planning import STRETCH, duration
from sessions_app.planning.boxes import slack_minutes
from sessions_app.script import Kind


def warnings(session: DialogueSession, steps: list[Step] | None = None) -> list[str]:
    """Dutch sentences about what this programme asks attention for; empty when all is well.

    `steps` spares a query where the caller has them, in order.
    """
    steps = list(session.steps.all()) if steps is None else steps
    return [
        *_balance(session, steps),
        *_order(steps),
        *_closest(session, steps),
        *_stretches(steps),
        *_too_short(steps),
        *_slack(session, steps),
    ]


def _balance(session: DialogueSession, steps: list[Step]) -> list[str]:
    difference = sum(step.minutes for step in steps) - session.minutes
    if difference > 0:
        return [
            f"Het programma duurt {duration(difference)} langer dan {duration(session.minutes)}. "
            "Maak een stap korter of haal er een weg."
        ]
    if difference < 0:
        return [
            f"Er is nog {duration(-difference)} over van {duration(session.minutes)}. "
            "Geef een gesprek meer tijd."
        ]
    return []


def _order(steps: list[Step]) -> list[str]:
    found = []
    kinds = [step.kind for step in steps]
    if Kind.FILM in kinds:
        if Kind.RULES not in kinds:
            found.append("De basisregels zijn weg. Spreek ze af voordat de eerste film begint.")
        elif kinds.index(Kind.RULES) > kinds.index(Kind.FILM):
            found.append("De basisregels staan na de eerste film. Zet ze ervoor.")
    if not any(step.content.get("aftercare") for step in steps):
        found.append(
            "De opvang na afloop is weg. Vertel aan het eind bij wie mensen terechtkunnen."
        )
    last = next((step for step in reversed(steps) if step.kind != Kind.SLACK), None)
    if Kind.CHECKOUT in kinds and last is not None and last.kind != Kind.CHECKOUT:
        found.append("De check-out staat niet als laatste. Zet hem achteraan.")
    return found


def _closest(session: DialogueSession, steps: list[Step]) -> list[str]:
    """Whether a theme that comes close stands first, or alone."""
    order = list(dict.fromkeys(step.theme for step in steps if step.theme))
    if not order:
        return []
    first = next((t for t in session.edition.content.themes if t.slug == order[0]), None)
    if first is None or not first.never_first:
        return []
    if len(order) == 1:
        return [f"'{first.name}' is nu het enige thema. Dat komt dichtbij: kies er een thema bij."]
    return [f"'{first.name}' staat nu als eerste thema. Begin met een thema dat verder weg is."]


def _stretches(steps: list[Step]) -> list[str]:
    longest = stretch = 0
    for step in steps:
        stretch = 0 if step.kind == Kind.BREAK else stretch + step.minutes
        longest = max(longest, stretch)
    if longest <= STRETCH:
        return []
    return [f"Jullie zitten {longest} minuten achter elkaar. Neem na hooguit {STRETCH} een pauze."]


def _too_short(steps: list[Step]) -> list[str]:
    found = []
    for step in steps:
        if step.minutes >= step.least or step.kind == Kind.SLACK:
            continue
        if step.kind == Kind.FILM:
            found.append(f"'{step.title}' duurt {step.least} minuten. Zo past de film niet.")
        else:
            found.append(f"'{step.title}' is kort. Neem er minstens {step.least} minuten voor.")
    return found


def _slack(session: DialogueSession, steps: list[Step]) -> list[str]:
    needed = slack_minutes(session.minutes)
    if sum(step.minutes for step in steps if step.kind == Kind.SLACK) >= needed:
        return []
    return [f"Er is weinig speling. Houd {needed} minuten achter de hand; er loopt vaak iets uit."]
