"""Which steps a session has, in which blocks, and how long each may take: whole minutes.

Which kind stands where and how long it takes, the kinds say themselves.
"""

import msgspec

from content.document import Document, Theme
from sessions_app import kinds
from sessions_app.kinds import Brief, Kind, Made, Place
from sessions_app.script import PlannedStep
from sessions_app.wish import Wish


class Box(msgspec.Struct, frozen=True):
    """A step before it has its minutes; three bounds, like a flexible box has for its width."""

    kind: Kind
    brief: Brief
    least: int
    ideal: int
    most: int


class Block(msgspec.Struct, frozen=True):
    """Steps that are never parted by a break, with the sums of their bounds."""

    boxes: tuple[Box, ...]
    least: int
    most: int


def block_of(boxes: list[Box]) -> Block:
    """The boxes as one block."""
    return Block(tuple(boxes), sum(b.least for b in boxes), sum(b.most for b in boxes))


def box_of(kind: Kind, brief: Brief) -> Box:
    """A step of this kind, as long as the brief allows."""
    return Box(kind, brief, *kind.bounds(brief))


def step_of(box: Box, minutes: int) -> PlannedStep:
    """The box with its minutes, its words and its questions."""
    made: Made = box.kind.make(box.brief, minutes)
    theme = box.brief.theme
    return PlannedStep(
        kind=box.kind.key,
        block=box.kind.block_of(box.brief),
        title=made.title,
        minutes=minutes,
        least=box.least,
        ideal=box.ideal,
        most=box.most,
        theme=theme.slug if theme else "",
        theme_number=theme.number if theme else 0,
        content=made.content,
        questions=made.questions,
    )


def brief_of(document: Document, wish: Wish, length: int, themes: list[Theme]) -> Brief:
    """What the kinds are told of a session of so many minutes.

    `themes` are in the order in which they are talked about.
    """
    return Brief(document=document, wish=wish, length=length, themes=tuple(themes))


def blocks(brief: Brief, spare: int) -> list[Block]:
    """The blocks of a session, in order, without breaks; with so many of the spare steps."""
    found = [
        _block(Place.OPENING, brief, spare),
        _block(Place.THEORY, brief, spare),
        *(_block(Place.THEME, brief.about(theme=theme), spare) for theme in brief.themes),
        _block(Place.CLOSING, brief, spare),
    ]
    return [block for block in found if block.boxes]


def break_box(brief: Brief) -> Box:
    """What stands between two blocks where people would sit too long."""
    return box_of(kinds.placed(Place.BETWEEN)[0], brief)


def spare_possible(brief: Brief) -> int:
    """How many spare steps, the first to go when time is short, the session may hold."""
    return sum(len(kind.offered(brief)) for kind in kinds.ALL if kind.place and kind.spare)


def _block(place: Place, brief: Brief, spare: int) -> Block:
    found = []
    for kind in kinds.placed(place):
        offered = kind.offered(brief)
        found += [box_of(kind, one) for one in (offered[:spare] if kind.spare else offered)]
    return block_of(found)
