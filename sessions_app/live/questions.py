"""What the answers route must know of a question, remembered for a short while.

Only what does not change while a session runs. Whether the step is open is never remembered:
`participation.store` asks that inside the transaction.
"""

import time

from sessions_app.live import threads
from sessions_app.models import StepQuestion

FRESH = 30.0  # seconds

_known: dict[str, tuple[float, list[StepQuestion]]] = {}


async def of_step(session_id: int, step_ref: str) -> list[StepQuestion]:
    """The sent questions of a step, in order; empty for a step of another session."""
    now = time.monotonic()
    known = _known.get(step_ref)
    if known is None or now - known[0] > FRESH:
        if len(_known) > 1000:
            _known.clear()
        known = (now, await threads.asking(_look_up, step_ref))
        if known[1]:
            _known[step_ref] = known
    return [q for q in known[1] if q.step.session_id == session_id]


def _look_up(step_ref: str) -> list[StepQuestion]:
    found = StepQuestion.objects.filter(step__ref=step_ref).select_related("step")
    return [q for q in found.order_by("position") if q.sent]
