"""Tells processes that something rose: a session's version, or only its counters.

Messages carry a session's public id and a number, never content; each process renders for its own
phones. On PostgreSQL they go by NOTIFY inside the verb's transaction, so they arrive exactly when
the change does; on SQLite there is one process, told after the commit.
"""

from collections.abc import Callable

from django.db import connection, transaction

CHANNEL = "bijnaderinzien"
Listener = Callable[[str, int | None], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call `listener(session_ref, version)` for every message in this process.

    `version` is None when only counters changed. Called from any thread.
    """
    _listeners.append(listener)


def stop_listening(listener: Listener) -> None:
    """Undo `listen`; unknown listeners are ignored."""
    if listener in _listeners:
        _listeners.remove(listener)


def tell(session_ref: str, version: int) -> None:
    """Say that this session has a new version; takes effect with the surrounding transaction."""
    _send(session_ref, version)


def tally(session_ref: str) -> None:
    """Say that this session's counters changed (answers, joins, signals)."""
    _send(session_ref, None)


def deliver(message: str) -> None:
    """Hand a message that came in from PostgreSQL to this process's listeners."""
    session_ref, _, version = message.partition(" ")
    for listener in list(_listeners):
        listener(session_ref, int(version) if version else None)


def _send(session_ref: str, version: int | None) -> None:
    message = f"{session_ref} {version if version is not None else ''}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, message])
    else:
        transaction.on_commit(lambda: deliver(message))
