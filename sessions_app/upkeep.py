"""What must happen to sessions although nobody presses anything.

A session that nobody ends would keep its pens and its open code for years. The server does this
when it starts and every minute, `manage.py tidy` when a timer calls it; twice is the same as once.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from sessions_app import running, traces
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession

logger = logging.getLogger(__name__)
FORGOTTEN_AFTER = timedelta(hours=3)  # past the planned end, a session ends by itself
NEVER_RUN_KEPT = timedelta(days=90)  # past the planned start


def planned_end(session: DialogueSession) -> datetime:
    """When a running session should be over: it may have begun earlier or later than planned."""
    return (session.started_at or session.starts_at) + timedelta(minutes=session.minutes)


def over_within(session: DialogueSession, now: datetime | None = None) -> timedelta:
    """After how long a session that runs or is planned is over for certain, begun now at latest."""
    now = now or timezone.now()
    begins = session.started_at or max(session.starts_at, now)
    return max(timedelta(0), begins + timedelta(minutes=session.minutes) + FORGOTTEN_AFTER - now)


def closes_at(session: DialogueSession, now: datetime | None = None) -> datetime | None:
    """When this session ends by itself; None as long as its time is not over."""
    now = now or timezone.now()
    if not session.running or now < planned_end(session):
        return None
    return planned_end(session) + FORGOTTEN_AFTER


def end_if_forgotten(session: DialogueSession, now: datetime | None = None) -> bool:
    """End this session when that is long due; True when it was."""
    now = now or timezone.now()
    due = closes_at(session, now)
    if due is None or due > now:
        return False
    try:
        running.finish(session, _probably_over(session, now))
    except Refused:  # somebody else did, just before
        return False
    return True


def end_forgotten(now: datetime | None = None) -> int:
    """End every session that is forgotten; how many there were."""
    found = DialogueSession.objects.filter(phase=DialogueSession.Phase.RUNNING)
    return sum(end_if_forgotten(s, now) for s in found.select_related("current"))


def end_all(now: datetime | None = None) -> int:
    """End every session that runs, once nobody can be in it any more; how many there were.

    For a database that was put back from a copy: no copy holds who was there, so how many took
    part is the number of seats at the last step.
    """
    now = now or timezone.now()
    running_now = DialogueSession.objects.filter(phase=DialogueSession.Phase.RUNNING)
    found = list(running_now.select_related("current"))
    for session in found:
        running.finish(session, _probably_over(session, now))
        counted = session.steps.aggregate(most=Max("seats"))["most"]
        DialogueSession.objects.filter(pk=session.pk).update(joined_at_end=counted or 0)
    return len(found)


def _probably_over(session: DialogueSession, now: datetime) -> datetime:
    """Until when the room was there, as far as can be known: nobody presses a button at home."""
    last = planned_end(session)
    if session.current and session.step_started_at:
        minutes = timedelta(minutes=session.current.minutes)
        last = max(last, session.step_started_at + minutes)
    return min(now, last)


def drop_never_run(now: datetime | None = None) -> int:
    """Delete sessions that were planned for long ago and never began; how many there were."""
    planned_for = (now or timezone.now()) - NEVER_RUN_KEPT
    found = DialogueSession.objects.filter(
        phase=DialogueSession.Phase.PLANNED, starts_at__lt=planned_for
    )
    count = found.count()
    found.delete()
    return count


def rewrite_tables() -> bool:
    """Wipe what the database keeps behind the tables; True when it was done.

    Only when no session runs: on PostgreSQL it holds the tables while it works.
    """
    if DialogueSession.objects.filter(phase=DialogueSession.Phase.RUNNING).exists():
        return False
    return traces.rewrite_tables()
