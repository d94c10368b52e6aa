"""Arithmetic of the components, kept out of the templates.

SVG attributes want a decimal point, whatever the locale writes, so sizes are returned as text.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django import template
from django.utils import timezone

register = template.Library()

REM_PER_MINUTE = 0.2
LEAST_BLOCK_REM = 2.75


@register.filter
def share(count: float, of: float) -> str:
    """`count` as a percentage of `of`, for a width; '0' where there is nothing to share."""
    if not of:
        return "0"
    return f"{min(100, max(0, 100 * count / of)):.2f}"


@register.filter
def to_scale(minutes: int) -> str:
    """Height of a programme block of so many minutes, in rem: to scale, above a readable floor."""
    return f"{max(LEAST_BLOCK_REM, minutes * REM_PER_MINUTE):.2f}rem"


@register.filter
def duration(seconds: int) -> str:
    """Seconds as people say them: '8 min 30', '7 min', '45 s'."""
    minutes, rest = divmod(int(seconds), 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest:02d}" if rest else f"{minutes} min"


@register.filter
def minutes_seconds(seconds: int) -> str:
    """Seconds as a player shows them: '4:35'."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


@register.filter
def clock(moment: datetime | time | str) -> str:
    """A moment as '13.30', in local time. Text is passed on as it is."""
    if isinstance(moment, str):
        return moment
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return f"{moment.hour:02d}.{moment.minute:02d}"


@register.simple_tag
def time_balance(used: int, total: int) -> dict[str, str]:
    """How a programme of `used` minutes stands against `total`: state, sentence and two widths."""
    longest = max(used, total, 1)
    if used == total:
        state, verdict = "fits", "Past precies"
    elif used < total:
        state, verdict = "under", f"Nog {total - used} min vrij"
    else:
        state, verdict = "over", f"{used - total} min te veel"
    return {
        "state": state,
        "verdict": verdict,
        "fill": share(min(used, total), longest),
        "over": share(max(0, used - total), longest),
    }


@register.filter
def laid_out(segments: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Segments of a progress bar (`minutes`, `state`, `title`) with their `x` and `width` in %."""
    parts = list(segments)
    gap = 0.6
    room = 100 - gap * max(0, len(parts) - 1)
    total = sum(part["minutes"] for part in parts) or 1
    placed, x = [], 0.0
    for part in parts:
        width = room * part["minutes"] / total
        placed.append({**part, "x": f"{x:.2f}", "width": f"{width:.2f}"})
        x += width + gap
    return placed


@register.filter
def notice_tone(tags: str) -> str:
    """The notice variant for the tags of a Django message."""
    for word, kind in (("error", "error"), ("warning", "warn"), ("success", "ok")):
        if word in tags.split():
            return kind
    return "info"
