"""How many phones of a session were heard lately, as whoever holds their lines knows it.

Verbs ask here, so that no verb knows of lines. Nothing about a phone is told, only a number.
"""

from collections.abc import Callable

Source = Callable[[str], int | None]
_source: Source | None = None


def ask(source: Source | None) -> None:
    """From now on, take the number from here; None for nowhere."""
    global _source
    _source = source


def heard(session_ref: str) -> int | None:
    """How many phones were heard of lately; None when nobody can be sure, and then all count."""
    return _source(session_ref) if _source else None
