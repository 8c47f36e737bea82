"""Stretches of ids that are still to be read, and how they are divided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.bitrix24.batch import LIMIT
from assistant.bitrix24.rows.listing import PAGE, Listing


@dataclass(frozen=True, slots=True)
class Span:
    """The rows of a listing between two ids, which do not belong to it."""

    listing: Listing
    below: int | None = None
    above: int | None = None
    """`None` is no bound."""
    expected: int | None = None
    """Rows, as counted lately; `None` when nobody knows."""
    gap: float = 1.0
    """From one row's id to the next, as found in the rows before."""

    @property
    def pages(self) -> int:
        """Pages that it probably has, at least one."""
        return LIMIT if self.expected is None else max(1, -(-self.expected // PAGE))

    def divided(self, parts: int) -> list[Span]:
        """The same ids in parts with about as many rows each; undivided when nobody knows how many there are.

        Where no id bounds it, the last part is open, however far the rows reach.
        """
        if self.expected is None or self.below is None or parts < 2:
            return [self]
        reach = round(self.expected * self.gap)
        bottom = max(0, self.below - 1 - reach) if self.above is None else self.above
        width = self.below - 1 - bottom
        parts = min(parts, width)
        if parts < 2:
            return [self]
        edges = [self.below - width * at // parts for at in range(parts)]
        each = -(-self.expected // parts)
        ends: Sequence[int | None] = [*(edge - 1 for edge in edges[1:]), self.above]
        return [replace(self, below=edge, above=end, expected=each) for edge, end in zip(edges, ends, strict=True)]
