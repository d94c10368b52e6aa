"""Join codes: a neutral Dutch word and four digits, easy to say and to type; and their long keys.

A code alone can be guessed, so typing it is held to a budget (`live.guessing`). A link in a letter
and a QR code carry a key besides (`?k=…`), which can't be guessed and needs none.
"""

import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from sessions_app import keys
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, JoinCode

# 670 words × 9,000 numbers: some six million codes. Those of older letters have three digits.
WORDS = Path(__file__).with_name("code_words.txt").read_text().split()
NUMBERS = range(1000, 10_000)
KEY_LENGTH = 20  # characters of base 64: 120 bits
_SALT = "sessions_app.join"
# Codes drawn at once when one is looked for. With half of all codes in use, none of so many is free
# once in 2^64 times; with all of them in use the search ends as soon.
DRAWN = 64
PER_DAY = 40  # codes that one account is given in 24 hours, for new sessions and new codes together

AFTER_THE_END = timedelta(days=30)

NONE_LEFT = (
    "Er is nu geen code vrij, dus er is nog niets bewaard. Probeer het over een uur opnieuw."
)
ENOUGH_TODAY = (
    f"Je hebt vandaag al {PER_DAY} codes gekregen. Meer kan niet op een dag. "
    "Probeer het morgen opnieuw."
)


def read_code(typed: str) -> str:
    """The code as stored: capitals and digits, without spaces, hyphens or anything else."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper())[:16]


def key(code: str) -> str:
    """The long key that belongs to a code as stored. It proves that somebody was given a link."""
    return keys.signature(_SALT, code)[:KEY_LENGTH]


def fits(code: str, given: str) -> bool:
    """Whether this is the key of this code; asks nothing of the database, so it tells nothing."""
    return keys.fits(given, _SALT, code, KEY_LENGTH)


def join_path(code: str) -> str:
    """Where a link and a QR code lead: the code's page, with its key; '' without a code."""
    code = read_code(code)
    return f"/m/{code.lower()}/?k={key(code)}" if code else ""


def find(code: str) -> JoinCode | None:
    """Where a code as stored leads, with its session; None when it leads nowhere."""
    try:
        found = JoinCode.objects.select_related("session__current")
        return found.get(code=code, session__deleted_at=None)
    except JoinCode.DoesNotExist:
        return None


def free_codes() -> list[str]:
    """Codes that no session uses or will use, drawn by chance; Refused when none was found.

    One question to the database, whatever is in it. Ask before a transaction that writes begins,
    so that looking never keeps others waiting. The code of a session that has ended is free.
    """
    drawn = {f"{secrets.choice(WORDS)}{secrets.choice(NUMBERS)}" for _ in range(DRAWN)}
    held = JoinCode.objects.filter(code__in=drawn).exclude(
        session__phase=DialogueSession.Phase.ENDED
    )
    free = drawn.difference(held.values_list("code", flat=True))
    if not free:
        raise Refused(NONE_LEFT)
    return sorted(free, key=lambda _: secrets.randbits(32))


def give_code(session: DialogueSession, free: list[str] | None = None) -> JoinCode:
    """Give a session a new current code; its older codes stay, for who is already in.

    `free` are codes to choose from (`free_codes`, asked beforehand); each is tried once. A code
    that an ended session still holds is taken over; one of a session that has not ended never is.
    Refused when somebody else took all of them just now.
    """
    with transaction.atomic():
        session.codes.filter(current=True).update(current=False)
        for code in free or free_codes():
            JoinCode.objects.filter(code=code, session__phase=DialogueSession.Phase.ENDED).delete()
            try:
                with transaction.atomic():
                    return JoinCode.objects.create(code=code, session=session)
            except IntegrityError:
                continue
        raise Refused(NONE_LEFT)


def drop_old(now: datetime | None = None) -> int:
    """Delete the codes of sessions that are long over; how many there were.

    They were free before; kept for a while, so that a phone in a pocket hears that it is over.
    """
    ended = (now or timezone.now()) - AFTER_THE_END
    old = JoinCode.objects.filter(
        session__phase=DialogueSession.Phase.ENDED, session__ended_at__lt=ended
    )
    return old.delete()[0]


def check_budget(user: User) -> None:
    """Refused when this account was given as many codes today as one account gets.

    For callers that hold what this person makes (`writing_for`), or many at once would pass it.
    """
    since = timezone.now() - timedelta(days=1)
    given = JoinCode.objects.filter(session__facilitators__user=user, given_at__gt=since)
    if given.count() >= PER_DAY:
        raise Refused(ENOUGH_TODAY)
