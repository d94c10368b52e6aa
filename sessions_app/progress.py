"""How far the group is with a question, as coarsely and as late as its facilitator may know it.

A counter that moves with each answer says whose answer it was. So the console has five levels that
only rise; where they lie is drawn per question, and they are looked at now and then, never because
somebody answered or because a page was opened.
"""

import hashlib
import hmac
import random
import time
from collections.abc import Sequence

from sessions_app import keys, results
from sessions_app.models import StepQuestion
from sessions_app.small_groups import Level, level
from sessions_app.writing import writing

SOONEST, LATEST = 5.0, 12.0  # seconds between two looks, drawn each time
_next_look: dict[str, float] = {}  # by public id
_dice = random.SystemRandom()


def look(questions: Sequence[StepQuestion], seats: int, now: float | None = None) -> None:
    """Raise the levels of these questions where it is time to look again.

    The first time only sets when that will be, so that opening a page tells nothing. `now` is of
    the steady clock.
    """
    now = time.monotonic() if now is None else now
    due = []
    for question in questions:
        when = _next_look.get(question.ref)
        if when is None or when <= now:
            _next_look[question.ref] = now + _dice.uniform(SOONEST, LATEST)
        if when is not None and when <= now:
            due.append(question)
    if len(_next_look) > 5000:
        _next_look.clear()
    if not due:
        return
    together = [question for question in questions if question.circle]
    counts = results.counted([*due, *together])
    of_circles = sum(counts[question.pk].done for question in together)
    for question in due:
        done = of_circles if question.circle else counts[question.pk].done
        found = level(done, seats, draw(question))
        if found > question.level:
            question.level = found
            with writing(durable=False):
                StepQuestion.objects.filter(pk=question.pk, level__lt=found).update(level=found)


def of(question: StepQuestion) -> Level:
    """How far the group was when it was last looked at."""
    return Level(question.level)


def draw(question: StepQuestion) -> tuple[int, ...]:
    """Which way each threshold of this question is moved: -1, 0 or 1. Always the same.

    Under a new key too, as long as the old one is kept: a second draw would say more than one. What
    circles are asked in a step has one: how far they are is told of all together.
    """
    about = question.step.ref if question.circle else question.ref
    secret = hmac.new(keys.lasting().encode(), about.encode(), hashlib.sha256).digest()
    return tuple(byte % 3 - 1 for byte in secret[:4])
