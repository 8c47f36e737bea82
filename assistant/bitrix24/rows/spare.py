"""How many requests a reading may take at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

FIRST_PAGES = 10
"""With 500 rows most lists are whole."""


class Spare(Protocol):
    """What the budget of requests has to spare now."""

    def requests(self) -> int:
        """Requests that may be sent at once without making anybody wait who should not; 1 is one after another."""
        ...

    def first_pages(self) -> int:
        """Pages of the first request, when nobody knows yet how many there are."""
        ...


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Always the same number."""

    number: int

    def requests(self) -> int:
        """The number."""
        return self.number

    def first_pages(self) -> int:
        """As many as make most lists one request."""
        return FIRST_PAGES


FRUGAL = AtOnce(1)
"""The fewest requests."""
