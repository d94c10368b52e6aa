"""Keeping sessions in order: copy one, delete one and take that back, put one in the archive.

A deleted session is there for nobody, and gone for good after a while (`manage.py tidy`); until
then whoever led it can take it back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from sessions_app import codes, edits, plans, programmes, report_links, rewishing, running
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.writing import writing, writing_for

KEPT = timedelta(days=14)  # after deleting, it can be taken back so long

# What a copy has of the session that it is made of; never what happened in it.
COPIED = (
    *("edition", "title", "minutes", "starts_at", "group_size", "led_by", "guests", "contact"),
    *("sender", "own_words", "lived", "themes", "phone_free", "planned_steps", "role_numbers"),
)
RUNS = "Deze sessie is bezig. Sluit hem eerst af."
GONE = "Deze sessie is voorgoed verwijderd. Terughalen kan niet meer."


def copy_session(
    session: DialogueSession, owner: User, title: str, starts_at: datetime, contact: str
) -> DialogueSession:
    """A new session with the same programme and the same words, to lead at another moment.

    Nothing of what people said or agreed goes along, and nobody but `owner` leads it. A second
    press is the first. Refused when this account was given as many codes today as it gets.
    """
    free = codes.free_codes()
    row = _copied(session) | {"title": title, "starts_at": starts_at, "contact": contact}
    with writing_for(owner):
        known = programmes.made_just_now(owner, row)
        if known is not None and known != session:
            return known
        codes.check_budget(owner)
        copy = as_it_is(session, owner, free)
        now = rewishing.wanted_now(copy)
        wish = msgspec.structs.replace(now.wish, contact=contact)
        wanted = rewishing.Wanted(wish=wish, title=title, starts_at=starts_at)
        rewishing.change(copy, rewishing.consequence(copy, wanted))
        edits.forget(copy)  # what made it a copy is no edit of it
    return copy


def as_it_is(
    session: DialogueSession, owner: User, free: list[str], **other: object
) -> DialogueSession:
    """A new row with the programme of this one, step for step, and a code out of `free`.

    `other` are fields in which the two differ. For callers that hold a transaction.
    """
    plan = plans.of_session(session)
    copy = DialogueSession.objects.create(**_copied(session) | other)
    copy.facilitators.create(user=owner)
    codes.give_code(copy, free)
    steps = Step.objects.bulk_create(
        Step.copy(copy, position, step) for position, step in enumerate(plan.steps, start=1)
    )
    StepQuestion.objects.bulk_create(
        StepQuestion.copy(step, position, question)
        for step, planned in zip(steps, plan.steps, strict=True)
        for position, question in enumerate(planned.questions, start=1)
    )
    return copy


def _copied(session: DialogueSession) -> dict[str, Any]:
    return {name: getattr(session, name) for name in COPIED}


def delete_session(session: DialogueSession, now: datetime | None = None) -> None:
    """Take a session away; for `KEPT` it can be taken back. A second time changes nothing.

    How its programme was edited is forgotten at once.
    Refused while it runs.
    """
    with _not_running(session) as known:
        if known.deleted_at is not None:
            return
        known.deleted_at = now or timezone.now()
        known.door_open = False
        known.save(update_fields=["deleted_at", "door_open"])
        running.withdraw_screen(known)  # whoever has the link sees nothing either
        report_links.withdraw(known)
        edits.forget(known)


def take_back(session: DialogueSession) -> None:
    """Let a deleted session be there again; Refused when it is gone for good."""
    with writing():
        if not DialogueSession.objects.filter(pk=session.pk).update(deleted_at=None):
            raise Refused(GONE)


def archive(session: DialogueSession, now: datetime | None = None) -> None:
    """Put a session out of the way; Refused while it runs."""
    with _not_running(session) as known:
        known.archived_at = known.archived_at or now or timezone.now()
        known.save(update_fields=["archived_at"])


def out_of_archive(session: DialogueSession) -> None:
    """Put a session among the others again."""
    with writing():
        DialogueSession.objects.filter(pk=session.pk).update(archived_at=None)


def goes_at(session: DialogueSession) -> datetime | None:
    """When a deleted session is gone for good; None while it is not deleted."""
    return session.deleted_at + KEPT if session.deleted_at else None


def to_take_back(sessions: QuerySet[DialogueSession]) -> QuerySet[DialogueSession]:
    """Of these, the deleted ones that can still be taken back, last deleted first."""
    return sessions.filter(deleted_at__gt=timezone.now() - KEPT).order_by("-deleted_at")


def drop_deleted(now: datetime | None = None) -> int:
    """Delete for good what was deleted long enough ago; how many sessions."""
    since = (now or timezone.now()) - KEPT
    found = DialogueSession.objects.filter(deleted_at__lte=since)
    count = found.count()
    found.delete()
    return count


@contextmanager
def _not_running(session: DialogueSession) -> Iterator[DialogueSession]:
    """The session's row, locked and fresh; Refused while it runs or when it is gone."""
    with writing():
        known = DialogueSession.objects.select_for_update().filter(pk=session.pk).first()
        if known is None:
            raise Refused(GONE)
        if known.running:
            raise Refused(RUNS)
        yield known
