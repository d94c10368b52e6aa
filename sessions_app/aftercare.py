"""Whom one can turn to afterwards: the same on the phone, at the end and in the report."""

from collections.abc import Iterable

from sessions_app.models import DialogueSession, Step
from sessions_app.words import turn_to


def paragraphs(session: DialogueSession, steps: Iterable[Step] | None = None) -> tuple[str, ...]:
    """As the last step that cares for this says it; at least the session's contact, if any.

    `steps` spares a query where the caller has them, in order.
    """
    if steps is None:
        steps = session.steps.whose_kind(cares=True)
    told = ""
    for step in steps:
        if step.of_kind.cares:
            told = step.script.aftercare
    found = [part.strip() for part in told.split("\n\n") if part.strip()]
    if session.contact and not any(session.contact in part for part in found):
        found.insert(0, turn_to(session.contact))
    return tuple(found)
