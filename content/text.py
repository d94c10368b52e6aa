"""Text for the screen: safe HTML out of Markdown, and lines that fit a drawing."""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "blockquote"}

# Widths in em of the text typeface, by kind of sign, rounded up so that a line always fits.
_WIDTHS = (
    ("ijlIï.,:;'’‘! |", 0.28),
    ("frt()[]-·", 0.37),
    ("cksvxyz", 0.49),
    ("w", 0.7),
    ("mMW%@", 0.92),
)
_CAPITAL = 0.69
_OTHER = 0.57
BOLD = 1.13  # the display typeface in bold, against the text typeface


def html(markdown: str) -> SafeString:
    """Markdown as cleaned HTML; raw HTML in it is shown, not run."""
    cleaned = nh3.clean(
        _markdown.render(markdown), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https"}
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 has just cleaned it


def width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide this text is at this font size, in the unit of the size; never too little."""
    em = sum(_sign(sign) for sign in text)
    return em * size * (BOLD if bold else 1)


def _sign(sign: str) -> float:
    if sign == "\u00ad":
        return 0
    for signs, em in _WIDTHS:
        if sign in signs:
            return em
    return _CAPITAL if sign.isupper() or sign.isdigit() else _OTHER


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than `room`; a word that is too long is hyphenated.

    A soft hyphen in the text says where a word may break; without one it breaks between
    syllables as near to the edge as fits.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        candidate = f"{line} {word}" if line else word
        if width(candidate, size, bold=bold) <= room:
            line = candidate
            continue
        if line:
            lines.append(line)
        *heads, line = _break(word, room, size, bold)
        lines += heads
    if line:
        lines.append(line)
    return [line.replace("\u00ad", "") for line in lines]


def _break(word: str, room: float, size: float, bold: bool) -> list[str]:
    if width(word, size, bold=bold) <= room:
        return [word]
    at = _breaks(word)
    fitting = [place for place in at if width(word[:place] + "-", size, bold=bold) <= room]
    if not fitting:
        return [word]
    head, tail = word[: fitting[-1]], word[fitting[-1] :]
    return [f"{head}-", *_break(tail.lstrip("\u00ad"), room, size, bold)]


def _breaks(word: str) -> list[int]:
    """Places where a word may break: at soft hyphens, else before consonant plus vowel."""
    if "\u00ad" in word:
        return [match.start() for match in re.finditer("\u00ad", word)]
    pattern = r"(?<=[a-zë])(?=[bcdfghjklmnpqrstvwxz][aeiouyëéï])"
    return [
        m.start() for m in re.finditer(pattern, word.lower()) if 3 <= m.start() <= len(word) - 3
    ]
