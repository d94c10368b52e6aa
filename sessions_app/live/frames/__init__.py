"""What each surface shows: a frame is rendered whole, once, and is the same for everybody.

A surface is a module of this package with `TEMPLATE` and `context(session)`; the console and the
projector also have `TALLY` and `tally(session, connected)` for the counters, which change far more
often than the step.
"""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from django.template.loader import get_template, render_to_string
from django.utils import timezone

from sessions_app.models import DialogueSession

PARTICIPANT = "participant"
CONSOLE = "console"
PROJECTOR = "projector"
SURFACES = (PARTICIPANT, PROJECTOR, CONSOLE)  # in this order: the many first
COUNTING = (CONSOLE, PROJECTOR)  # surfaces that show counters


@dataclass(frozen=True, slots=True)
class Frame:
    """One surface of one session at one version."""

    session_ref: str
    version: int
    ended: bool
    seconds_left: int | None  # of the current step; negative when it runs over; None outside one
    running: bool
    html: str


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
        seconds_left=seconds_left(session),
        running=session.running,
        html=_lean(render_to_string(module.TEMPLATE, module.context(session))),
    )


def render_tally(session_ref: str, surface: str, connected: int) -> str:
    """The counters of a surface as the database has them now.

    `connected` is how many phones hold a line to this process.
    """
    module = _module(surface)
    return _lean(render_to_string(module.TALLY, module.tally(_session(session_ref), connected)))


def seconds_left(session: DialogueSession) -> int | None:
    """Seconds left of the current step, negative when it runs over; None outside a step."""
    if not session.running or session.current is None or session.step_started_at is None:
        return None
    passed = (timezone.now() - session.step_started_at).total_seconds()
    return round(session.current.minutes * 60 + session.extra_seconds - passed)


def _module(surface: str) -> ModuleType:
    return import_module(f"sessions_app.live.frames.{surface}")


def _session(session_ref: str) -> DialogueSession:
    return DialogueSession.objects.select_related("current").get(ref=session_ref)


def _lean(html: str) -> str:
    """Without the empty lines that template tags leave behind."""
    return "\n".join(line for line in html.splitlines() if line.strip())
