"""How often one seat may do something: in memory, by a hash, forgotten within seconds.

By seat only, never by address: a whole ward can share one.
"""

import time

from sessions_app.access import Seat

MOST = 40  # answers, takings back and signals together
WITHIN = 10.0  # seconds


class Limiter:
    """Counts per key in windows of ten seconds."""

    def __init__(self) -> None:
        self._since = 0.0
        self._counts: dict[int, int] = {}

    def allows(self, key: int, more: int = 1) -> bool:
        """Count so many more, and say whether that is still within bounds."""
        now = time.monotonic()
        if now - self._since > WITHIN:
            self._since, self._counts = now, {}
        self._counts[key] = count = self._counts.get(key, 0) + more
        return count <= MOST


_seats = Limiter()


def allows(seat: Seat, verbs: int = 1) -> bool:
    """Count these verbs of this seat, and say whether that is still within bounds."""
    return _seats.allows(hash((seat.session.ref, seat.secret)), verbs)
