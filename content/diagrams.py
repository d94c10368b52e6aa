"""Slides as drawings. Pure: a slide and its sources in, what the template shows out.

Every drawing is made in units of 1% of the stage's height, WIDE by HIGH, so that text of 3 units
is 3% of the screen. Colour comes from classes (static/css/slides.css), so one drawing serves the
dark and the light stage and print.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.html import format_html
from django.utils.safestring import SafeString

from content import svg, text
from content.document import Diagram, Figure, Slide, Source

WIDE = 160.0
HIGH = 50.0
LABEL = 4.4  # font sizes, in the same unit
TEXT = 3.4
# Letters on a slide of words from which it is set smaller, and smaller again.
FEW_STEPS = (260, 380)
MANY_STEPS = (420, 560)
NUMBER_STEPS = (340, 450)

# On paper, where no style sheet of the site reaches.
PAPER = (
    "svg{color:#241433}text{fill:#241433;font-family:'Atkinson Hyperlegible Next',sans-serif}"
    ".slide-small,.slide-note{fill:#57496a}"
    ".slide-label,.slide-value{font-family:'Bricolage Grotesque',sans-serif;font-weight:700}"
    ".slide-axis,.slide-leader{stroke:#7d6f92;stroke-width:.3}"
    ".slide-track{fill:#e6e0ef}"
    ".slide-fill,.slide-dot{fill:#241433}"
    ".slide-ring,.slide-link{fill:#241433;fill-opacity:.07;stroke:#7d6f92;stroke-width:.35}"
    ".slide-link--last{fill-opacity:.13;stroke:#241433}"
    ".slide-core,.slide-lens{fill:#ffd23f;stroke:#241433;stroke-width:.35}"
    ".slide-person{fill:#241433}"
    ".slide-arrow{fill:none;stroke:#241433;stroke-width:.7;stroke-linecap:round}"
)


@dataclass(frozen=True)
class Statement:
    """One figure as words: a number as it is said in Dutch, and what it is."""

    label: str
    text: str
    number: str
    unit: str


@dataclass(frozen=True)
class DrawnSlide:
    """What `content/slide.html` needs to show a slide."""

    key: str
    title: str
    small_title: bool  # a long title is set smaller, so that it stays one line
    body: SafeString
    diagram: str
    svg: SafeString  # empty for slides of words
    statements: tuple[Statement, ...]
    cautions: tuple[str, ...]  # each once; in the notes and one press away, never on the stage
    sources: str  # 'Trimbos-instituut 2019: tabel 4.2'
    level: int  # of the heading

    @property
    def has_number(self) -> bool:
        """Whether one of the statements is a number, which is then set large."""
        return any(statement.number for statement in self.statements)

    @property
    def fit(self) -> int:
        """How much smaller a slide of words is set: 0 for large, up to 2 for very long lines."""
        if self.diagram != Diagram.WORDS:
            return 0
        signs = sum(1.5 * len(s.label) + len(s.text) for s in self.statements)
        if self.has_number:
            steps = NUMBER_STEPS
        else:
            steps = MANY_STEPS if len(self.statements) > 3 else FEW_STEPS
        return sum(signs > most for most in steps)


def draw(slide: Slide, sources: Iterable[Source], *, level: int = 1) -> DrawnSlide:
    """The slide ready to show; `level` is the heading's level on the page around it."""
    painter = {Diagram.RINGS: rings, Diagram.BARS: bars, Diagram.CHAIN: chain}.get(slide.diagram)
    return DrawnSlide(
        key=slide.key,
        title=slide.title,
        small_title=len(slide.title) > 40,
        body=text.html(slide.body),
        diagram=slide.diagram.value,
        svg=painter(slide.figures) if painter else SafeString(""),
        statements=tuple(_statement(figure) for figure in slide.figures),
        cautions=cautions(slide.figures),
        sources=source_line(slide.figures, sources),
        level=level,
    )


def standalone(drawn: DrawnSlide) -> str:
    """Its drawing as a file of its own, with the colours of paper; '' for a slide of words."""
    return svg.standalone(drawn.svg, PAPER) if drawn.svg else ""


def cautions(figures: Sequence[Figure]) -> tuple[str, ...]:
    """Each caution once; one that is not about all figures names those it is about."""
    about: dict[str, list[str]] = {}
    for figure in figures:
        if figure.caution:
            about.setdefault(figure.caution, []).append(figure.label)
    return tuple(
        caution if len(labels) == len(figures) else f"{', '.join(labels)}: {caution}"
        for caution, labels in about.items()
    )


def number(value: float) -> str:
    """A number as Dutch readers write it: 22,3 and 67."""
    return f"{value:g}".replace(".", ",")


def source_line(figures: Sequence[Figure], sources: Iterable[Source]) -> str:
    """Where the figures come from, each source once with every place in it."""
    short = {source.key: source.short for source in sources}
    places: dict[str, dict[str, None]] = {}
    for figure in figures:
        for citation in figure.citations:
            found = places.setdefault(citation.source, {})
            for place in citation.detail.replace(";", ",").split(","):
                if place.strip():
                    found[place.strip()] = None
    return "; ".join(
        f"{short.get(key, key)}: {', '.join(found)}" if found else short.get(key, key)
        for key, found in places.items()
    )


def bars(figures: Sequence[Figure]) -> SafeString:
    """Horizontal bars on an axis from 0 to 100, with the value at each."""
    left, right = 48.0, 144.0
    foot = 5.0
    row = min(9.6, (HIGH - foot) / max(len(figures), 1))
    thick = row * 0.62
    per_point = (right - left) / 100
    end = row * len(figures)
    parts: list[SafeString] = []
    for at in (0, 50, 100):
        x = left + at * per_point
        parts.append(svg.line("slide-axis", x, end, x, end + 1.2))
        parts.append(svg.words("slide-small", x, end + 4.4, f"{at}%", "middle"))
    for place, figure in enumerate(figures):
        middle = place * row + row / 2
        top = middle - thick / 2
        label = text.wrap(figure.label, left - 2, 3.8)
        value = figure.value or 0
        parts += [
            svg.lines("slide-line", 0, middle, label, 3.8),
            svg.bar("slide-track", left, top, right - left, thick),
            svg.bar("slide-fill", left, top, value * per_point, thick),
            svg.words(
                "slide-value", WIDE, middle + 1.8, f"{number(value)}{figure.unit}", "end", 5.2
            ),
        ]
    return _svg(parts)


def rings(figures: Sequence[Figure]) -> SafeString:
    """Rings around one person, the first figure outermost, each with its words beside it."""
    count = max(len(figures), 1)
    inner = 7.0
    step = (HIGH / 2 - inner) / max(count - 1, 1)
    centre = HIGH / 2
    words, notes = 56.0, 100.0
    parts: list[SafeString] = []
    labels: list[SafeString] = []
    for place, figure in enumerate(figures):
        radius = HIGH / 2 - place * step
        last = place == count - 1
        parts.append(
            format_html(
                '<circle class="{}" cx="{}" cy="{}" r="{}"/>',
                "slide-core" if last else "slide-ring",
                svg.exact(centre),
                svg.exact(HIGH - radius),
                svg.exact(radius - 0.2),
            )
        )
        middle = HIGH - radius if last else HIGH - 2 * radius + step
        start = centre + radius if last else centre
        if not last:
            labels.append(svg.dot("slide-dot", centre, middle))
        labels += [
            svg.line("slide-leader", start, middle, words - 2, middle),
            svg.lines(
                "slide-label",
                words,
                middle,
                text.wrap(figure.label, notes - words - 1, 4.2, bold=True),
                4.2,
            ),
            svg.lines("slide-note", notes, middle, text.wrap(figure.text, WIDE - notes, 3.3), 3.3),
        ]
    parts.append(_person(centre, HIGH - inner))
    return _svg(parts + labels)


def chain(figures: Sequence[Figure]) -> SafeString:
    """Circles that touch from left to right; where two overlap, one leads to the next."""
    count = max(len(figures), 1)
    share = 0.17  # of a circle's width lies over its neighbour
    diameter = min(46.0, WIDE / (count - share * (count - 1)))
    radius = diameter / 2
    apart = diameter * (1 - share)
    middle = HIGH / 2
    across = apart * (count - 1) + diameter
    first = (WIDE - across) / 2 + radius
    circles, lenses, words = [], [], []
    half = sqrt(max(radius**2 - (apart / 2) ** 2, 0))
    for place, figure in enumerate(figures):
        x = first + place * apart
        kind = "slide-link slide-link--last" if place == count - 1 else "slide-link"
        circles.append(
            format_html(
                '<circle class="{}" cx="{}" cy="{}" r="{}"/>',
                kind,
                svg.exact(x),
                svg.exact(middle),
                svg.exact(radius),
            )
        )
        if place < count - 1:
            lenses.append(_lens(x + apart / 2, middle, half, radius))
        words.append(_block(x, middle, figure, diameter * (1 - 2 * share) - 1))
    return _svg([*circles, *lenses, *words])


def _statement(figure: Figure) -> Statement:
    return Statement(
        label=figure.label,
        text=figure.text,
        number="" if figure.value is None else number(figure.value),
        unit=figure.unit,
    )


def _svg(parts: Sequence[SafeString]) -> SafeString:
    # Hidden from screen readers: the list or table beside it says the same in words.
    return format_html(
        '<svg class="slide-svg" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMid meet" '
        'aria-hidden="true" focusable="false">{}</svg>',
        svg.exact(WIDE),
        svg.exact(HIGH),
        svg.together(parts),
    )


def _block(x: float, middle: float, figure: Figure, room: float) -> SafeString:
    """A label with its text under it, centred, in lines of at most `room`."""
    labels = text.wrap(figure.label, room + 3, LABEL, bold=True)
    notes = text.wrap(figure.text, room, TEXT)
    gap = 1.2 if notes else 0
    tall = (LABEL * len(labels) + TEXT * len(notes)) * svg.LINE + gap
    top = middle - tall / 2
    split = top + LABEL * len(labels) * svg.LINE
    return format_html(
        "{}{}",
        svg.lines("slide-label", x, (top + split) / 2, labels, LABEL, "middle"),
        svg.lines("slide-note", x, (split + gap + top + tall) / 2, notes, TEXT, "middle"),
    )


def _lens(x: float, y: float, half: float, radius: float) -> SafeString:
    """The overlap of two circles, with a small arrow to the right in it."""
    return format_html(
        '<path class="slide-lens" d="M{0} {1}A{2} {2} 0 0 1 {0} {3}A{2} {2} 0 0 1 {0} {1}Z"/>'
        '<path class="slide-arrow" d="M{4} {5}l2 2l-2 2"/>',
        svg.exact(x),
        svg.exact(y - half),
        svg.exact(radius),
        svg.exact(y + half),
        svg.exact(x - 1),
        svg.exact(y - 2),
    )


def _person(x: float, y: float) -> SafeString:
    """Head and shoulders, the middle here."""
    return format_html(
        '<circle class="slide-person" cx="{0}" cy="{1}" r="2.1"/>'
        '<path class="slide-person" d="M{2} {3}a4.2 4.2 0 0 1 8.4 0z"/>',
        svg.exact(x),
        svg.exact(y - 2.2),
        svg.exact(x - 4.2),
        svg.exact(y + 4.6),
    )
