"""Answers without a name, by a link that opens once and closes once.

No answer is kept. Every browser that answers takes a seat (a pen that says nothing) and raises the
totals in the same transaction, so there is nothing that could be joined, and nothing to change or
to take back. Nobody reads a total before it closes; then it is decided once what may be seen.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import msgspec
from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from content import editions
from content.document import Document, Purpose, Question
from sessions_app import asking, pens, small_groups, traces
from sessions_app.asking import Stored
from sessions_app.errors import Refused
from sessions_app.lookback import reminder
from sessions_app.models import (
    DialogueSession,
    LookBack,
    LookBackQuestion,
    LookBackSeat,
)
from sessions_app.results import Outcome
from sessions_app.writing import writing

SHORTEST = timedelta(days=2)  # that a link is open
LONGEST = timedelta(days=28)
USUAL = timedelta(days=14)
SHOWN_FOR = timedelta(days=30)  # after it closed, the link still shows what came out
LAST_MINUTE = time(23, 59)

TOO_FEW = (
    "Met minder dan tien mensen kijken jullie samen terug. Bij een link zou de app niets kunnen "
    "laten zien."
)
ONCE = "Er is al een link gemaakt. Die gaat één keer open, en sluit op de dag die erbij staat."
TOGETHER = (
    "Jullie kijken al samen terug. Een link ernaast kan niet: dat zijn twee keer dezelfde vragen."
)
NO_QUESTIONS = "De module heeft nu geen vragen voor een link. Kijk samen terug."
FULL = (
    "Er zijn zoveel antwoorden als er mensen meededen. Heb jij nog niet geantwoord? Vertel dat dan "
    "aan je gespreksleider: misschien vulde iemand de vragen vaker in."
)
OVER = "De terugblik is gesloten. Je antwoorden zijn niet meer geteld."
NOTHING = "Kies eerst een antwoord. Eén vraag beantwoorden is genoeg."


def may_open(session: DialogueSession) -> str:
    """Why no link can be made for this session, as a sentence; '' when one can."""
    if (session.joined_at_end or 0) < small_groups.LEAST_BY_LINK:
        return TOO_FEW
    if session.looked_back_in.filter(deleted_at=None).exists():
        return TOGETHER
    return ONCE if reminder.of(session).key else ""


def open_link(session: DialogueSession, last_day: date, now: datetime | None = None) -> LookBack:
    """Make the link; it closes at the end of `last_day`, and that never changes.

    Refused for a session that has not ended or had fewer than ten people, a second time, beside a
    session that looks back together, and for a day that is too soon or too late.
    """
    now = now or timezone.now()
    closes_at = timezone.make_aware(datetime.combine(last_day, LAST_MINUTE))
    today = timezone.localdate(now)
    if not today + SHORTEST <= last_day <= today + LONGEST:
        raise Refused("Kies een dag over minstens twee en hooguit 28 dagen.")
    if session.rehearsal:
        raise Refused("Dit was een proef. Terugblikken doe je op een echte sessie.")
    if not session.ended:
        raise Refused("De sessie is nog niet afgelopen. Maak de link daarna.")
    questions = asked(editions.current().content)
    if not questions:
        raise Refused(NO_QUESTIONS)
    with writing():
        reminder.of(session)
        row = LookBack.objects.select_for_update().get(session=session)
        if refused := may_open(session):
            raise Refused(refused)
        row.key = secrets.token_urlsafe(16)
        row.seats = session.joined_at_end or 0
        row.opened_at, row.closes_at = now, closes_at
        row.save()
        LookBackQuestion.objects.bulk_create(
            LookBackQuestion(look_back=row, position=place, content=msgspec.to_builtins(question))
            for place, question in enumerate(questions, start=1)
        )
    return row


def asked(document: Document) -> list[Question]:
    """The closed questions of a look-back, in order."""
    every = [q for one in (Purpose.LOOK_BACK, Purpose.TEAM) for q in document.asked(one)]
    return [q for q in every if asking.of(q.form).counted]


def find(key: str, now: datetime | None = None) -> LookBack | None:
    """The look-back behind a link, closed when that is due; None where the link leads nowhere."""
    now = now or timezone.now()
    found = (
        LookBack.objects.select_related("session").filter(key=key, session__deleted_at=None).first()
    )
    if found is None or found.closes_at is None or found.closes_at + SHOWN_FOR <= now:
        return None
    close_if_due(found, now)
    return found


def has_answered(look_back: LookBack, secret: str) -> bool:
    """Whether this browser took part."""
    return look_back.taken.filter(pen=_pen(secret, look_back)).exists()


def answer(
    look_back: LookBack, secret: str, given: Mapping[str, Stored], now: datetime | None = None
) -> bool:
    """Count what this browser chose, by question id; False when it was counted before.

    Refused when it closed meanwhile, when nothing was chosen, and when as many answered as took
    part in the session.
    """
    if not given:
        raise Refused(NOTHING)
    with writing():
        row = LookBack.objects.select_for_update().get(pk=look_back.pk)
        if not is_open(row, now):
            raise Refused(OVER)
        if has_answered(row, secret):
            return False
        if row.taken.count() >= row.seats:
            raise Refused(FULL)
        LookBackSeat.objects.create(look_back=row, pen=_pen(secret, row))
        for question in row.questions.all():
            if question.ref in given:
                added = question.asking.tally(question.script, [given[question.ref]])
                question.tally = {
                    key: question.tally.get(key, 0) + count for key, count in added.items()
                }
                question.given += 1
                question.save(update_fields=["tally", "given"])
        transaction.on_commit(traces.wipe_log)
    return True


def is_open(look_back: LookBack, now: datetime | None = None) -> bool:
    """Whether people can answer now."""
    until = look_back.closes_at
    return not look_back.closed and until is not None and (now or timezone.now()) <= until


def close_if_due(look_back: LookBack, now: datetime | None = None) -> bool:
    """Close for good on its day, and decide once what may be seen; True when it did.

    The totals of what may not be seen go, and so does who took a seat.
    """
    if look_back.key is None or look_back.closed:
        return False
    # Without questions it came out of a copy, which holds none that were open: it is over.
    if is_open(look_back, now) and look_back.questions.exists():
        return False
    with writing():
        row = LookBack.objects.select_for_update().get(pk=look_back.pk)
        if not row.closed:
            for question in row.questions.all():
                _freeze(question, row.seats)
            row.taken.all().delete()
            row.closed = True
            row.save(update_fields=["closed"])
            transaction.on_commit(traces.wipe_log)
    look_back.closed = True
    return True


def close_due(now: datetime | None = None) -> int:
    """Close every link whose day is over; how many."""
    found = LookBack.objects.filter(key__isnull=False, closed=False)
    return sum(close_if_due(one, now) for one in found)


def drop_old_keys(now: datetime | None = None) -> int:
    """Withdraw the links that have shown for long enough what came out; how many.

    What may be seen stays with the session, for its report.
    """
    since = (now or timezone.now()) - SHOWN_FOR
    over = LookBack.objects.filter(closed=True, closes_at__lte=since)
    gone = Concat(Value("-"), Cast("pk", CharField()))  # no link, and still one that was made once
    return over.exclude(key=gone).update(key=gone)


def outcomes(session: DialogueSession) -> list[Outcome]:
    """What may be seen of the look-back by link; [] while it is open, or where there was none."""
    row = LookBack.objects.filter(session=session, closed=True).first()
    return [_outcome(question) for question in row.questions.all()] if row else []


def _outcome(question: LookBackQuestion) -> Outcome:
    if not question.may_be_seen:
        return Outcome(question, hidden=small_groups.NOT_SHOWN)
    if question.band:
        words = question.asking.labels(question.script)
        return Outcome(question, band=tuple(words[k] for k in words if k in question.band))
    rows = question.asking.rows(question.script, question.counts)
    return Outcome(question, question.answered, rows=rows)


def _freeze(question: LookBackQuestion, took_part: int) -> None:
    given = question.given
    question.frozen = True
    question.may_be_seen = small_groups.enough_apart(given, took_part)
    if question.may_be_seen and question.script.about_self:
        question.band = small_groups.nearly_all(given, question.tally)
    if question.may_be_seen and not question.band:
        question.counts, question.answered = question.tally, given
    question.tally, question.given = {}, 0
    question.save()


def _pen(secret: str, look_back: LookBack) -> str:
    return pens.pen(secret, f"terugblik:{look_back.pk}")
