"""Seats that were held and have their first line now: made theirs, many in one transaction.

Who was let in a moment ago holds the seat for a minute (`seats.UNUSED`), so nobody needs to wait
for this; written one by one it was a fifth of what coming in costs.
"""

import asyncio
import logging

from django.db import DatabaseError

from sessions_app import participation
from sessions_app.live import threads
from sessions_app.models import DialogueSession

logger = logging.getLogger(__name__)
SOON = 0.1  # seconds that one waits for others
AGAIN = 2.0  # seconds until the next try, when the database took nothing

_waiting: dict[DialogueSession, list[str]] = {}
_task: asyncio.Task | None = None


def soon(session: DialogueSession, secret: str) -> None:
    """Make this held seat theirs, a moment later."""
    global _task
    _waiting.setdefault(session, []).append(secret)
    if _task is None or _task.done() or _task.get_loop() is not asyncio.get_running_loop():
        _task = asyncio.create_task(_settle())


async def _settle() -> None:
    pause = SOON
    while _waiting:
        await asyncio.sleep(pause)
        pause = SOON
        batch = dict(_waiting)
        _waiting.clear()
        for session, secrets in batch.items():
            try:
                await threads.asking(participation.settle, session, secrets)
            except DatabaseError as error:
                logger.warning("Seats could not be written (%s)", type(error).__name__)
                _waiting.setdefault(session, []).extend(secrets)
                pause = AGAIN
