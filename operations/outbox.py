"""Mail goes out beside the pages: a mail server that never answers keeps nobody waiting.

What waits is in memory alone, for ten minutes at most: a code to log in is of no use later, and
must not lie on a disk. Whoever lost one by a restart asks for another.
"""

import heapq
import itertools
import logging
import smtplib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.cache import cache
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, connection
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)
KEPT = 600.0  # seconds that a letter is tried
PAUSES = (5.0, 15.0, 40.0, 60.0)  # seconds before trying again; the last one goes on
MOST = 500  # letters that wait; more than that is a flood or a server that is down for long
AT_ONCE = 50  # letters over one connection


class State(StrEnum):
    """What is to say of the last letter to an address, as far as it is bad news."""

    FINE = ""
    LATER = "later"  # not taken yet; it is tried again
    REFUSED = "refused"  # the mail server wants no mail for this address
    LOST = "lost"  # given up


@dataclass(order=True)
class Letter:
    """A message that waits."""

    due: float
    number: int
    message: EmailMessage = field(compare=False)
    since: float = field(compare=False)
    tries: int = field(compare=False, default=0)


class Outbox:
    """The letters of this process, and the thread that sends them."""

    def __init__(self, mailer: str = "direct", pauses: Sequence[float] = PAUSES) -> None:
        self._mailer = mailer
        self._pauses = pauses
        self._letters: list[Letter] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._in_trouble = False  # the server took nothing the last time

    @property
    def running(self) -> bool:
        return self._thread is not None

    def start(self) -> None:
        """Begin to send."""
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Send what can be sent within so many seconds; what is left then is lost."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(seconds)
            self._thread = None
        if self._letters:
            logger.warning("%d letter(s) were not sent before the stop", len(self._letters))

    def put(self, messages: Sequence[EmailMessage]) -> int:
        """Take these along; how many there was place for."""
        now = time.monotonic()
        taken = 0
        for message in messages:
            # Said before it can be sent, or it would be said over what became of it.
            _say(message, State.LATER if self._in_trouble else State.FINE)
            with self._changed:
                full = len(self._letters) >= MOST
                if not full:
                    letter = Letter(now, next(self._numbers), message, now)
                    heapq.heappush(self._letters, letter)
                    self._changed.notify()
            taken += not full
            if full:
                logger.error("The outbox is full: a letter was dropped")
                _say(message, State.LOST)
        return taken

    def _run(self) -> None:
        while letters := self._next():
            try:
                self._send(letters)
            finally:
                connection.close()  # this thread seldom needs one

    def _next(self) -> list[Letter]:
        """Wait for the letters that are due; none when it is time to stop."""
        with self._changed:
            while True:
                now = time.monotonic()
                due = self._letters[0].due - now if self._letters else None
                if due is not None and due <= 0:
                    count = min(AT_ONCE, len(self._letters))
                    first = [heapq.heappop(self._letters) for _ in range(count)]
                    later = [letter for letter in first if letter.due > now]
                    for letter in later:
                        heapq.heappush(self._letters, letter)
                    return [letter for letter in first if letter.due <= now]
                if self._stopping:
                    return []
                self._changed.wait(due)

    def _send(self, letters: list[Letter]) -> None:
        """Send these over one connection; what the server does not take now waits again."""
        mailer = mailers[self._mailer]
        try:
            mailer.open()
            while letters:
                self._send_one(mailer, letters[0])
                letters.pop(0)
            self._in_trouble = False
        except (OSError, smtplib.SMTPException) as error:  # time-outs are an OSError
            self._in_trouble = True
            # Its name alone: what a server says may hold the address.
            logger.warning("The mail server took nothing (%s)", type(error).__name__)
            for letter in letters:
                self._again(letter)
        finally:
            _close(mailer)

    def _send_one(self, mailer: BaseEmailBackend, letter: Letter) -> None:
        try:
            mailer.send_messages([letter.message])
        except smtplib.SMTPRecipientsRefused as error:
            self._refused(letter, error)
        except (OSError, smtplib.SMTPException):
            raise
        except Exception:  # a letter that can't be written at all stops no other
            logger.exception("A letter could not be made")
            _say(letter.message, State.LOST)
        else:
            _say(letter.message, State.FINE)

    def _refused(self, letter: Letter, error: smtplib.SMTPRecipientsRefused) -> None:
        codes = [code for code, _ in error.recipients.values()]
        if all(code >= 500 for code in codes):  # for good
            logger.warning("The mail server refused a letter (%s)", codes)
            _say(letter.message, State.REFUSED)
        else:
            self._again(letter)

    def _again(self, letter: Letter) -> None:
        pause = self._pauses[min(letter.tries, len(self._pauses) - 1)]
        letter.tries += 1
        letter.due = time.monotonic() + pause
        if letter.due - letter.since > KEPT:
            logger.error("A letter was given up after %d tries", letter.tries)
            _say(letter.message, State.LOST)
            return
        _say(letter.message, State.LATER)
        with self._changed:
            heapq.heappush(self._letters, letter)
            self._changed.notify()


def key_of(address: str) -> str:
    """By what the state of an address is asked: means nothing without our secret."""
    return salted_hmac("operations.outbox", address.lower(), algorithm="sha256").hexdigest()[:32]


def state(key: str) -> State:
    """What is to say of the last letter to this address; the same in every process."""
    return State(cache.get(f"mail:{key}", State.FINE))


def _say(message: EmailMessage, now: State) -> None:
    """Keep the state of the addresses that it goes to, for as long as somebody waits for it."""
    try:
        for address in message.to:
            name = f"mail:{key_of(address)}"
            if now is not State.FINE:
                cache.set(name, str(now), KEPT)
            elif cache.get(name):
                cache.delete(name)
    except DatabaseError:
        logger.exception("The state of a letter could not be kept")


def _close(mailer: BaseEmailBackend) -> None:
    try:
        mailer.close()
    except (OSError, smtplib.SMTPException):
        logger.debug("The mail server was gone before we said goodbye")


outbox = Outbox()
