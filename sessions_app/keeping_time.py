"""Where a running session is against its time, read from its rows (`pace` reckons)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from sessions_app import kinds, pace
from sessions_app.models import DialogueSession, Step
from sessions_app.pace import Coming, Line, Pace, Turn

AGREED = timedelta(hours=1)  # begun further from its plan than this, a session has another end


@dataclass(frozen=True)
class Time:
    """A running session against its time."""

    end: datetime  # as planned
    step_ends: datetime
    over: int  # seconds that the step of now takes beyond its time; below 0: that are left
    before: int  # seconds that the room was in it on earlier visits
    coming: tuple[Step, ...]
    pace: Pace

    def of(self, step: Step) -> Coming | None:
        """How a step that is still to come runs; None for any other."""
        pairs = zip(self.coming, self.pace.coming, strict=True)
        return next((found for known, found in pairs if known.pk == step.pk), None)

    def begins(self, step: Step) -> datetime | None:
        """When a step begins, or began; None where the room passed it by."""
        found = self.of(step)
        return found.begins if found else step.ran_from

    @property
    def late(self) -> int:
        """Seconds that the room is late when the step of now ends in its time; slack not used."""
        first = self.pace.coming[0].due if self.pace.coming else self.end
        on_time = self.step_ends - timedelta(seconds=max(0, self.over))
        return round((on_time - first).total_seconds())

    def with_more(self, seconds: int) -> Pace:
        """The pace if the step of now gets so many seconds more: what it is over is spent."""
        more = timedelta(seconds=max(0, seconds - max(0, self.over)))
        return pace.reckon(self.step_ends + more, lines(self.coming), self.end)


def end(session: DialogueSession) -> datetime:
    """When a session that began is to be over: as agreed, or counted from when it began.

    A room that starts late has agreed on the same end; one that tries the session out the day
    before has not.
    """
    begun = session.started_at or session.starts_at
    if abs(begun - session.starts_at) < AGREED:
        return session.ends_at
    nearest = (begun + timedelta(seconds=30)).replace(second=0, microsecond=0)
    return nearest + timedelta(minutes=session.minutes)


def of(session: DialogueSession, steps: Iterable[Step], left: int) -> Time | None:
    """The time of a session; None while it is in no step.

    `left` is how many seconds the clock of its current step still has, below 0 when it is over.
    """
    current = session.current if session.running else None
    if current is None:
        return None
    coming = still_to_come(steps, current)
    over = current.ran_seconds - left
    step_ends = timezone.now() + timedelta(seconds=max(0, -over))
    planned = end(session)
    reckoned = pace.reckon(step_ends, lines(coming), planned)
    return Time(planned, step_ends, over, current.ran_seconds, coming, reckoned)


def still_to_come(steps: Iterable[Step], current: Step) -> tuple[Step, ...]:
    """The steps after this one that take time, slack among them."""
    return tuple(s for s in steps if s.position > current.position and not s.skipped)


def lines(steps: Sequence[Step]) -> list[Line]:
    """These steps as far as time goes."""
    return [
        Line(
            minutes=step.minutes,
            least=step.least,
            turn=_turn(step.of_kind),
            slack=not step.of_kind.runs,
            used=max(step.ran_seconds, int(step.ran_from is not None)),
        )
        for step in steps
    ]


def _turn(kind: kinds.Kind) -> Turn:
    """When steps of a kind become shorter."""
    if kind.closes:
        return Turn.NEVER
    if kind.explains:
        return Turn.FIRST
    if kind.talks:
        return Turn.LAST
    return Turn.THIRD if kind.rests else Turn.SECOND
