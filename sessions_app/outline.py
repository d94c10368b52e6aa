"""A programme as people read it: one line per part, with its clock time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

import msgspec

from sessions_app import kinds
from sessions_app.models import Step
from sessions_app.script import PlannedStep

NAMED = {"theorie": "Over stigma", "binnenkomen": "Welkom en check-in"}  # parts of several steps


class ProgrammePart(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a programme; minutes whole."""

    clock: datetime
    title: str
    detail: str
    minutes: int
    theme: int  # number of the theme, 0 for none
    look: str  # 'pause', 'slack' or ''
    size: int  # of how many steps it is made


class Part[Line: Step | PlannedStep](NamedTuple):
    """Steps that follow each other and belong together, with the name of all."""

    title: str
    steps: list[Line]

    @property
    def minutes(self) -> int:
        """How long they last together."""
        return sum(step.minutes for step in self.steps)


def parts[Line: Step | PlannedStep](steps: Iterable[Line]) -> list[Part[Line]]:
    """The programme by its parts: a theme is one, and so is the theory."""
    grouped = ((name, list(members)) for name, members in groupby(steps, key=_group))
    return [Part(_title(name, members), members) for name, members in grouped]


def outline(steps: Iterable[Step | PlannedStep], starts_at: datetime) -> list[ProgrammePart]:
    """The programme by its parts: a theme is one line, and so is the theory."""
    found = []
    at = starts_at
    for title, part in parts(steps):
        minutes = sum(step.minutes for step in part)
        found.append(
            ProgrammePart(
                clock=at,
                title=title,
                detail=_detail(part),
                minutes=minutes,
                theme=part[0].theme_number,
                look=kinds.of(part[0].kind).look,
                size=len(part),
            )
        )
        at += timedelta(minutes=minutes)
    return found


def _group(step: Step | PlannedStep) -> str:
    if step.theme:
        return step.block
    return kinds.of(step.kind).part or f"{step.kind}:{step.title}"


def _title(name: str, part: Sequence[Step | PlannedStep]) -> str:
    first = kinds.of(part[0].kind)
    if name in NAMED and (first.counted or len(part) > 1):
        return NAMED[name]
    return first.bare(part[0].title)


def _detail(part: Sequence[Step | PlannedStep]) -> str:
    """What a part holds: its steps with their minutes, how many of each, or what happens."""
    if part[0].theme:
        return " · ".join(
            f"{kinds.of(step.kind).short or step.title} {step.minutes}" for step in part
        )
    if kinds.of(part[0].kind).counted:
        return " · ".join(text for text in (_counted(kind, part) for kind in kinds.ALL) if text)
    return kinds.of(part[0].kind).outlined


def _counted(kind: kinds.Kind, part: Sequence[Step | PlannedStep]) -> str:
    number = sum(step.kind == kind.key for step in part)
    if not number or kind.counted is None:
        return ""
    return f"{number} {kind.counted[number != 1]}"
