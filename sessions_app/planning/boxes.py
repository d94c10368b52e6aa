"""Which steps a session has, in which blocks, and how long each may take: whole minutes.

Which kind stands where and how long it takes, the kinds say themselves.
"""

from collections.abc import Iterable
from itertools import takewhile

import msgspec

from content.document import Document, Theme
from sessions_app import kinds
from sessions_app.kinds import Bounds, Brief, Doing, Kind, Made, Place
from sessions_app.planning import limits
from sessions_app.script import PlannedStep
from sessions_app.wish import SHORTEST, Wish


class Box(msgspec.Struct, frozen=True):
    """A step before it has its minutes; three bounds, like a flexible box has for its width."""

    kind: Kind
    brief: Brief
    least: int
    ideal: int
    most: int
    leaves: int = 0  # 0: it stays; else the number of the spare step that it is: 1 leaves last


class Draft(msgspec.Struct, frozen=True):
    """All steps that a session may have, without its breaks."""

    before: tuple[Box, ...]  # the opening and the theory
    themes: tuple[tuple[Box, ...], ...]  # and the mirror, a block like a theme
    after: tuple[Box, ...]  # the closing
    pause: Box  # one break
    breaks: int  # how many there are
    spare: int  # how many steps may be left out

    @property
    def worth(self) -> int:
        """The percent of talk for which the next spare step leaves."""
        leaving = next(box for box in self.before if box.leaves == self.spare)
        return limits.ENOUGH if leaving.kind.stands_from(leaving.brief) > SHORTEST else limits.THIRD

    @property
    def boxes(self) -> list[Box]:
        """Every step in order, without breaks."""
        return [*self.before, *(box for theme in self.themes for box in theme), *self.after]

    def sums(self) -> tuple[Bounds, Bounds]:
        """The sums of the bounds: of all talk, and of all the rest with its breaks."""
        every = self.boxes
        pauses = [self.pause] * self.breaks
        talk = total(box for box in every if box.kind.talks)
        return talk, total([*pauses, *(box for box in every if not box.kind.talks)])

    def with_spare(self, count: int) -> "Draft":
        """The same with so many of its spare steps; those that leave first are gone."""
        kept = tuple(box for box in self.before if box.leaves <= count)
        return msgspec.structs.replace(self, before=kept, spare=count)


def total(boxes: Iterable[Box]) -> Bounds:
    """The sums of the bounds of these boxes."""
    least = ideal = most = 0
    for box in boxes:
        least += box.least
        ideal += box.ideal
        most += box.most
    return Bounds(least, ideal, most)


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


def draft(brief: Brief, *, mirror: bool = False) -> Draft:
    """The steps of a session, with all of theory and polls for which its length has room.

    With a mirror and the talk after it, where the kinds offer them: after the first theme.
    """
    themes = [tuple(_boxes(Place.THEME, brief.about(theme=t))) for t in brief.themes]
    if mirror and (boxes := tuple(_boxes(Place.MIRROR, brief))):
        themes.insert(1, boxes)
    opening, theory = (_boxes(place, brief) for place in (Place.OPENING, Place.THEORY))
    made = Draft(
        before=tuple(_numbered(opening, theory)),
        themes=tuple(themes),
        after=tuple(_boxes(Place.CLOSING, brief)),
        pause=box_of(kinds.placed(Place.BETWEEN)[0], brief),
        breaks=limits.breaks(brief.length),
        spare=len(_spare(opening) + _spare(theory)),
    )
    return _in_time(made, brief.length)


def _boxes(place: Place, brief: Brief) -> list[Box]:
    return [box_of(kind, one) for kind in kinds.placed(place) for one in kind.offered(brief)]


def _needed_most(box: Box) -> tuple[int, bool]:
    """Sorts what is needed most first: what stands in short sessions, and of two alike the one in
    which people do something themselves."""
    return box.kind.stands_from(box.brief), box.kind.doing <= {Doing.LOOK}


def _spare(boxes: list[Box]) -> list[int]:
    """Of one place the steps that may be left out, by position: all but the one needed most."""
    found = [at for at, box in enumerate(boxes) if box.kind.spare]
    return sorted(found, key=lambda at: _needed_most(boxes[at]))[1:]


def _numbered(*places: list[Box]) -> list[Box]:
    """The boxes of these places, the spare ones numbered: of the last place first, what needs the
    longest session leaves, and of two alike the later one."""
    every: list[Box] = []
    spare: list[int] = []
    for boxes in places:
        spare += [len(every) + at for at in _spare(boxes)]
        every += boxes
    for number, at in enumerate(spare, start=1):
        every[at] = msgspec.structs.replace(every[at], leaves=number)
    return every


def _in_time(made: Draft, length: int) -> Draft:
    """The draft without the spare steps for which theory or the way to the first talk is too long.

    What is left grows above its ideal only where both limits hold even so.
    """
    first = tuple(box for theme in made.themes[:1] for box in takewhile(_no_talk, theme))
    most, latest = limits.explained(length), limits.first_talk(length)
    while made.spare and (
        _brisk(_theory(made)) > most or total((*made.before, *first)).ideal > latest
    ):
        made = made.with_spare(made.spare - 1)
    before = made.before
    if total((*before, *first)).most > latest:
        before = tuple(_held(box) for box in before)
    if total(_theory(made)).most > most:
        before = _explained(before, most)
    return msgspec.structs.replace(made, before=before)


def _explained(before: tuple[Box, ...], most: int) -> tuple[Box, ...]:
    """The steps before the first theme with at most so many minutes of theory and polls.

    What would be left out first is told briskly first.
    """
    held = [_held(box) if box.kind.explains else box for box in before]
    over = total(box for box in held if box.kind.explains).ideal - most
    for at in sorted(range(len(held)), key=lambda at: -held[at].leaves):
        box = held[at]
        cut = min(over, box.ideal - box.least) if box.kind.explains else 0
        if cut > 0:
            held[at] = msgspec.structs.replace(box, ideal=box.ideal - cut, most=box.ideal - cut)
            over -= cut
    return tuple(held)


def _brisk(boxes: Iterable[Box]) -> int:
    """Halfway between what these steps take at least and what is ideal for them, upward."""
    sums = total(boxes)
    return (sums.least + sums.ideal + 1) // 2


def _held(box: Box) -> Box:
    """The step that takes its ideal at most."""
    return msgspec.structs.replace(box, most=box.ideal)


def _theory(draft: Draft) -> list[Box]:
    return [box for box in draft.before if box.kind.explains]


def _no_talk(box: Box) -> bool:
    return not box.kind.talks
