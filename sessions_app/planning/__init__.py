"""From a wish to a programme that fits to the minute. Pure: no database, no clock, no chance."""

import msgspec

from content.document import Document, Theme
from sessions_app.kinds import Place
from sessions_app.planning import boxes, limits, sharing
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
NEAR = 8  # minutes that an offer with a mirror may differ from the sum of ideals
ROUNDED = (15, 5, 1)  # minutes above the shortest by which an offer goes: the first that can be


def plan(document: Document, wish: Wish) -> Programme:
    """The programme for this wish: same document and wish, same programme.

    Themes stay by importance as long as every step keeps its least; closeness decides their order.
    Where they don't fill the time, the time that is ideal for them is offered. CannotPlan says in
    Dutch what is needed.
    """
    chosen = _chosen(document, wish)
    kept = _keep(document, wish, chosen)
    if not kept:
        raise CannotPlan(_needed(document, wish, chosen))
    found = _found(document, wish, by_closeness(kept))
    if found is None:
        raise CannotPlan("Met deze keuze is er te weinig voor een heel uur. Kies er een thema bij.")
    length, laid = found
    made = Programme(
        steps=tuple(
            step_of(box, minutes) for box, minutes in zip(laid.boxes, laid.minutes, strict=True)
        ),
        minutes=length,
        wished=wish.minutes,
        themes=tuple(theme.slug for theme in kept),
        left_out=tuple(theme.slug for theme in chosen if theme not in kept),
        suggestions=_suggestions(document, wish, kept) if length < wish.minutes else (),
    )

    def fitting(slugs: tuple[str, ...]) -> int | None:
        return _fitting(document, wish, [document.theme(slug) for slug in slugs])

    said = remarks(document, wish, made, fitting)
    return msgspec.structs.replace(made, remarks=tuple(str(remark) for remark in said))


def by_closeness(themes: list[Theme]) -> list[Theme]:
    """In the order in which they are talked about: safer first, and a safe one at the start."""
    ordered = sorted(themes, key=lambda theme: (theme.closeness, theme.number))
    first = next((theme for theme in ordered if not theme.never_first), None)
    if first is not None:
        ordered.remove(first)
        ordered.insert(0, first)
    return ordered


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

    A theme that never stands first stays where one that matters less can stand beside it.
    """

    def fit(themes: list[Theme]) -> bool:
        return _fits(document, wish, themes, wish.minutes)

    def has_place(theme: Theme) -> bool:
        if not theme.never_first or any(not t.never_first for t in kept):
            return fit([*kept, theme])
        return any(fit([*kept, theme, t]) for t in chosen if not t.never_first)

    kept: list[Theme] = []
    for theme in chosen:
        if has_place(theme):
            kept.append(theme)
    return kept


def _fits(document: Document, wish: Wish, themes: list[Theme], length: int) -> bool:
    """Whether these themes fit in a session of at most so many minutes.

    In the order in which they would be talked about: that decides where breaks can stand, and so
    whether somebody would sit too long.
    """
    if len(themes) > limits.MOST_THEMES:
        return False
    length = min(length, limits.longest(len(themes)))
    ordered = by_closeness(themes)
    return sharing.fits(boxes.draft(brief_of(document, wish, length, ordered)), length)


def _fitting(document: Document, wish: Wish, themes: list[Theme]) -> int | None:
    """The shortest of the longer sessions in which all these themes fit; None when none does."""
    longer = range(wish.minutes - wish.minutes % 15 + 15, LONGEST + 1, 15)
    return next((length for length in longer if _fits(document, wish, themes, length)), None)


def _found(document: Document, wish: Wish, ordered: list[Theme]) -> tuple[int, sharing.Laid] | None:
    """The time that these themes are planned for, and the steps in it.

    All the time asked for where they fill it; else near the sum of what is ideal for each step.
    """
    longest = min(wish.minutes, limits.longest(len(ordered)))
    if longest == wish.minutes and (whole := _laid(document, wish, ordered, longest)):
        return longest, whole
    plain = _offered(document, wish, ordered, longest, mirror=False)
    mirrored = _offered(document, wish, ordered, longest, mirror=True)
    if plain is None or mirrored is None:
        return plain
    return mirrored if _talk(mirrored[1]) >= _talk(plain[1]) else plain


def _offered(
    document: Document, wish: Wish, ordered: list[Theme], longest: int, mirror: bool
) -> tuple[int, sharing.Laid] | None:
    """The time nearest to the sum of what is ideal, with or without a mirror."""

    def too_long(length: int) -> int:
        draft = boxes.draft(brief_of(document, wish, length, ordered), mirror=mirror)
        return abs(sharing.ideal(draft) - length)

    for step in ROUNDED:
        lengths = range(SHORTEST, longest + 1, step)
        for length in sorted(lengths, key=too_long):
            laid = _laid_with(document, wish, ordered, length, mirror)
            # With a mirror only where that is ideal: else slides left, and the time is too long.
            if laid and not (mirror and abs(_ideal(laid) - length) > NEAR):
                return length, laid
            if mirror:
                break
    return None


def _laid(document: Document, wish: Wish, ordered: list[Theme], length: int) -> sharing.Laid | None:
    """The steps of these themes in exactly so many minutes; None where they don't fill them.

    With a mirror where that keeps talk as long as it is without, or as long as is good.
    """
    plain = _laid_with(document, wish, ordered, length, mirror=False)
    mirrored = _laid_with(document, wish, ordered, length, mirror=True)
    if plain is None or mirrored is None:
        return plain
    at_most = length == limits.longest(len(ordered)) < LONGEST
    if at_most and _ideal(mirrored) > length + NEAR:
        return plain  # so that asking for more, which offers this, is never less talk
    good = min(_talk(plain), limits.percent(limits.GOOD, length))
    return mirrored if _talk(mirrored) >= good else plain


def _laid_with(
    document: Document, wish: Wish, ordered: list[Theme], length: int, mirror: bool
) -> sharing.Laid | None:
    """The same with a mirror, or without. With one: None where there is none to put in, or where it
    would open in the last half hour."""
    if length > limits.longest(len(ordered)):
        return None
    laid = sharing.lay(
        boxes.draft(brief_of(document, wish, length, ordered), mirror=mirror), length
    )
    if laid is None or not mirror:
        return laid
    return laid if _left_at_mirror(laid) >= limits.LAST_MIRROR else None


def _ideal(laid: sharing.Laid) -> int:
    return sum(box.ideal for box in laid.boxes)


def _talk(laid: sharing.Laid) -> int:
    pairs = zip(laid.boxes, laid.minutes, strict=True)
    return sum(minutes for box, minutes in pairs if box.kind.talks)


def _left_at_mirror(laid: sharing.Laid) -> int:
    """The minutes from where a mirror opens to the end of the session; 0 without one."""
    opens = (at for at, box in enumerate(laid.boxes) if box.kind.place == Place.MIRROR)
    return sum(laid.minutes[next(opens, len(laid.boxes)) :])


def _suggestions(document: Document, wish: Wish, kept: list[Theme]) -> tuple[str, ...]:
    """Themes that fit together beside those kept, safer ones first, until the time is filled."""
    others = by_closeness([theme for theme in document.themes if theme not in kept])
    beside: list[Theme] = []
    for theme in others:
        together = by_closeness([*kept, *beside, theme])
        if not _fits(document, wish, together, wish.minutes):
            continue
        beside.append(theme)
        if len(beside) == SUGGESTED or _laid(document, wish, together, wish.minutes):
            break
    return tuple(theme.slug for theme in beside)


def _needed(document: Document, wish: Wish, chosen: list[Theme]) -> str:
    """What is needed when not even one theme fits."""
    first = next(theme for theme in chosen if not theme.never_first)
    length = _fitting(document, wish, [first])
    if length:
        return (
            f"'{first.name}' past niet in {duration(wish.minutes)}. "
            f"Kies minstens {duration(length)}, of een thema met een kortere film."
        )
    return f"'{first.name}' past niet in {duration(LONGEST)}. Kies een thema met een kortere film."
