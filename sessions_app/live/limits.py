"""How often one phone may send: in memory, by a pen, forgotten within seconds."""

import time

MOST = 40  # answers
WITHIN = 10.0  # seconds


class Limiter:
    """Counts per key in windows of ten seconds."""

    def __init__(self) -> None:
        self._since = 0.0
        self._counts: dict[str, int] = {}

    def allows(self, key: str) -> bool:
        """Count one more, and say whether that is still within bounds."""
        now = time.monotonic()
        if now - self._since > WITHIN:
            self._since, self._counts = now, {}
        self._counts[key] = count = self._counts.get(key, 0) + 1
        return count <= MOST
