"""The one e-mail that a facilitator gets, and switching it off."""

import logging
from datetime import date, datetime, timedelta

from django.utils import timezone

from sessions_app import invitations, keys
from sessions_app.models import DialogueSession, LookBack
from sessions_app.writing import writing

logger = logging.getLogger(__name__)
AFTER = timedelta(weeks=4)  # after the session, when no day was agreed
AHEAD = timedelta(days=7)  # before the day that was agreed: there is a room to find
LATE = timedelta(days=14)  # after that day an e-mail helps nobody any more
SALT = "sessions_app.herinnering"


def of(session: DialogueSession) -> LookBack:
    """How this session is looked back on; its row is made when it is first needed."""
    found, _ = LookBack.objects.get_or_create(session=session)
    return found


def agreed_on(session: DialogueSession) -> date | None:
    """The first day on which something that was agreed is looked back on; None when none is."""
    days = session.agreements.exclude(look_back_on=None)
    return days.order_by("look_back_on").values_list("look_back_on", flat=True).first()


def due_on(session: DialogueSession) -> date | None:
    """The day of the e-mail; None for a session that has not ended."""
    if session.ended_at is None:
        return None
    ended = timezone.localdate(session.ended_at)
    agreed = agreed_on(session)
    day = agreed - AHEAD if agreed else ended + AFTER
    return max(day, ended + timedelta(days=1))


def off_key(session: DialogueSession) -> str:
    """What the link in the e-mail carries, so that nobody has to log in to switch it off."""
    return keys.signature(SALT, session.ref)


def fits(session: DialogueSession, key: str) -> bool:
    """Whether this key is that of this session."""
    return keys.fits(key, SALT, session.ref)


def switch(session: DialogueSession, on: bool) -> None:
    """Let the e-mail come, or not."""
    with writing():
        LookBack.objects.update_or_create(session=session, defaults={"reminder": on})


def remind(now: datetime | None = None) -> int:
    """Send every e-mail that is due; how many sessions.

    Never twice: a session is marked before anything is sent, and what could not be sent at all is
    marked anew, for the next night.
    """
    now = now or timezone.now()
    ended = DialogueSession.objects.filter(
        phase=DialogueSession.Phase.ENDED,
        deleted_at=None,
        archived_at=None,
        looked_back_in=None,
        rehearses=None,
    ).exclude(facilitators=None)
    waiting = ended.exclude(look_back__reminder=False).exclude(look_back__key__isnull=False)
    waiting = waiting.exclude(look_back__reminded_at__isnull=False).exclude(
        looks_back_at__isnull=False
    )
    count = 0
    for session in waiting:
        day = due_on(session)
        today = timezone.localdate(now)
        if day is not None and day <= today <= day + LATE and _claim(session, now):
            count += _sent(session)
    return count


def _claim(session: DialogueSession, now: datetime) -> bool:
    with writing():
        of(session)
        waiting = LookBack.objects.filter(session=session, reminder=True, reminded_at=None)
        return bool(waiting.update(reminded_at=now))


def _sent(session: DialogueSession) -> int:
    try:
        invitations.look_back(session, off_key(session))
    except OSError:  # the mail server is away: tomorrow again
        logger.warning("A reminder could not be sent")
        with writing():
            LookBack.objects.filter(session=session).update(reminded_at=None)
        return 0
    return 1
