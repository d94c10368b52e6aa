"""Who is connected: counted per process, forgotten after a while, never stored.

Joined is not connected. A phone is known here by a hash of its secret that means nothing outside
this process; two tabs of one phone are one phone.
"""

from collections import Counter

LINGERS = 15.0  # seconds a phone still counts after its last sign of life


class Presence:
    """The phones of one session in this process; times come from the caller's steady clock."""

    def __init__(self) -> None:
        self._lines: Counter[int] = Counter()
        self._until: dict[int, float] = {}

    def arrive(self, phone: int) -> None:
        """A phone opened a line."""
        self._lines[phone] += 1
        self._until.pop(phone, None)

    def leave(self, phone: int, now: float) -> None:
        """A line closed; the phone still counts for a while, since most come straight back."""
        self._lines[phone] -= 1
        if self._lines[phone] <= 0:
            del self._lines[phone]
            self._until[phone] = now + LINGERS

    def seen(self, phone: int, now: float) -> None:
        """A phone without a line asked for the current frame."""
        if phone not in self._lines:
            self._until[phone] = now + LINGERS

    def count(self, now: float) -> int:
        """How many phones there are at this moment."""
        for phone in [p for p, until in self._until.items() if until <= now]:
            del self._until[phone]
        return len(self._lines) + len(self._until)
