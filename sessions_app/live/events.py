"""Server-sent events as bytes: pure, no state."""

import random

BEAT = b": ...\n\n"


def event(name: str, data: str, version: int | None = None) -> bytes:
    """One event. Every line of the data gets its own prefix, or the browser would drop it."""
    head = f"event: {name}\n" + (f"id: {version}\n" if version is not None else "")
    body = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"{head}{body}\n".encode()


def clock(seconds_left: int | None) -> bytes:
    """How long the step still lasts; empty where no clock runs."""
    return event("clock", "" if seconds_left is None else str(seconds_left))


def end() -> bytes:
    """The session is over; the line closes after this."""
    return event("end", "afgelopen")


def opening() -> bytes:
    """The first bytes of a stream: how long a browser waits before it connects again (ms)."""
    return b"retry: %d\n\n" % random.randint(500, 1500)  # noqa: S311 - spreads, guards nothing


def come_back() -> bytes:
    """The last bytes before this server stops: each phone returns at a moment of its own."""
    return b"retry: %d\n\n" % random.randint(100, 1000)  # noqa: S311
