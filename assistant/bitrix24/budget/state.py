"""How the budget of a portal stands, for admins and for those who decide whether to wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SOON = 5.0
"""Seconds; who waits for less need not be told how long it takes."""
UNLIMITED = 1_000_000
"""More free places than that means that there is no limit."""


@dataclass(frozen=True, slots=True)
class BudgetState:
    """One moment; requests, seconds."""

    free: float
    """Requests that may go at once."""
    rate: float
    """Requests a second after that."""
    size: float
    """Requests that may go at once after a silence."""
    waiting: int
    """Requests that wait for their turn."""
    flying: int
    """Requests that are not answered yet."""
    unanswered: int
    """Conversations, of all portals, in which somebody waits for an answer."""
    share: float
    """1 usually, less after the portal refused requests."""
    closed: float
    """Seconds for which the portal asked to be left alone."""
    paused: Mapping[str, float] = field(default_factory=dict)
    """Methods whose run time is used up, and the seconds until they may be called again."""

    @classmethod
    def of(cls, reply: Sequence[bytes]) -> BudgetState:
        """What `state.lua` gave."""
        free, rate, size, waiting, flying, unanswered, share, closed = map(float, reply[:8])
        return cls(free, rate, size, int(waiting), int(flying), int(unanswered), share, closed, paused_of(reply[8:]))

    @property
    def limited(self) -> bool:
        """There is a bucket at all."""
        return self.free < UNLIMITED

    @property
    def wait(self) -> float:
        """Seconds until a request that comes now would have its turn, behind all others."""
        if not self.limited:
            return self.closed
        return max(self.closed, (self.waiting + 1 - self.free) / self.rate, 0.0)

    @property
    def short(self) -> bool:
        """A request that comes now would wait for longer than people do without wondering."""
        return self.wait > SOON

    @property
    def at_once(self) -> int:
        """Requests that one reading may send at the same time: a third of what is free; one when others wait."""
        if self.waiting or self.closed:
            return 1
        return max(1, int(min(self.free, UNLIMITED) / 3))

    @property
    def spare(self) -> bool:
        """Enough is left for what is only nice to have: half of the bucket, beside a request for each who waits."""
        if self.waiting or self.closed:
            return False
        return not self.limited or self.free - self.unanswered > self.size / 2


def paused_of(pairs: Sequence[bytes]) -> dict[str, float]:
    """Methods and seconds, as scripts give them in turn."""
    return {pairs[at].decode(): float(pairs[at + 1]) for at in range(0, len(pairs), 2)}
