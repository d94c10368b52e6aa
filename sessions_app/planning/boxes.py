"""How long each step may take: least, ideal and most, in whole minutes."""

import msgspec

from content.document import Document, Purpose, Question, Slide, Theme
from sessions_app.planning.wish import POLLS_FROM, THREES_ABOVE, Wish
from sessions_app.script import Kind

TALK_LEAST = 15  # minutes a talk about a film lasts at least
TALK_GROWTH = 10  # minutes a talk may grow above its least


class Box(msgspec.Struct, frozen=True):
    """A step before it has its minutes; three bounds, like a flexible box has for its width."""

    kind: Kind
    block: str
    least: int
    ideal: int
    most: int
    theme: Theme | None = None
    slide: Slide | None = None
    question: Question | None = None


class Block(msgspec.Struct, frozen=True):
    """Steps that are never parted by a break, with the sums of their bounds."""

    boxes: tuple[Box, ...]
    least: int
    most: int


def block_of(boxes: list[Box]) -> Block:
    """The boxes as one block."""
    return Block(tuple(boxes), sum(b.least for b in boxes), sum(b.most for b in boxes))


def film_minutes(seconds: int) -> int:
    """The whole minutes that a film of so many seconds needs."""
    return -(-seconds // 60)


def talk_least(seconds: int) -> int:
    """The least minutes of talk: twice the film, and 15 at least."""
    return max(TALK_LEAST, film_minutes(2 * seconds))


def slack_minutes(length: int) -> int:
    """Time kept in hand: 2 minutes at an hour and 5 per further hour, half a minute counts up."""
    return max(2, (length - 30) // 12)


def blocks(
    document: Document, wish: Wish, length: int, themes: list[Theme], polls: int
) -> list[Block]:
    """The blocks of a session of so many minutes, in order, without breaks.

    `themes` are in the order in which they are talked about; `polls` says how many polls are in it.
    """
    found = [_opening(wish), _theory(document, length, polls)]
    found += [_theme(theme) for theme in themes]
    found.append(_closing(wish, length))
    return [block for block in found if block.boxes]


def break_box() -> Box:
    """A break."""
    return Box(Kind.BREAK, "pauze", 10, 10, 15)


def polls_possible(document: Document, wish: Wish, length: int) -> int:
    """How many polls a session of this length may hold: one at 90 minutes, one more per hour."""
    if not wish.counted or length < POLLS_FROM:
        return 0
    return min(len(document.asked(Purpose.POLL)), 1 + (length - POLLS_FROM) // 60)


def _round(wish: Wish) -> tuple[int, int, int]:
    """Bounds of one word per person: a large group takes a minute more."""
    large = wish.group_size > 2 * THREES_ABOVE + 4
    return (4, 6, 8) if large else (3, 5, 8)


def _opening(wish: Wish) -> Block:
    return block_of(
        [
            Box(Kind.WELCOME, "opening", 2, 4, 5),
            Box(Kind.CHECKIN, "opening", *_round(wish)),
            Box(Kind.RULES, "opening", 3, 4, 5),
        ]
    )


def _theory(document: Document, length: int, polls: int) -> Block:
    found = [
        Box(Kind.SLIDE, "theorie", *_slide_bounds(slide), slide=slide)
        for chapter in document.chapters
        for slide in chapter.slides
        if slide.minimum_session <= length
    ]
    found += [
        Box(Kind.POLL, "theorie", 3, 4, 5, question=question)
        for question in document.asked(Purpose.POLL)[:polls]
    ]
    return block_of(found)


def _slide_bounds(slide: Slide) -> tuple[int, int, int]:
    """A slide with several figures takes longer to read together."""
    return (2, 3, 4) if len(slide.figures) > 2 else (1, 3, 3)


def _theme(theme: Theme) -> Block:
    name = f"thema:{theme.slug}"
    film = film_minutes(theme.film.seconds)
    talk = talk_least(theme.film.seconds)
    return block_of(
        [
            Box(Kind.FILM, name, film, film, film, theme=theme),
            Box(Kind.ALONE, name, 2, 3, 5, theme=theme),
            Box(Kind.TOGETHER, name, talk, talk + 4, talk + TALK_GROWTH, theme=theme),
        ]
    )


def _closing(wish: Wish, length: int) -> Block:
    slack = slack_minutes(length)
    return block_of(
        [
            Box(Kind.SLACK, "speling", slack, slack, slack),
            Box(Kind.HARVEST, "afsluiting", 4, 8, 10),
            Box(Kind.EVALUATION, "afsluiting", 4, 5, 6),
            Box(Kind.CHECKOUT, "afsluiting", *_round(wish)),
        ]
    )
