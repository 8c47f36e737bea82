"""The limits of REST: the leaky bucket per source address, and the run time per method."""

from __future__ import annotations

import time

MINUTES = 10


class Bucket:
    """A leaky bucket of `size` requests that leaks `leak` a second; size 0 lets everything through."""

    def __init__(self, size: int, leak: float) -> None:
        self.size = size
        self.leak = leak
        self._levels: dict[str, tuple[float, float]] = {}

    def admit(self, address: str) -> bool:
        """Count one request of this source address; False when the bucket is full."""
        if not self.size:
            return True
        now = time.monotonic()
        level, since = self._levels.get(address, (0.0, now))
        level = max(0.0, level - (now - since) * self.leak)
        if level + 1 > self.size:
            self._levels[address] = (level, now)
            return False
        self._levels[address] = (level + 1, now)
        return True


class Operating:
    """Seconds of run time per application and method, summed over ten one-minute buckets."""

    def __init__(self, limit: float | None) -> None:
        self.limit = limit
        self._minutes: dict[tuple[str, str], dict[int, float]] = {}

    def spent(self, who: str, method: str) -> float:
        """Seconds in the last ten minutes."""
        minutes = self._minutes.get((who, method))
        if not minutes:
            return 0.0
        oldest = int(time.time() // 60) - MINUTES
        for minute in [minute for minute in minutes if minute <= oldest]:
            del minutes[minute]
        return sum(minutes.values())

    def exceeded(self, who: str, method: str) -> bool:
        """Whether the method is blocked now."""
        return self.limit is not None and self.spent(who, method) > self.limit

    def charge(self, who: str, method: str, seconds: float) -> None:
        """Add the run time of one call."""
        minutes = self._minutes.setdefault((who, method), {})
        minute = int(time.time() // 60)
        minutes[minute] = minutes.get(minute, 0.0) + seconds

    def reset_at(self, who: str, method: str) -> int:
        """Unix seconds at which the oldest minute is forgotten."""
        minutes = self._minutes.get((who, method))
        oldest = min(minutes) if minutes else int(time.time() // 60)
        return (oldest + MINUTES) * 60
