"""Where people look: one room per surface, with its frame, its views and its addresses.

A frame is rendered whole, once, and is the same for everybody. Where it is pushed, a surface's
`frame.py` has `TEMPLATE` and `context(session)`, and `TALLY` and `tally(session, connected)` for
the counters, which change far more often than the step.
"""

import re
from importlib import import_module
from types import ModuleType

from django.template.loader import get_template, render_to_string
from django.utils import timezone

from sessions_app import screening
from sessions_app.live.frame import CONSOLE, PARTICIPANT, PROJECTOR, SURFACES, Frame
from sessions_app.models import DialogueSession

__all__ = [
    "CONSOLE",
    "PARTICIPANT",
    "PROJECTOR",
    "SURFACES",
    "Frame",
    "load",
    "render",
    "render_tally",
    "seconds_left",
]

_BETWEEN_BLOCKS = re.compile(
    r">\n(?=</?(?:article|details|div|fieldset|form|h[1-6]|legend|li|ol|p|section|summary|ul)\b)"
)


def load() -> None:
    """Read the templates of all surfaces, so that the first room does not wait for that."""
    for surface in SURFACES:
        get_template(_module(surface).TEMPLATE)


def render(session_ref: str, surface: str) -> Frame:
    """The frame as the database has it now. Raises DialogueSession.DoesNotExist."""
    module = _module(surface)
    session = _session(session_ref)
    return Frame(
        session_ref=session_ref,
        version=session.version,
        ended=session.ended,
        seconds_left=None if screening.clock_waits(session) else seconds_left(session),
        running=session.running,
        key=session.screen_round,
        html=_lean(render_to_string(module.TEMPLATE, module.context(session)), surface),
    )


def render_tally(session_ref: str, surface: str, connected: int, consoles: int = 1) -> str:
    """The counters of a surface as the database has them now.

    `connected` is how many phones hold a line, `consoles` how many consoles do.
    """
    module = _module(surface)
    counted = module.tally(_session(session_ref), connected) | {"consoles": consoles}
    return _lean(render_to_string(module.TALLY, counted), surface)


def seconds_left(session: DialogueSession) -> int | None:
    """Seconds left of the current step, negative when it runs over; None outside a step.

    All of it while the clock waits for a film: then it stands still.
    """
    if not session.running or session.current is None or session.step_started_at is None:
        return None
    lasts = session.current.minutes * 60 + session.extra_seconds
    if screening.clock_waits(session):
        return lasts
    return round(lasts - (timezone.now() - session.step_started_at).total_seconds())


def _module(surface: str) -> ModuleType:
    return import_module(f"sessions_app.surfaces.{surface}.frame")


def _session(session_ref: str) -> DialogueSession:
    return DialogueSession.objects.select_related("current").get(ref=session_ref)


def _lean(html: str, surface: str) -> str:
    """Without empty lines; to phones, of which there are most, without what no browser shows."""
    lines = "\n".join(filter(None, map(str.strip, html.splitlines())))
    return _BETWEEN_BLOCKS.sub(">", lines) if surface == PARTICIPANT else lines
