"""The parts of a picture as tables: what a screen reader hears, paper and a spreadsheet have."""

from collections.abc import Sequence, Set

from sessions_app.mirror.shapes import (
    ALL,
    Bars,
    Grades,
    Guesses,
    Layer,
    Part,
    Picture,
    Ranks,
    Row,
    Table,
    Who,
)

OURS = "Ons team"
NOT_ASKED = "niet gevraagd"


def tables(picture: Picture, shown: Set[Layer] = ALL) -> tuple[Table, ...]:
    """A table for each part of which something is shown; two where averages go with counts."""
    made = [table for part in picture.parts for table in _tables(picture, part, shown)]
    return tuple(one for one in made if one.rows or one.note)


def _tables(picture: Picture, part: Part, shown: Set[Layer]) -> Sequence[Table]:
    if isinstance(part, Guesses):
        return _guesses(picture, part, shown)
    if isinstance(part, Grades):
        return _grades(picture, part, shown)
    return _rows(picture, part, shown)


def _guesses(picture: Picture, part: Guesses, shown: Set[Layer]) -> Sequence[Table]:
    ours, note, theirs = [], "", []
    if Layer.GUESSES in shown:
        ours = [(f"{guess} van de 100", str(people)) for guess, people in part.counts if people]
        note = part.hidden
    if Layer.REFERENCE in shown and part.mark:
        theirs = [(picture.group(part.mark.who).name, part.mark.said)]
    return (
        Table(part.asked, (f"{OURS} schatte", "Hoe vaak"), tuple(ours), note),
        Table(part.asked, ("Gevonden bij", "Cijfer"), tuple(theirs)),
    )


def _grades(picture: Picture, part: Grades, shown: Set[Layer]) -> Sequence[Table]:
    ours, note, theirs = [], "", []
    if Layer.TEAM in shown:
        ours = [(str(grade), str(people)) for grade, people in part.counts]
        note = part.hidden
    if Layer.REFERENCE in shown:
        theirs = [(picture.group(mark.who).name, mark.said) for mark in part.marks]
    caption = f"{picture.title}. Van 1 ({part.low}) tot 10 ({part.high})."
    return (
        Table(caption, (f"{OURS} gaf een", "Hoe vaak"), tuple(ours), note),
        Table(f"{picture.title}. Gemiddelden.", ("Wie", "Gemiddeld"), tuple(theirs)),
    )


def _rows(picture: Picture, part: Bars | Ranks, shown: Set[Layer]) -> Sequence[Table]:
    team, beside = Layer.TEAM in shown, Layer.REFERENCE in shown
    if not team and not beside:
        return ()
    whose = _whose(part) if beside else []
    counted = team and any(row.team for row in (*part.rows, *part.apart))
    said = {one.key: one.said for one in part.others} if isinstance(part, Ranks) else {}
    other = [part.who] if isinstance(part, Ranks) and beside else []
    names = [picture.group(who).name for who in (*whose, *other)]
    head = ("Antwoord", *([OURS] if counted else []), *names)

    def line(row: Row) -> tuple[str, ...]:
        marks = {mark.who: mark.said for mark in row.marks}
        found = [row.label]
        if counted:
            found.append(row.team.said if row.team else "")
        found += [marks.get(who, NOT_ASKED) for who in whose]
        found += [said.get(row.key, NOT_ASKED) for _ in other]
        return tuple(found)

    rows = [line(row) for row in part.rows]
    if counted:
        rows += [line(row) for row in part.apart]
    opening = part.opening if isinstance(part, Ranks) and beside else ""
    caption = f"{picture.title}. {opening}".strip()
    return (Table(caption, head, tuple(rows), part.hidden if team else ""),)


def _whose(part: Bars | Ranks) -> list[Who]:
    found = {mark.who for row in part.rows for mark in row.marks}
    return [who for who in Who if who in found]
