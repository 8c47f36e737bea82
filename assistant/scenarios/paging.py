"""Six rows of a long list, and the button that shows the next six."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from assistant.models import Button, Phrase, Run
from assistant.scenarios.saying import button, say

ROWS = 6
"""Lines that are read on a phone without scrolling."""

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Page(Generic[T_co]):
    """The rows that are shown now."""

    shown: tuple[T_co, ...]
    start: int
    total: int

    @classmethod
    def of(cls, rows: Sequence[T_co], offset: int, most: int = ROWS) -> Page[T_co]:
        """At most so many rows from `offset`; from the start when there are no longer so many."""
        start = offset if 0 <= offset < len(rows) else 0
        return cls(tuple(rows[start : start + most]), start, len(rows))

    @property
    def end(self) -> int:
        """How many rows have been seen after this page."""
        return self.start + len(self.shown)

    def rest_line(self, total: int) -> tuple[Phrase, ...]:
        """Like "… 11 more" while there are more."""
        left = total - self.end
        return (say("more", count=left),) if left > 0 else ()

    def more(self, run: Run) -> Button | None:
        """The button that carries the whole question on to the next rows."""
        if self.end >= self.total:
            return None
        return button("button.more", replace(run, offset=self.end, read_as=""))
