"""The link by which a team reads its report: made, shown again, withdrawn, and over by itself.

Whoever has the link reads what the report holds and nothing else, without an account. It lasts
until the team has looked back (decision 0045).
"""

from datetime import datetime, timedelta

from django.utils import timezone

from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, ReportLink
from sessions_app.writing import writing

LASTS = timedelta(weeks=8)  # a look-back comes after four to six
REHEARSAL = "Dit was een proef, met verzonnen antwoorden. Die deel je niet."
NOT_ENDED = "Het verslag is er pas als de sessie voorbij is. Dan kun je het delen."


def of(session: DialogueSession, now: datetime | None = None) -> ReportLink | None:
    """The link that works now; None where there is none."""
    return ReportLink.objects.filter(session=session, ends_at__gt=now or timezone.now()).first()


def make(session: DialogueSession, now: datetime | None = None) -> ReportLink:
    """The link that works, or a new one. Refused before the session has ended."""
    now = now or timezone.now()
    with writing():
        known = DialogueSession.objects.select_for_update().get(pk=session.pk)
        if known.rehearsal:
            raise Refused(REHEARSAL)
        if not known.ended:
            raise Refused(NOT_ENDED)
        ReportLink.objects.filter(session=known, ends_at__lte=now).delete()
        link, _ = ReportLink.objects.get_or_create(session=known, defaults={"ends_at": now + LASTS})
    return link


def withdraw(session: DialogueSession) -> bool:
    """The link leads nowhere any more; False when there was none. A next one has another key."""
    with writing():
        return bool(ReportLink.objects.filter(session=session).delete()[0])


def find(key: str, now: datetime | None = None) -> DialogueSession | None:
    """The session whose report somebody with this key may read; None when it leads nowhere."""
    link = (
        ReportLink.objects.filter(
            key=key, ends_at__gt=now or timezone.now(), session__deleted_at=None
        )
        .select_related("session")
        .first()
    )
    return link.session if link and link.session.ended else None


def drop_old(now: datetime | None = None) -> int:
    """Delete links that are over; how many there were."""
    return ReportLink.objects.filter(ends_at__lte=now or timezone.now()).delete()[0]
