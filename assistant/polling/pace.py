"""How long to wait before the next look: short while people write, ever longer while they do not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds; within what the documentation of `imbot.v2.Event.get` recommends."""

    busy: float = 2.0
    """While there is more, and for some time after an event."""
    awake: float = 30.0
    """How long after an event."""
    idle: float = 5.0
    """The first pause after that."""
    longest: float = 30.0
    growth: float = 1.5
    """Each pause without an event is so many times the one before."""


class Rhythm:
    """The pauses of one portal."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._last_event = float("-inf")
        self._pause = 0.0

    def after_look(self, now: float, *, events: bool, more: bool) -> float:
        """The pause after a look that worked; `now` is monotonic."""
        if events:
            self._last_event = now
        if more or now - self._last_event < self._pace.awake:
            self._pause = 0.0
            return self._pace.busy
        return self._longer(self._pace.idle)

    def after_failure(self) -> float:
        """The pause after one that failed: the portal or Redis is away."""
        return self._longer(self._pace.busy)

    def _longer(self, first: float) -> float:
        self._pause = min(max(first, self._pause * self._pace.growth), self._pace.longest)
        return self._pause
