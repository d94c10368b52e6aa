"""Who is connected: counted per process, forgotten after a while, never stored.

Joined is not connected. A phone is known here by a hash of its secret that means nothing outside
this process; two tabs of one phone are one phone. Other processes tell their numbers; a phone that
went from one to another counts in both for a moment.
"""

from collections import Counter

LINGERS = 15.0  # seconds a phone still counts after its last sign of life


class Presence:
    """The phones of one session in this process; times come from the caller's steady clock."""

    def __init__(self) -> None:
        self._lines: Counter[int] = Counter()
        self._until: dict[int, float] = {}
        self._elsewhere: dict[str, tuple[int, float]] = {}

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

    def elsewhere(self, process: str, phones: int, now: float) -> bool:
        """Another process has so many; True when that is news."""
        before, _ = self._elsewhere.get(process, (0, now))
        self._elsewhere[process] = (phones, now + LINGERS)
        return phones != before

    def here(self, now: float) -> int:
        """How many phones this process has at this moment."""
        for phone in [p for p, until in self._until.items() if until <= now]:
            del self._until[phone]
        return len(self._lines) + len(self._until)

    def count(self, now: float) -> int:
        """How many phones there are at this moment, here and elsewhere."""
        for process in [p for p, (_, until) in self._elsewhere.items() if until <= now]:
            del self._elsewhere[process]
        return self.here(now) + sum(phones for phones, _ in self._elsewhere.values())
