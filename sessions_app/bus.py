"""Tells processes that something changed: a session's version, its counters, who is connected.

Messages carry a session's public id and a number, never content; each process renders for its own
phones. On PostgreSQL they go by NOTIFY inside the verb's transaction, so they arrive exactly when
the change does; on SQLite there is one process, told after the commit.
"""

import logging
from collections.abc import Callable
from secrets import token_hex
from typing import NamedTuple

from django.db import connection, transaction

logger = logging.getLogger(__name__)
CHANNEL = "bijnaderinzien"
AGAIN = -1  # in place of a version; another release takes it for an old one
HERE = token_hex(4)  # this process, among those on the same database


class Message(NamedTuple):
    """What happened to a session. Without a version and without phones: its counters changed."""

    session_ref: str
    version: int | None = None  # or AGAIN
    phones: int | None = None  # connected to the process that says so
    process: str = ""
    lately: int | None = None  # heard of by that process in the last while
    consoles: int | None = None  # open on that process


Listener = Callable[[Message], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call `listener(message)` for every message in this process, from any thread."""
    _listeners.append(listener)


def stop_listening(listener: Listener) -> None:
    """Undo `listen`; unknown listeners are ignored."""
    if listener in _listeners:
        _listeners.remove(listener)


def tell(session_ref: str, version: int) -> None:
    """Say that this session has a new version; takes effect with the surrounding transaction."""
    _send(Message(session_ref, version))


def ask_again(session_ref: str) -> None:
    """Say that somebody may not look on any more: who leads or shows this is asked again."""
    _send(Message(session_ref, AGAIN))


def tally(session_ref: str) -> None:
    """Say that this session's counters changed (answers, joins, signals)."""
    _send(Message(session_ref))


def present(session_ref: str, phones: int, lately: int | None = None, consoles: int = 0) -> None:
    """Say to other processes how many phones are connected here, and lately, and consoles."""
    if connection.vendor == "postgresql":
        _send(Message(session_ref, None, phones, HERE, lately, consoles))


def deliver(written: str) -> None:
    """Hand a message that came in from PostgreSQL to this process's listeners.

    One that can't be read is passed over: during an upgrade the other release may write it
    otherwise, and the hub's round finds what was missed.
    """
    try:
        session_ref, version, phones, process, *numbers = written.split(" ")
        lately, consoles = map(_number, [*numbers, ""][:2])  # the release before counts no consoles
        message = Message(session_ref, _number(version), _number(phones), process, lately, consoles)
    except ValueError:
        logger.warning("A message of another release was not understood")
        return
    if process != HERE:
        _hand_on(message)


def _hand_on(message: Message) -> None:
    for listener in list(_listeners):
        listener(message)


def _send(message: Message) -> None:
    if connection.vendor == "postgresql":
        written = " ".join("" if part is None else str(part) for part in message)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, written])
    else:
        transaction.on_commit(lambda: _hand_on(message))


def _number(written: str) -> int | None:
    return int(written) if written else None
