"""A programme as people read it: one line per part, with its clock time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

import msgspec

from sessions_app.models import Step
from sessions_app.script import Kind, PlannedStep

_SHORT = {Kind.FILM: "film", Kind.ALONE: "zelf", Kind.TOGETHER: "samen"}
_BLOCK_KINDS = {Kind.BREAK: "pause", Kind.SLACK: "slack"}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a programme; minutes whole."""

    clock: datetime
    title: str
    detail: str
    minutes: int
    theme: int  # number of the theme, 0 for none
    kind: str  # 'pause', 'slack' or ''


def outline(steps: Iterable[Step | PlannedStep], starts_at: datetime) -> list[Line]:
    """The programme by its parts: a theme is one line, and so is the theory."""
    found = []
    at = starts_at
    for block, members in groupby(steps, key=_group):
        part = list(members)
        minutes = sum(step.minutes for step in part)
        found.append(
            Line(
                clock=at,
                title=_title(block, part),
                detail=_detail(block, part),
                minutes=minutes,
                theme=part[0].theme_number,
                kind=_BLOCK_KINDS.get(part[0].kind, ""),
            )
        )
        at += timedelta(minutes=minutes)
    return found


def block_kind(step: Step) -> str:
    """How the block of this step is drawn: 'pause', 'slack' or '' for any other."""
    return _BLOCK_KINDS.get(step.kind, "")


def _group(step: Step | PlannedStep) -> str:
    if step.block.startswith("thema:") or step.block == "theorie":
        return step.block
    if step.kind in (Kind.WELCOME, Kind.CHECKIN):
        return "binnenkomen"
    return f"{step.kind}:{step.title}"


def _title(block: str, part: list) -> str:
    if block == "theorie":
        return "Over stigma"
    if block == "binnenkomen" and len(part) > 1:
        return "Welkom en check-in"
    return part[0].title.removeprefix("Film: ")


def _detail(block: str, part: list) -> str:
    if block.startswith("thema:"):
        return " · ".join(f"{_SHORT.get(step.kind, step.title)} {step.minutes}" for step in part)
    if block == "theorie":
        slides = sum(step.kind == Kind.SLIDE for step in part)
        polls = sum(step.kind == Kind.POLL for step in part)
        counted = [_count(slides, "dia", "dia's"), _count(polls, "peiling", "peilingen")]
        return " · ".join(text for text in counted if text)
    return {
        Kind.WELCOME: "binnenkomen, één woord per persoon",
        Kind.HARVEST: "één stap voor jezelf, één afspraak samen",
        Kind.CHECKOUT: "één woord, en bij wie je terechtkunt",
        Kind.SLACK: "tijd achter de hand",
    }.get(part[0].kind, "")


def _count(number: int, one: str, more: str) -> str:
    return "" if not number else f"{number} {one if number == 1 else more}"
