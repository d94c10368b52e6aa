"""Marks of an SVG that is made here: text, lines and bars at exact places.

Units are 1% of the height of the screen. Colour comes from classes only, so that one drawing serves
both lights, forced colours and print.
"""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SMALL = 3.3  # a font size, in the same unit
LINE = 1.22  # of the font size: from one line to the next


def exact(value: float) -> str:
    """A number as SVG reads it, in at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def words(
    kind: str, x: float, y: float, said: str, anchor: str = "start", size: float = SMALL
) -> SafeString:
    """One line of text on its baseline."""
    return format_html(
        '<text class="{}" x="{}" y="{}" font-size="{}" text-anchor="{}">{}</text>',
        kind,
        exact(x),
        exact(y),
        exact(size),
        anchor,
        said,
    )


def lines(
    kind: str, x: float, middle: float, said: Sequence[str], size: float, anchor: str = "start"
) -> SafeString:
    """Lines of text whose block has its middle here."""
    top = middle - (len(said) - 1) * size * LINE / 2 + size * 0.35
    return together(
        [words(kind, x, top + at * size * LINE, line, anchor, size) for at, line in enumerate(said)]
    )


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> SafeString:
    """A straight line."""
    return format_html(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        kind,
        exact(x1),
        exact(y1),
        exact(x2),
        exact(y2),
    )


def bar(kind: str, x: float, y: float, wide: float, high: float) -> SafeString:
    """A bar with soft corners."""
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="1"/>',
        kind,
        exact(x),
        exact(y),
        exact(wide),
        exact(high),
    )


def dot(kind: str, x: float, y: float, radius: float = 0.8) -> SafeString:
    """A round mark with its middle here."""
    return format_html(
        '<circle class="{}" cx="{}" cy="{}" r="{}"/>', kind, exact(x), exact(y), exact(radius)
    )


def together(parts: Sequence[SafeString]) -> SafeString:
    """Marks one after the other."""
    return format_html_join("", "{}", ((part,) for part in parts))


def standalone(drawing: str, style: str) -> str:
    """A drawing as a file of its own: with its colours in it, where no style sheet reaches."""
    start, _, rest = drawing.partition(">")
    return f'{start} xmlns="http://www.w3.org/2000/svg"><style>{style}</style>{rest}'
