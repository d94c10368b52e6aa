"""What the live part carries: a surface's whole picture at one version, and the surfaces' names.

What is in a frame is made in `surfaces`; here nobody knows.
"""

from collections.abc import Callable
from dataclasses import dataclass

PARTICIPANT = "participant"
CONSOLE = "console"
PROJECTOR = "projector"
SURFACES = (PARTICIPANT, PROJECTOR, CONSOLE)  # in this order: the many first
COUNTING = (CONSOLE, PROJECTOR, PARTICIPANT)  # surfaces that show counters
SLOWLY = {PARTICIPANT: 5.0}  # seconds at least between two, where there are very many


@dataclass(frozen=True, slots=True)
class Frame:
    """One surface of one session at one version."""

    session_ref: str
    version: int
    ended: bool
    seconds_left: int | None  # that the clock counts from; negative: over time; None: none runs
    running: bool
    key: int  # which of the screen's keys counts
    html: str


Render = Callable[[str, str], Frame]  # public id, surface
RenderTally = Callable[[str, str, int, int], str]  # public id, surface, phones, consoles
