"""From a wish to a programme that fits to the minute. Pure: no database, no clock, no chance."""

import msgspec

from content.document import Document, Theme
from sessions_app.kinds import Brief
from sessions_app.planning import boxes, sharing
from sessions_app.planning.boxes import brief_of, step_of
from sessions_app.planning.programme import CannotPlan, Programme
from sessions_app.planning.remarks import remarks
from sessions_app.wish import LONGEST, SHORTEST, STRETCH, Guests, LedBy, Wish
from sessions_app.words import duration

__all__ = [
    "LONGEST",
    "SHORTEST",
    "STRETCH",
    "CannotPlan",
    "Guests",
    "LedBy",
    "Programme",
    "Wish",
    "brief_of",
    "by_closeness",
    "plan",
]

SUGGESTED = 3  # themes named at most when there is time left


def plan(document: Document, wish: Wish) -> Programme:
    """The programme for this wish: same document and wish, same programme.

    Themes stay by importance as long as every step keeps its least; closeness decides their order.
    Where they can't fill the time, the longest programme that they do fill is offered. CannotPlan
    says in Dutch what is needed.
    """
    chosen = _chosen(document, wish)
    kept = _keep(document, wish, chosen)
    if not kept:
        raise CannotPlan(_needed(document, wish, chosen))
    ordered = by_closeness(kept)
    length = _longest(document, wish, ordered)
    if length is None:
        raise CannotPlan("Met deze keuze is er te weinig voor een heel uur. Kies er een thema bij.")
    brief = brief_of(document, wish, length, ordered)
    laid, spare = _laid(brief)
    slugs = tuple(theme.slug for theme in kept)
    made = Programme(
        steps=tuple(
            step_of(box, minutes) for box, minutes in zip(laid.boxes, laid.minutes, strict=True)
        ),
        minutes=length,
        wished=wish.minutes,
        themes=slugs,
        left_out=tuple(theme.slug for theme in chosen if theme not in kept),
        suggestions=_suggestions(document, wish, kept) if length < wish.minutes else (),
    )
    return _remarked(document, wish, made, spare < boxes.spare_possible(brief))


def by_closeness(themes: list[Theme]) -> list[Theme]:
    """In the order in which they are talked about: safer first, and a safe one at the start."""
    ordered = sorted(themes, key=lambda theme: (theme.closeness, theme.number))
    first = next((theme for theme in ordered if not theme.never_first), None)
    if first is not None and ordered[0].never_first:
        ordered.remove(first)
        ordered.insert(0, first)
    return ordered


def _remarked(document: Document, wish: Wish, made: Programme, spare_dropped: bool) -> Programme:
    said = remarks(document, wish, made, spare_dropped)
    return msgspec.structs.replace(made, remarks=said)


def _chosen(document: Document, wish: Wish) -> list[Theme]:
    """The themes asked for, each once; CannotPlan when the wish itself makes no sense."""
    if not SHORTEST <= wish.minutes <= LONGEST:
        raise CannotPlan("Een sessie duurt 60 tot 240 minuten. Kies een andere duur.")
    if not wish.themes:
        raise CannotPlan("Kies minstens één thema. Met een thema maken we je programma.")
    known = {theme.slug: theme for theme in document.themes}
    if any(slug not in known for slug in wish.themes):
        raise CannotPlan("Een van de thema's bestaat niet meer. Kies je thema's opnieuw.")
    chosen = [known[slug] for slug in dict.fromkeys(wish.themes)]
    if all(theme.never_first for theme in chosen):
        raise CannotPlan(
            f"'{chosen[0].name}' staat nooit als eerste en nooit alleen. Kies er een thema bij."
        )
    return chosen


def _keep(document: Document, wish: Wish, chosen: list[Theme]) -> list[Theme]:
    """The themes that stay, in order of importance: each as long as all leasts still fit.

    A theme that never stands first waits for another one to stand beside; its importance then
    lets it choose the first companion with which both fit.
    """

    def fit(themes: list[Theme]) -> bool:
        return _fits(document, wish, themes, wish.minutes)

    kept: list[Theme] = []
    for n, theme in enumerate(chosen):
        if theme in kept:
            continue
        if theme.never_first and all(t.never_first for t in kept):
            others = [t for t in chosen[n + 1 :] if not t.never_first]
            pair = next(([theme, t] for t in others if fit([*kept, theme, t])), [])
            kept += pair
        elif fit([*kept, theme]):
            kept.append(theme)
    return sorted(kept, key=chosen.index)


def _fits(document: Document, wish: Wish, themes: list[Theme], length: int) -> bool:
    """Whether all leasts fit; spare steps are the first to go, so they don't count."""
    brief = brief_of(document, wish, length, by_closeness(themes))
    return sharing.fits(boxes.blocks(brief, 0), boxes.break_box(brief), length)


def _longest(document: Document, wish: Wish, ordered: list[Theme]) -> int | None:
    """The longest time, up to the time asked for, that these themes fill."""
    for length in range(wish.minutes, SHORTEST - 1, -1):
        brief = brief_of(document, wish, length, ordered)
        for count in range(boxes.spare_possible(brief), -1, -1):
            if sharing.fills(boxes.blocks(brief, count), boxes.break_box(brief), length):
                return length
    return None


def _laid(brief: Brief) -> tuple[sharing.Timed, int]:
    """The minutes of each step, and how many spare steps stayed.

    Spare steps go first when time is short: when the steps would be nearer to their least than to
    their ideal.
    """
    pause = boxes.break_box(brief)
    for count in range(boxes.spare_possible(brief), 0, -1):
        blocks = boxes.blocks(brief, count)
        if not sharing.fills(blocks, pause, brief.length):
            continue
        laid = sharing.lay(blocks, pause, brief.length)
        if 2 * brief.length >= sum(box.least + box.ideal for box in laid.boxes):
            return laid, count
    return sharing.lay(boxes.blocks(brief, 0), pause, brief.length), 0


def _suggestions(document: Document, wish: Wish, kept: list[Theme]) -> tuple[str, ...]:
    """Themes that would fit beside those kept, safer ones first."""
    others = sorted(
        (theme for theme in document.themes if theme not in kept),
        key=lambda theme: (theme.closeness, theme.number),
    )
    fitting = []
    for theme in others:
        brief = brief_of(document, wish, wish.minutes, [*kept, theme])
        if sharing.fits(boxes.blocks(brief, 0), boxes.break_box(brief), wish.minutes):
            fitting.append(theme.slug)
    return tuple(fitting[:SUGGESTED])


def _needed(document: Document, wish: Wish, chosen: list[Theme]) -> str:
    """What is needed when not even one theme fits."""
    first = next(theme for theme in chosen if not theme.never_first)
    for length in range(wish.minutes + 15, LONGEST + 1, 15):
        if _fits(document, wish, [first], length):
            return (
                f"'{first.name}' past niet in {duration(wish.minutes)}. "
                f"Kies minstens {duration(length)}, of een thema met een kortere film."
            )
    return f"'{first.name}' past niet in {duration(LONGEST)}. Kies een thema met een kortere film."
