"""Pictures of mirrors as SVG. Pure.

Units are 1% of the screen's height, as in `content.svg`. Nothing moves between two presses: what is
not shown yet leaves its place empty. The drawing is hidden from screen readers; its tables say the
same (`tables`).
"""

from collections.abc import Sequence, Set

from django.utils.html import format_html
from django.utils.safestring import SafeString

from content import svg, text
from sessions_app.mirror.shapes import (
    ALL,
    Bars,
    Count,
    Drawn,
    Grades,
    Guesses,
    Layer,
    Mark,
    Nearly,
    Part,
    Picture,
    Ranks,
    Row,
    Who,
)
from sessions_app.mirror.tables import tables

WIDE = 160.0
LARGEST = 64.0  # height
SMALLEST = 2.8  # font size: what is read at eight metres

LABEL = 3.5
NOTE = 3.0
LEGEND = 5.4  # height of the line that says which mark is whose
STRIP = 14.5  # height of the guesses
FEW = 4  # lines of bars that have a lane of their own for their marks
GAP = 3.0  # between two parts
BAND_FROM = 80  # percent: where the band of 'nearly everybody' begins

ANSWERS = frozenset({Layer.TEAM, Layer.REFERENCE})  # what stands on the axis to 100

# On paper, where no style sheet of the site reaches.
PAPER = (
    "text{fill:#241433;font-family:'Atkinson Hyperlegible Next',sans-serif}"
    ".mirror-note{fill:#57496a;stroke:#fff;stroke-width:.7;paint-order:stroke}"
    ".mirror-strong{font-weight:700}"
    ".mirror-axis,.mirror-rule{stroke:#7d6f92;stroke-width:.25}"
    ".mirror-needle{stroke:#00537c;stroke-width:.4}"
    ".mirror-link{stroke:#57496a;stroke-width:.35;fill:none}"
    ".mirror-track{fill:#e6e0ef}"
    ".mirror-team{fill:#241433}"
    ".mirror-band{fill:#241433;fill-opacity:.45}"
    ".mirror-mark{fill:#00537c;stroke:#fff;stroke-width:.3}"
    ".mirror-mark--clients,.mirror-mark--affected{fill:#fff;stroke:#00537c;stroke-width:.7}"
)


def draw(picture: Picture, shown: Set[Layer] = ALL) -> Drawn:
    """The picture with what these layers show of it."""
    whose = [who for who in Who if who in _whose(picture)]
    top = LEGEND
    room = LARGEST - LEGEND - GAP * (len(picture.parts) - 1)
    marks: list[SafeString] = [_legend(picture, whose, shown)]
    for at, part in enumerate(picture.parts):
        left = room - sum(STRIP for one in picture.parts[at + 1 :] if isinstance(one, Guesses))
        drawn, high = _part(picture, part, shown, top, left)
        marks += drawn
        top += high + GAP
        room -= high
    high = top - GAP
    made = format_html(
        '<svg class="mirror-svg" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMin meet" '
        'aria-hidden="true" focusable="false">{}</svg>',
        svg.exact(WIDE),
        svg.exact(high),
        svg.together(marks),
    )
    beside = Layer.REFERENCE in shown
    legend = tuple(picture.group(who) for who in whose if beside and who != Who.TEAM)
    cautions = picture.cautions if beside else ()
    return Drawn(made, tables(picture, shown), WIDE, high, legend, cautions)


def standalone(drawn: Drawn) -> str:
    """The SVG as a file of its own, with the colours of paper in it."""
    return svg.standalone(drawn.svg, PAPER)


def _whose(picture: Picture) -> set[Who]:
    found = {Who.TEAM}
    for part in picture.parts:
        if isinstance(part, Guesses):
            found |= {part.mark.who} if part.mark else set()
        elif isinstance(part, Grades):
            found |= {mark.who for mark in part.marks}
        else:
            found |= {mark.who for row in part.rows for mark in row.marks}
            found |= {part.who} if isinstance(part, Ranks) else set()
    return found


def _part(
    picture: Picture, part: Part, shown: Set[Layer], top: float, room: float
) -> tuple[list[SafeString], float]:
    """A part's marks and its height."""
    if isinstance(part, Guesses):
        return _guesses(part, shown, top), STRIP
    if isinstance(part, Grades):
        return _grades(picture, part, shown, top, min(room, 46.0))
    if isinstance(part, Ranks):
        return _ranks(picture, part, shown, top, room)
    return _bars(part, shown, top, room)


# Whose mark is which.


def _legend(picture: Picture, whose: Sequence[Who], shown: Set[Layer]) -> SafeString:
    x, middle = 0.0, LEGEND / 2 - 0.8
    parts: list[SafeString] = []
    for who in whose:
        if who == Who.TEAM:
            if not shown & {Layer.TEAM, Layer.GUESSES} or not _answered(picture):
                continue
            name = _team(picture) if Layer.TEAM in shown else "Ons team"
            parts.append(svg.bar("mirror-team", x, middle - 1.2, 3.4, 2.4))
        else:
            if Layer.REFERENCE not in shown or _said_beside(picture):
                continue
            name = picture.group(who).name
            parts.append(_mark(who, x + 1.7, middle))
        parts.append(svg.words("mirror-note", x + 4.6, middle + 1.05, name, size=NOTE))
        x += 4.6 + text.width(name, NOTE) + 5
    return svg.together(parts)


def _answered(picture: Picture) -> bool:
    """Whether there is anything of the team to draw."""
    return any(
        any(people for _, people in part.counts)
        if isinstance(part, Guesses | Grades)
        else any(row.team for row in part.rows)
        for part in picture.parts
    )


def _said_beside(picture: Picture) -> bool:
    """Whether every mark has its name beside it, so that the line above need not say it."""
    return all(isinstance(part, Grades) for part in picture.parts)


def _team(picture: Picture) -> str:
    """'Ons team, van 11 mensen', where every count is out of the same number."""
    of = {
        row.team.of
        for part in picture.parts
        if isinstance(part, Bars | Ranks)
        for row in part.rows
        if isinstance(row.team, Count)
    }
    of |= {
        sum(people for _, people in part.counts)
        for part in picture.parts
        if isinstance(part, Grades) and part.counts
    }
    return f"Ons team, van {of.pop()} mensen" if len(of) == 1 else "Ons team"


def _mark(who: Who, x: float, y: float) -> SafeString:
    kind = f"mirror-mark mirror-mark--{who}"
    if who == Who.CLIENTS:
        return svg.dot(kind, x, y, 1.15)
    shape = (
        "M{0} {1}l1.6 1.6l-1.6 1.6l-1.6 -1.6z"
        if who == Who.PROFESSIONALS
        else ("M{0} {1}l1.6 2.8h-3.2z")
    )
    return format_html(f'<path class="{{2}}" d="{shape}"/>', svg.exact(x), svg.exact(y - 1.5), kind)


# An axis from 0 to 100.


def _axis(left: float, right: float, top: float, end: float) -> list[SafeString]:
    parts = []
    for at in (0, 50, 100):
        x = left + at * (right - left) / 100
        parts += [
            svg.line("mirror-rule", x, top, x, end + 1),
            svg.words("mirror-note", x, end + 4, str(at), "middle", SMALLEST),
        ]
    return parts


def _guesses(part: Guesses, shown: Set[Layer], top: float) -> list[SafeString]:
    """Columns over the tens from 0 to 100, with the figure's own mark under them."""
    left, right = 60.0, 150.0
    foot = top + STRIP - 4.6
    tall = 5.6
    per_point = (right - left) / 100
    parts = svg.lines(
        "mirror-strong",
        0,
        top + STRIP / 2 - 2,
        text.wrap(part.asked, left - 8, LABEL, bold=True),
        LABEL,
    )
    found = [parts, svg.line("mirror-axis", left, foot, right, foot)]
    for at in range(0, 101, 10):
        x = left + at * per_point
        found.append(svg.words("mirror-note", x, foot + 3.6, str(at), "middle", SMALLEST))
    if Layer.GUESSES in shown:
        most = max((people for _, people in part.counts), default=0)
        for guess, people in part.counts:
            if not people:
                continue
            high = max(tall * people / most, 0.8)
            x = left + guess * per_point
            found.append(svg.bar("mirror-team", x - 2.6, foot - high, 5.2, high))
            if people > 1 or most > 1:
                found.append(
                    svg.words("mirror-note", x, foot - high - 0.7, str(people), "middle", SMALLEST)
                )
        if part.hidden:
            found.append(_sentence(part.hidden, left, right - left, foot - tall / 2))
    if Layer.REFERENCE in shown and part.mark:
        x = left + part.mark.value * per_point
        found += [
            svg.line("mirror-needle", x, top, x, foot),
            _mark(part.mark.who, x, foot),
            svg.words("mirror-strong", x + 1.4, top + 2.2, part.mark.said, size=LABEL),
        ]
    return found


def _sentence(said: str, left: float, room: float, middle: float) -> SafeString:
    return svg.lines("mirror-note", left, middle, text.wrap(said, room, NOTE), NOTE)


def _bars(part: Bars, shown: Set[Layer], top: float, room: float) -> tuple[list[SafeString], float]:
    if len(part.rows) > FEW:
        return _many_bars(part, shown, top, room)
    left, right = 56.0, 132.0
    foot = 5.0
    labels = [text.wrap(row.label, left - 3, LABEL) for row in part.rows]
    apart = part.apart if Layer.TEAM in shown else ()
    beside = 4.4 * len(part.apart)
    tall = min(16.0, (room - foot - beside) / max(len(part.rows), 1))
    thick = min(5.0, tall * 0.48)
    end = top + tall * len(part.rows)
    found = _axis(left, right, top, end) if shown & ANSWERS else []
    for place, (row, label) in enumerate(zip(part.rows, labels, strict=True)):
        upper = top + place * tall + (tall - thick - 3.4) / 2
        found.append(svg.lines("mirror-label", 0, upper + thick / 2 + 0.6, label, LABEL))
        found += _bar(row, shown, left, right, upper, thick)
        found += _marks_under(row.marks, shown, left, right, upper + thick + 1.8)
    if part.hidden and Layer.TEAM in shown:
        found.append(_sentence(part.hidden, 134, WIDE - 134, (top + end) / 2))
    for place, row in enumerate(apart):
        y = end + foot + 4.4 * place + 2.2
        found.append(svg.words("mirror-note", 0, y + 1, row.label, size=NOTE))
        if isinstance(row.team, Count):
            found.append(svg.words("mirror-note", WIDE, y + 1, row.team.said, "end", NOTE))
    return found, end - top + foot + beside


def _many_bars(
    part: Bars, shown: Set[Layer], top: float, room: float
) -> tuple[list[SafeString], float]:
    """Many lines: each one lane, marks on its bar and their figures in columns."""
    left, right, count = 50.0, 110.0, 131.0
    whose = [who for who in Who if any(mark.who == who for row in part.rows for mark in row.marks)]
    columns = {who: 146.0 + 13.5 * place for place, who in enumerate(whose)}
    head, foot = 4.2, 5.0
    beside = 4.0 * len(part.apart)
    tall = min(8.5, (room - head - foot - beside) / len(part.rows))
    start = top + head
    end = start + tall * len(part.rows)
    found = _axis(left, right, start, end) if shown & ANSWERS else []
    if Layer.REFERENCE in shown:
        found += [_mark(who, x - 3.2, top + head / 2) for who, x in columns.items()]
    for place, row in enumerate(part.rows):
        middle = start + place * tall + tall / 2
        size = _fitting(row.label, left - 2, tall)
        thick = min(3.4, tall * 0.6)
        found += [
            svg.lines("mirror-label", 0, middle, text.wrap(row.label, left - 2, size), size),
            svg.bar("mirror-track", left, middle - thick / 2, right - left, thick),
        ]
        if Layer.TEAM in shown and row.team is not None:
            found += _fill(row.team, left, right, middle - thick / 2, thick)
            found.append(svg.words("mirror-strong", count, middle + 1.2, row.team.said, "end", 3.2))
        if Layer.REFERENCE in shown:
            for mark in row.marks:
                x = left + mark.value * (right - left) / 100
                found += [
                    _mark(mark.who, x, middle),
                    svg.words(
                        "mirror-note", columns[mark.who], middle + 1.1, mark.said, "end", NOTE
                    ),
                ]
    if part.hidden and Layer.TEAM in shown:
        found.append(_sentence(part.hidden, 0, right, top + head / 2))
    for place, row in enumerate(part.apart if Layer.TEAM in shown else ()):
        y = end + foot + 4.0 * place + 2.6
        found.append(svg.words("mirror-note", 0, y, row.label, size=SMALLEST))
        if isinstance(row.team, Count):
            found.append(svg.words("mirror-note", count, y, row.team.said, "end", SMALLEST))
    return found, head + tall * len(part.rows) + foot + beside


def _bar(
    row: Row, shown: Set[Layer], left: float, right: float, upper: float, thick: float
) -> list[SafeString]:
    """The team's bar, or the band that stands in place of its count, with words beside it."""
    found = [svg.bar("mirror-track", left, upper, right - left, thick)]
    if Layer.TEAM not in shown or row.team is None:
        return found
    found += _fill(row.team, left, right, upper, thick)
    said = text.wrap(row.team.said, WIDE - right - 3, LABEL, bold=True)
    found.append(svg.lines("mirror-strong", right + 3, upper + thick / 2, said, LABEL))
    return found


def _fill(
    team: Count | Nearly, left: float, right: float, upper: float, thick: float
) -> list[SafeString]:
    per_point = (right - left) / 100
    if isinstance(team, Count):
        if not team.count:
            return []
        return [svg.bar("mirror-team", left, upper, team.share * per_point, thick)]
    start = BAND_FROM if team.everybody else 0
    wide = (100 - BAND_FROM) * per_point
    return [svg.bar("mirror-band", left + start * per_point, upper, wide, thick)]


def _marks_under(
    marks: Sequence[Mark], shown: Set[Layer], left: float, right: float, middle: float
) -> list[SafeString]:
    """Marks on the axis, their figures beside them: of two the lower one's to the left."""
    if Layer.REFERENCE not in shown:
        return []
    found = []
    per_point = (right - left) / 100
    ordered = sorted(marks, key=lambda mark: mark.value)
    for place, mark in enumerate(ordered):
        x = left + mark.value * per_point
        lower = place == 0 and len(ordered) > 1
        side, anchor = (x - 2.2, "end") if lower else (x + 2.2, "start")
        found += [
            _mark(mark.who, x, middle),
            svg.words("mirror-note", side, middle + 1.1, mark.said, anchor, NOTE),
        ]
    return found


def _ranks(
    picture: Picture, part: Ranks, shown: Set[Layer], top: float, room: float
) -> tuple[list[SafeString], float]:
    """The team's list with its own axis, the other list in its order, lines between equals."""
    axis, axis_end, count, figure = 46.0, 76.0, 84.0, 94.0
    link, link_end, other, other_label = 97.0, 109.0, 119.0, 121.5
    opening = text.wrap(part.opening, WIDE - link, NOTE, bold=True)
    head, foot = max(4.0, len(opening) * NOTE * svg.LINE + 1.2), 5.0
    beside = 4.2 * len(part.apart)
    count_rows = max(len(part.rows), len(part.others), 1)
    tall = min(8.5, (room - head - foot - beside) / count_rows)
    start = top + head
    end = start + tall * len(part.rows)
    found = _axis(axis, axis_end, start, end) if shown & ANSWERS else []
    where = {}
    if Layer.TEAM in shown:
        for place, row in enumerate(part.rows):
            middle = start + place * tall + tall / 2
            where[row.key] = middle
            label = text.wrap(row.label, axis - 2, _fitting(row.label, axis - 2, tall))
            found.append(
                svg.lines("mirror-label", 0, middle, label, _fitting(row.label, axis - 2, tall))
            )
            thick = min(3.2, tall * 0.6)
            found.append(svg.bar("mirror-track", axis, middle - thick / 2, axis_end - axis, thick))
            if row.team is not None:
                found += _fill(row.team, axis, axis_end, middle - thick / 2, thick)
                if isinstance(row.team, Count):
                    found.append(
                        svg.words(
                            "mirror-strong", count, middle + 1.2, str(row.team.count), "end", LABEL
                        )
                    )
            if Layer.REFERENCE in shown:
                for mark in row.marks:
                    x = axis + mark.value * (axis_end - axis) / 100
                    found += [
                        _mark(mark.who, x, middle),
                        svg.words("mirror-note", figure, middle + 1.1, mark.said, "end", NOTE),
                    ]
        if part.hidden:
            found.append(_sentence(part.hidden, 0, axis_end, start - head / 2))
    if Layer.REFERENCE in shown:
        found.append(svg.lines("mirror-strong", link, top + head / 2 - 0.6, opening, NOTE))
        for place, one in enumerate(part.others):
            middle = start + place * tall + tall / 2
            size = _fitting(one.label, WIDE - other_label, tall)
            found += [
                svg.words("mirror-strong", other, middle + 1.1, one.said, "end", NOTE),
                svg.lines(
                    "mirror-label",
                    other_label,
                    middle,
                    text.wrap(one.label, WIDE - other_label, size),
                    size,
                ),
            ]
            if one.key in where:
                found.append(svg.line("mirror-link", link, where[one.key], link_end, middle))
    if Layer.TEAM in shown:
        for place, row in enumerate(part.apart):
            y = end + foot + 4.2 * place + 2.1
            found.append(svg.words("mirror-note", 0, y + 1, row.label, size=NOTE))
            if isinstance(row.team, Count):
                found.append(
                    svg.words("mirror-note", count, y + 1, str(row.team.count), "end", NOTE)
                )
    return found, head + tall * count_rows + foot + beside


def _fitting(label: str, room: float, tall: float) -> float:
    """The largest font size with which a label fits its row."""
    sizes = (LABEL, 3.2, NOTE, SMALLEST)
    for size in sizes:
        if len(text.wrap(label, room, size)) * size * svg.LINE <= tall:
            return size
    return SMALLEST


def _grades(
    picture: Picture, part: Grades, shown: Set[Layer], top: float, room: float
) -> tuple[list[SafeString], float]:
    """Columns over 1 to 10, and under them a line for every average of others."""
    left, right = 12.0, 148.0
    rows = 5.2 * len(part.marks)
    tall = room - rows - 11.0
    foot = top + tall + 3.5
    per_grade = (right - left) / 9
    found = [svg.line("mirror-axis", left - 6, foot, right + 6, foot)]
    for grade in range(1, 11):
        x = left + (grade - 1) * per_grade
        found.append(svg.words("mirror-strong", x, foot + 4.2, str(grade), "middle", LABEL))
    found += [
        svg.words("mirror-note", 0, foot + 8, part.low, "start", SMALLEST),
        svg.words("mirror-note", WIDE, foot + 8, part.high, "end", SMALLEST),
    ]
    if Layer.TEAM in shown:
        most = max((people for _, people in part.counts), default=0)
        for grade, people in part.counts:
            if not people:
                continue
            x = left + (grade - 1) * per_grade
            high = max((tall - 1) * people / most, 1.0)
            found += [
                svg.bar("mirror-team", x - 4, foot - high, 8, high),
                svg.words("mirror-strong", x, foot - high - 0.8, str(people), "middle", NOTE),
            ]
        if part.hidden:
            found.append(_sentence(part.hidden, left, right - left, foot - tall / 2))
    if Layer.REFERENCE in shown:
        # The lowest figure hangs lowest: so no line crosses the words of another.
        for place, mark in enumerate(sorted(part.marks, key=lambda mark: -mark.value)):
            x = left + (mark.value - 1) * per_grade
            middle = foot + 9.6 + 5.2 * place + 1.6
            said = f"{mark.said}: {picture.group(mark.who).name}"
            wide = text.width(said, NOTE) + 3
            side, anchor = (x - 2.6, "end") if x + wide > WIDE else (x + 2.6, "start")
            found += [
                svg.line("mirror-needle", x, foot, x, middle),
                _mark(mark.who, x, middle),
                svg.words("mirror-label", side, middle + 1.1, said, anchor, NOTE),
            ]
    return found, room
