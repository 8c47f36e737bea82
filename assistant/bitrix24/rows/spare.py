"""How many requests a reading may take at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Spare(Protocol):
    """What the budget of requests has to spare now."""

    def requests(self) -> int:
        """Requests that may be sent at once without making anybody wait who should not; 1 is one after another."""
        ...


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Always the same number."""

    number: int

    def requests(self) -> int:
        """The number."""
        return self.number


FRUGAL = AtOnce(1)
"""The fewest requests."""
