"""Who is connected: counted per process, forgotten after a while, never stored.

Joined is not connected. A phone is known here by a hash of its secret that means nothing outside
this process; two tabs of one phone are one phone. Other processes tell their numbers; a phone that
went from one to another counts in both for a moment.

Heard lately is more than connected: a phone that sleeps in a pocket during the talk has a person
beside it, whose answer the small-group rule waits for (decision 0012).
"""

from collections import Counter

LINGERS = 15.0  # seconds a phone still counts as connected after its last sign of life
GONE_AFTER = 20 * 60.0  # seconds without a sign of life after which nobody holds a phone any more


class Presence:
    """The phones of one session in this process; times come from the caller's steady clock."""

    def __init__(self, now: float = 0.0) -> None:
        self._lines: Counter[int] = Counter()
        self._until: dict[int, float] = {}
        self._heard: dict[int, float] = {}  # of who has no line now: the last sign of life
        self._elsewhere: dict[str, tuple[int, int, float]] = {}
        self._consoles: dict[str, tuple[int, float]] = {}
        self._sure_from = now + GONE_AFTER  # before that, who was silent may have been elsewhere

    def arrive(self, phone: int) -> None:
        """A phone opened a line."""
        self._lines[phone] += 1
        self._until.pop(phone, None)
        self._heard.pop(phone, None)

    def leave(self, phone: int, now: float) -> None:
        """A line closed; the phone still counts for a while, since most come straight back."""
        self._lines[phone] -= 1
        if self._lines[phone] <= 0:
            del self._lines[phone]
            self._until[phone] = now + LINGERS
            self._heard[phone] = now

    def seen(self, phone: int, now: float) -> None:
        """A phone without a line asked for the current frame."""
        if phone not in self._lines:
            self._until[phone] = now + LINGERS
            self._heard[phone] = now

    def elsewhere(self, process: str, phones: int, now: float, lately: int | None = None) -> bool:
        """Another process has so many, and heard so many lately; True when the first is news."""
        before = self._elsewhere.get(process, (0, 0, now))[0]
        lately = phones if lately is None else lately
        self._elsewhere[process] = (phones, lately, now + LINGERS)
        return phones != before

    def consoles(self, process: str, count: int, now: float) -> bool:
        """Another process has so many consoles open; True when that is news."""
        before = self._consoles.get(process, (0, now))[0]
        self._consoles[process] = (count, now + LINGERS)
        return count != before

    def consoles_elsewhere(self, now: float) -> int:
        """How many consoles other processes have open."""
        return sum(count for count, until in list(self._consoles.values()) if until > now)

    def here(self, now: float) -> int:
        """How many phones this process has at this moment."""
        for phone in [p for p, until in self._until.items() if until <= now]:
            del self._until[phone]
        return len(self._lines) + len(self._until)

    def count(self, now: float) -> int:
        """How many phones there are at this moment, here and elsewhere."""
        self._forget_silent(now)
        return self.here(now) + sum(phones for phones, _, _ in self._elsewhere.values())

    def lately_here(self, now: float) -> int:
        """Of how many phones this process had a sign of life in the last twenty minutes."""
        for phone, at in list(self._heard.items()):
            if at + GONE_AFTER <= now:
                self._heard.pop(phone, None)
        return len(self._lines) + len(self._heard)

    def lately(self, now: float) -> int | None:
        """The same here and elsewhere: never too few; None as long as that can't be known."""
        self._forget_silent(now)
        if now < self._sure_from:
            return None
        return self.lately_here(now) + sum(n for _, n, _ in list(self._elsewhere.values()))

    def _forget_silent(self, now: float) -> None:
        """What a process knew that says nothing any more, nobody knows: be unsure for a while."""
        for process, (_, lately, until) in list(self._elsewhere.items()):
            if until > now:
                continue
            del self._elsewhere[process]
            if lately:
                self._sure_from = now + GONE_AFTER
