"""How a session runs against its time, and how what is left of it can be made shorter.

Pure: steps as so many minutes in, whole minutes and moments out. What was really used of a step
comes in as it is known, also where its time began later than the step (a film).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from sessions_app.kinds import Bounds
from sessions_app.planning.sharing import share


class Turn(IntEnum):
    """When a step becomes shorter, where time has to be caught up: the lowest first."""

    FIRST = 1  # theory and polls: the only ones that may also go
    SECOND = 2  # all that is none of the others
    THIRD = 3  # a break: people have to get up
    LAST = 4  # talk, what a session is for
    NEVER = 5  # the closing, and what is not in the room's hands


class Line(NamedTuple):
    """A step that is still to come; minutes whole."""

    minutes: int
    least: int = 1  # that it is worth its place
    turn: Turn = Turn.SECOND
    slack: bool = False  # time in hand, used before anything is late
    used: int = 0  # seconds: the room was in it before

    @property
    def left(self) -> int:
        """The minutes of it that are still to come; one that was begun counts as whole."""
        return max(0, -(-(self.minutes * 60 - self.used) // 60))


class Coming(NamedTuple):
    """A step that is still to come, as it runs now."""

    due: datetime  # when it begins if the rest takes its minutes and ends on time
    begins: datetime  # when it begins really
    minutes: int  # that it really lasts: of slack, what is left


class Pace(NamedTuple):
    """Where a session is against its time."""

    late: int  # minutes after the end that was planned, slack used; below 0: before it
    slack: int  # minutes in hand still
    ends: datetime
    coming: tuple[Coming, ...]


def reckon(now_ends: datetime, coming: Sequence[Line], end: datetime) -> Pace:
    """The pace of a session whose step of now ends at `now_ends`, and that is to end at `end`.

    Half a minute counts as none. Slack takes up what is late by then, in its place.
    """
    due = end - timedelta(minutes=sum(line.left for line in coming))
    late = int(((now_ends - due).total_seconds() + 30) // 60)
    found, slack = [], 0
    for line in coming:
        taken = min(max(late, 0), line.left) if line.slack else 0
        lasts = line.left - taken
        found.append(Coming(due, due + timedelta(minutes=late), lasts))
        due += timedelta(minutes=line.left)
        late -= taken
        slack += lasts if line.slack else 0
    return Pace(late, slack, end + timedelta(minutes=late), tuple(found))


def shorter(coming: Sequence[Line], cut: int) -> tuple[int, ...]:
    """The minutes of each step that is still to come, together `cut` fewer; 0: it goes.

    Steps give in order of their turn, each to its least, in proportion. Of those that come first
    the last one goes where that is not enough; then the rest may be shorter by more than `cut`.
    Less than `cut` where no more is to be had. What is slack, has been begun or never gives, stays.
    """
    minutes = [line.minutes for line in coming]
    wanted = cut
    for turn in Turn:
        places = [n for n, line in enumerate(coming) if _gives(line) and line.turn is turn]
        if turn is Turn.NEVER or wanted <= 0 or not places:
            continue
        before = sum(minutes[at] for at in places)
        while turn is Turn.FIRST and places and _least(coming, places) > before - wanted:
            minutes[places.pop()] = 0
        kept = min(max(before - wanted, _least(coming, places)), sum(minutes[at] for at in places))
        bounds = [Bounds(_floor(coming[at]), minutes[at], minutes[at]) for at in places]
        for at, given in zip(places, share(bounds, kept), strict=True):
            minutes[at] = given
        wanted -= before - kept
    return tuple(minutes)


def _gives(line: Line) -> bool:
    return not line.slack and not line.used


def _floor(line: Line) -> int:
    """What it lasts at least; one that was made shorter by hand gives nothing."""
    return max(1, min(line.least, line.minutes))


def _least(coming: Sequence[Line], places: Sequence[int]) -> int:
    return sum(_floor(coming[at]) for at in places)
