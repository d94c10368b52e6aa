"""Join codes: a neutral Dutch word and three digits, easy to say and to type."""

import re
import secrets
from pathlib import Path

from django.db import IntegrityError, transaction

from sessions_app.models import DialogueSession, JoinCode

# 670 words × 900 numbers: some 600,000 codes.
WORDS = Path(__file__).with_name("code_words.txt").read_text().split()
NUMBERS = range(100, 1000)


def read_code(typed: str) -> str:
    """The code as stored: capitals and digits, without spaces, hyphens or anything else."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper())[:16]


def find(code: str) -> JoinCode | None:
    """Where a code as stored leads, with its session; None when it leads nowhere."""
    try:
        return JoinCode.objects.select_related("session").get(code=code)
    except JoinCode.DoesNotExist:
        return None


def give_code(session: DialogueSession) -> JoinCode:
    """Give a session a new current code; its older codes stay, for who is already in.

    A code that an ended session still holds may be taken over; one of a session that has not
    ended never is.
    """
    with transaction.atomic():
        session.codes.filter(current=True).update(current=False)
        while True:
            code = f"{secrets.choice(WORDS)}{secrets.choice(NUMBERS)}"
            ended = JoinCode.objects.filter(
                code=code, session__phase=DialogueSession.Phase.ENDED
            ).exclude(session=session)
            ended.delete()
            try:
                with transaction.atomic():
                    return JoinCode.objects.create(code=code, session=session)
            except IntegrityError:
                continue
