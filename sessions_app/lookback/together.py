"""A quarter of an hour together that starts from the agreement, planned in one press."""

from datetime import datetime

import msgspec
from django.utils import timezone

from accounts.models import User
from content import editions
from sessions_app import briefs, codes, kinds
from sessions_app.errors import Refused
from sessions_app.kinds import Brief
from sessions_app.kinds.again import Again
from sessions_app.kinds.checkout import Checkout
from sessions_app.kinds.harvest import Harvest
from sessions_app.kinds.stand import Stand
from sessions_app.lookback import reminder
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.script import PlannedStep
from sessions_app.writing import writing_for

MINUTES = 15
TITLE = 120  # characters
SHOWN = 3  # agreements on one screen, at most
ROOM = 400  # characters of them together

# Shortest first: what is left of the quarter goes to the talk about the agreement.
STEPS = (Again.key, Stand.key, Harvest.key, Checkout.key)


def plan(
    session: DialogueSession, owner: User, starts_at: datetime, now: datetime | None = None
) -> DialogueSession:
    """Plan the session in which this team looks back; `owner` leads it.

    The same people, contact and way of taking part. What people are asked by a link is not asked
    again. Refused for a session that has not ended, and for a moment that is over; a second press
    gives the session of the first.
    """
    if session.rehearsal:
        raise Refused("Dit was een proef. Terugblikken doe je op een echte sessie.")
    if not session.ended:
        raise Refused("De sessie is nog niet afgelopen. Plan de terugblik daarna.")
    if starts_at <= (now or timezone.now()):
        raise Refused("Dat moment is al geweest. Kies een dag en tijd die nog komen.")
    edition = editions.current()
    free = codes.free_codes()
    with writing_for(owner):
        DialogueSession.objects.select_for_update().get(pk=session.pk)
        planned = session.looked_back_in.filter(deleted_at=None).first()
        if planned is not None:
            return planned
        codes.check_budget(owner)
        wish = msgspec.structs.replace(briefs.wish_of(session), minutes=MINUTES, themes=())
        brief = briefs.of_wish(edition.content, wish, MINUTES, ())
        steps = programme(brief, _agreed(session), by_link=bool(reminder.of(session).key))
        made = DialogueSession.objects.create(
            edition=edition,
            title=f"Terugblik: {session.title}"[:TITLE],
            minutes=sum(step.minutes for step in steps),
            starts_at=starts_at,
            group_size=session.group_size,
            led_by=session.led_by,
            guests=session.guests,
            contact=session.contact,
            phone_free=session.phone_free,
            looks_back_at=session,
        )
        made.facilitators.create(user=owner)
        codes.give_code(made, free)
        rows = Step.objects.bulk_create(
            Step.copy(made, position, step) for position, step in enumerate(steps, start=1)
        )
        StepQuestion.objects.bulk_create(
            StepQuestion.copy(row, position, question)
            for row, step in zip(rows, steps, strict=True)
            for position, question in enumerate(step.questions, start=1)
        )
    return made


def programme(brief: Brief, agreed: tuple[str, ...], by_link: bool = False) -> list[PlannedStep]:
    """Its steps: the agreement, where the team is now, what changes, and one word.

    A quarter of an hour, longer only where a large group needs that for one word each.
    """
    chosen = [kinds.of(key) for key in STEPS if not (by_link and key == Stand.key)]
    bounds = [kind.bounds(brief) for kind in chosen]
    minutes = [one.least for one in bounds]
    for at in (0, 1, 0, 1, 0, 2, 0):
        if sum(minutes) < MINUTES and minutes[at] < bounds[at].most:
            minutes[at] += 1
    found = []
    for kind, bound, lasts in zip(chosen, bounds, minutes, strict=True):
        made = kind.make(brief, lasts)
        content = made.content
        if kind.key == Again.key:
            content = msgspec.structs.replace(content, points=agreed)
        found.append(
            PlannedStep(
                kind=kind.key,
                block=kind.block_of(brief),
                title=made.title,
                minutes=lasts,
                least=bound.least,
                ideal=lasts,
                most=bound.most,
                content=content,
                questions=made.questions,
            )
        )
    return found


def _agreed(session: DialogueSession) -> tuple[str, ...]:
    """The newest agreements that one screen holds, at least one, oldest first."""
    newest = session.agreements.order_by("-pk").values_list("text", flat=True)
    kept: list[str] = []
    for text in newest[:SHOWN]:
        one = " ".join(text.split())
        if kept and len("".join([*kept, one])) > ROOM:
            break
        kept.insert(0, one)
    return tuple(kept)
