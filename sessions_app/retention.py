"""What people wrote goes some weeks after the session; counts stay (decision 0046).

Only texts of the report are left after an end (`closing.keep_what_may_be_seen`), so those are what
goes here. How many there were stays, as it stood in the report.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sessions_app import asking, traces
from sessions_app.errors import Refused
from sessions_app.models import Answer, DialogueSession, StepQuestion
from sessions_app.writing import writing

NOT_ENDED = "Deze sessie is nog niet voorbij. De open antwoorden gaan pas daarna weg."


def kept() -> timedelta:
    """How long after the end of a session what people wrote stays (`TEXTS_DAYS`)."""
    return timedelta(days=settings.TEXTS_DAYS)


def texts_go_at(session: DialogueSession) -> datetime | None:
    """When the texts of this session go by themselves; None when there are none to go."""
    if session.ended_at is None or session.texts_gone_at or not texts_left(session):
        return None
    return session.ended_at + kept()


def texts_left(session: DialogueSession) -> int:
    """How many texts the report of an ended session holds."""
    return Answer.objects.filter(question__step__session=session).count() if session.ended else 0


def questions_with_texts(session: DialogueSession) -> QuerySet[StepQuestion]:
    """The questions of which the report holds texts, in the order they were asked."""
    asked = StepQuestion.objects.filter(
        step__session=session, form__in=asking.WORDED, may_be_seen=True, answers__isnull=False
    )
    return asked.distinct().order_by("step__position", "position")


def drop_texts(session: DialogueSession, now: datetime | None = None) -> int:
    """Delete for good what people wrote in this session; how many texts. A second time: none.

    Refused before the end: then a text still belongs to who wrote it.
    """
    with writing():
        known = DialogueSession.objects.select_for_update().get(pk=session.pk)
        if not known.ended:
            raise Refused(NOT_ENDED)
        count = _drop(known, now or timezone.now())
    session.texts_gone_at = known.texts_gone_at
    return count


def drop_old_texts(now: datetime | None = None) -> tuple[int, int]:
    """Delete what people wrote in sessions that ended long enough ago: sessions, and texts.

    Also of a session that was deleted and can still be taken back.
    """
    now = now or timezone.now()
    due = DialogueSession.objects.filter(
        phase=DialogueSession.Phase.ENDED, texts_gone_at=None, ended_at__lte=now - kept()
    )
    sessions = texts = 0
    for session in due:
        gone = drop_texts(session, now)
        sessions += bool(gone)
        texts += gone
    return sessions, texts


def _drop(known: DialogueSession, now: datetime) -> int:
    """The rows go, and what a database keeps behind them as at the end of a session."""
    if known.texts_gone_at is None:
        known.texts_gone_at = now
        known.save(update_fields=["texts_gone_at"])
    texts = Answer.objects.filter(question__step__session=known)
    count = texts.count()
    texts._raw_delete(texts.db)
    transaction.on_commit(traces.wipe_log)
    return count
