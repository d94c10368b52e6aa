"""How large a text can be so that the screen holds it. Pure arithmetic, nothing measured.

Lengths are in units of the stage: 1% of its height. The sizes are those of projector.css, where
`data-fit` says which one a part gets: 0 is the largest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LETTER = 0.52  # width of a letter of the text face, as part of its size
SPOKEN = 0.44  # the same of what people write: whole sentences of short words
DISPLAY = 0.56  # the same of the bold display face
RAGGED = 3  # characters that a line loses at its end, on average
LINE = 1.3  # height of a line, as part of the size
BETWEEN = 3.0  # between two texts

HEADLINES = (10.5, 8.4, 6.6, 5.2)
PROMPTS = (4.6, 4.2, 3.7, 3.1)
LEADS = (4.2, 3.7, 3.2, 2.8)
BESIDE_PICTURE = 96.0  # width of the text beside a picture
TALK_HIGH = 72.0
EYEBROW = 4.5
PHONE_LINE = 9.0
GAP = 3.0

ROWS = (  # size of the label, height of the bar, gap, width of the label
    (3.7, 5.2, 2.4, 60.0),
    (3.7, 4.6, 1.5, 60.0),
    (3.1, 4.4, 0.9, 62.0),
    (2.7, 3.4, 0.9, 82.0),
)
ROWS_HIGH = 57.0
BOTH, UNDER = 1.4, 7.0  # two bars beside one; a sentence under them
TITLES_HIGH = (8.0, 13.0, 16.0, 18.0)


def fit(text: str, steps: Sequence[int]) -> int:
    """Which size a text gets: 0 is largest, one smaller for each length that it passes."""
    return sum(len(text) > longest for longest in steps)


def lines(text: str, size: float, wide: float, letter: float = LETTER) -> int:
    """How many lines a text takes at this size in this width, at least one."""
    per_line = max(1, int(wide / (size * letter)) - RAGGED)
    return max(1, -(-len(text) // per_line))


@dataclass(frozen=True)
class Talk:
    """Which sizes the parts of a talk screen get, and how many of the prompts it holds."""

    headline: int
    prompts: int
    lead: int
    kept: int


def talk(
    headline: str,
    prompts: Sequence[str],
    leads: Sequence[str],
    phone_line: str,
    keep_last: bool = False,
) -> Talk:
    """Sizes for a screen with a question, more questions and sentences under them.

    Each part starts at the size that its own length allows; then they shrink in turn, the largest
    first, until together they fit. Where even the smallest sizes do not hold every prompt, some are
    left out: the facilitator has them all. They are the last ones; with `keep_last` those before
    the last, which always stands.
    """
    sizes = [
        fit(headline, (58, 105, 165)),
        fit("".join(prompts), (140, 260, 420)),
        fit("".join(leads), (150, 260)),
    ]
    while _talk_height(sizes, headline, prompts, leads, phone_line) > TALK_HIGH and min(sizes) < 3:
        sizes[sizes.index(min(sizes))] += 1
    kept = len(prompts)
    fewest = 1 if keep_last and prompts else 0
    while kept > fewest:
        shown = shown_of(prompts, kept, keep_last)
        if _talk_height(sizes, headline, shown, leads, phone_line) <= TALK_HIGH:
            break
        kept -= 1
    large, middle, small = sizes
    return Talk(headline=large, prompts=middle, lead=small, kept=kept)


def shown_of(prompts: Sequence[str], kept: int, keep_last: bool) -> list[str]:
    """So many of the prompts, in order: the first ones, and the last where it must stand."""
    if not keep_last or kept >= len(prompts):
        return [*prompts[:kept]]
    return [*prompts[: kept - 1], prompts[-1]]


OPTION_SIZES = (4.6, 4.0, 3.5, 3.1, 2.7)
WHOLE = 156.0  # width of the stage without a picture
OPTIONS_HIGH = 76.0  # height of the stage between its edges
ROW_GAP = 1.4


@dataclass(frozen=True)
class Options:
    """Which sizes a question and what can be chosen get, and in how many columns."""

    headline: int
    fit: int
    columns: int


def options(headline: str, labels: Sequence[str], phone_line: str) -> Options:
    """The largest options that fit under a question, in one to three columns; never one left out.

    The question shrinks before they become small.
    """
    smallest = Options(len(HEADLINES) - 1, len(OPTION_SIZES) - 1, 3)
    tried = (
        Options(large, small, columns)
        for columns in (1, 2, 3)
        for small in range(len(OPTION_SIZES))
        for large in range(fit(headline, (58, 105, 165)), len(HEADLINES))
    )
    for one in sorted(tried, key=lambda o: (o.headline + o.fit + 1.5 * (o.columns - 1), o.fit)):
        size, large = OPTION_SIZES[one.fit], HEADLINES[one.headline]
        wide = WHOLE / one.columns - 2 * size
        rows_ = -(-len(labels) // one.columns)
        tallest = max(lines(label, size, wide) for label in labels)
        high = EYEBROW + GAP + lines(headline, large, WHOLE, DISPLAY) * large * 1.06 + GAP
        high += rows_ * (tallest * size * 1.25 + ROW_GAP)
        if high + (PHONE_LINE + GAP if phone_line else 0) <= OPTIONS_HIGH:
            return one
    return smallest


def under(headline: str, lead: str, wide: float) -> float:
    """Height that is left in a column under a small headline, a sentence and a list's heading."""
    large, small = HEADLINES[3], LEADS[2]
    high = EYEBROW + GAP + lines(headline, large, wide, DISPLAY) * large * 1.06
    high += GAP + lines(lead, small, wide) * small * 1.4
    heading = rest = GAP + 6.5
    return OPTIONS_HIGH - high - heading - rest


def _talk_height(
    sizes: Sequence[int],
    headline: str,
    prompts: Sequence[str],
    leads: Sequence[str],
    phone_line: str,
) -> float:
    large, middle, small = HEADLINES[sizes[0]], PROMPTS[sizes[1]], LEADS[sizes[2]]
    high = EYEBROW + GAP + lines(headline, large, BESIDE_PICTURE, DISPLAY) * large * 1.06
    if prompts:
        high += GAP
    for prompt in prompts:
        high += lines(prompt, middle, BESIDE_PICTURE - middle) * middle * 1.25 + 1.6
    for lead in leads:
        high += GAP + lines(lead, small, BESIDE_PICTURE) * small * 1.4
    return high + (PHONE_LINE + GAP if phone_line else 0)


def rows(labels: Sequence[str], title: int, twice: bool = False) -> int:
    """Which size the bars get, so that all stand on the screen under a title of size `title`.

    `twice` says that each has two bars, and a sentence stands below them.
    """
    high = ROWS_HIGH - TITLES_HIGH[title] - (UNDER if twice else 0)
    for at, (size, bar, gap, wide) in enumerate(ROWS):
        bars = bar * BOTH if twice else bar
        heights = (max(bars, size * 1.2 * lines(label, size, wide)) + gap for label in labels)
        if sum(heights) <= high:
            return at
    return len(ROWS) - 1


WORD_SIZES = (6.4, 5.4, 4.6, 3.9, 3.3, 2.8)  # of a word that was given once
WORD_GROWS = (1.0, 1.3, 1.6, 1.9, 2.2)  # by weight
WORDS_WIDE = 146.0
WORDS_HIGH = 68.0  # with the title in it
WORD_GAP = (4.4, 1.4)  # between two words, between two lines


@dataclass(frozen=True)
class Words:
    """At which size words stand on the screen, and how many of them it holds."""

    fit: int
    kept: int


def words(labels: Sequence[str], weights: Sequence[int], title: int) -> Words:
    """The largest size at which all words fit under a title, in lines as a browser breaks them.

    `labels` are what is read, with a number behind it. Where even the smallest does not hold them
    all, the last ones are left out.
    """
    high = WORDS_HIGH - TITLES_HIGH[title]
    for at, size in enumerate(WORD_SIZES):
        if _words_height(labels, weights, size) <= high:
            return Words(at, len(labels))
    kept = len(labels)
    while kept and _words_height(labels[:kept], weights[:kept], WORD_SIZES[-1]) > high - 5:
        kept -= 1
    return Words(len(WORD_SIZES) - 1, kept)


def _words_height(labels: Sequence[str], weights: Sequence[int], size: float) -> float:
    beside, between = WORD_GAP
    high, used, tallest = 0.0, 0.0, 0.0
    for label, weight in zip(labels, weights, strict=True):
        letter = size * WORD_GROWS[weight]
        wide = (len(label) + 1) * letter * DISPLAY + beside
        if used and used + wide > WORDS_WIDE:
            high, used, tallest = high + tallest + between, 0.0, 0.0
        used, tallest = used + wide, max(tallest, letter * 1.15)
    return high + tallest


@dataclass(frozen=True)
class Columns:
    """Texts in columns at one size; `left_out` when not all of them fit even at the smallest."""

    fit: int
    columns: list[list[int]]  # places in the list of texts
    left_out: bool = False


def lay_out(
    texts: Sequence[str],
    sizes: Sequence[float],
    wide: float,
    high: float,
    columns: int = 1,
    letter: float = LETTER,
) -> Columns:
    """Lay texts out in columns of `wide` by `high`, at the largest size at which all fit.

    Lengths are in units of the stage, 1% of its height. Where even the smallest size does not
    hold them all, the last ones are left out.
    """
    for fit, size in enumerate(sizes):
        placed, tallest = _placed(texts, size, wide, columns, letter)
        if tallest <= high:
            return Columns(fit, placed)
    some = len(texts) - 1
    while some > 0:
        placed, tallest = _placed(texts[:some], sizes[-1], wide, columns, letter)
        if tallest <= high:
            break
        some -= 1
    return Columns(len(sizes) - 1, placed if some else [], left_out=True)


SPACE = dict(zip((1, 2, 3), (146.0, 71.0, 48.0), strict=True))  # width of one of so many columns
HEADING = (1.25, 1.2)  # of a word above texts: its size, as part of theirs, and space under it
SIDE = 1.5  # of the line and the space before a text, as part of its size

type Part = tuple[int, list[int]]  # a group, and places in its list of texts


@dataclass(frozen=True)
class Grouped:
    """Texts under their words, in columns at one size; `left_out` when some don't fit."""

    fit: int
    columns: list[list[Part]]
    left_out: bool = False


def lay_out_groups(
    groups: Sequence[tuple[str, Sequence[str]]], sizes: Sequence[float], high: float
) -> Grouped:
    """The largest size at which all texts fit in one, two or three columns, the fewest that do.

    A group stays together as long as its column has room; in the next one it has its word again.
    Texts without a word each go where there is most room. The last ones are left out where even
    the smallest size does not hold all.
    """
    for fit, size in enumerate(sizes):
        for columns in SPACE:
            placed, whole = _grouped(groups, size, columns, high)
            if whole:
                return Grouped(fit, placed)
    placed, _ = _grouped(groups, sizes[-1], max(SPACE), high)
    return Grouped(len(sizes) - 1, placed, left_out=True)


def _grouped(
    groups: Sequence[tuple[str, Sequence[str]]], size: float, columns: int, high: float
) -> tuple[list[list[Part]], bool]:
    """Texts in columns no higher than `high`, and whether all of them are there."""
    heights = [0.0] * columns
    placed: list[list[Part]] = [[] for _ in range(columns)]
    wide, large = SPACE[columns] - SIDE * size, size * HEADING[0]
    for group, (word, texts) in enumerate(groups):
        above = lines(word, large, wide, DISPLAY) * large * LINE + HEADING[1] if word else 0.0
        column = -1
        for at, text in enumerate(texts):
            needs = lines(text, size, wide, SPOKEN) * size * LINE + BETWEEN
            if column < 0 or not word or heights[column] + needs > high:
                column = heights.index(min(heights))
                if heights[column] + above + needs > high:
                    return [one for one in placed if one], False
                heights[column] += above
                placed[column].append((group, []))
            heights[column] += needs
            placed[column][-1][1].append(at)
    return [one for one in placed if one], True


def _placed(
    texts: Sequence[str], size: float, wide: float, columns: int, letter: float
) -> tuple[list[list[int]], float]:
    """Each text in the column that is shortest so far, and how high the tallest became."""
    heights = [0.0] * columns
    placed: list[list[int]] = [[] for _ in range(columns)]
    for at, text in enumerate(texts):
        column = heights.index(min(heights))
        heights[column] += lines(text, size, wide, letter) * size * LINE + BETWEEN
        placed[column].append(at)
    return [column for column in placed if column], max(heights)
