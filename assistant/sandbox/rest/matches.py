"""Rows that matched a filter, kept while nothing changes: the pages of a list ask for the same ones again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

MOST = 16
"""Questions whose rows are kept."""


class Kept:
    """The rows of a question, by rising id."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = sorted(rows, key=attrgetter("id"))
        self._ids = [row.id for row in self._rows]

    def within(self, bounds: Mapping[str, float]) -> list[Any]:
        """A new list of those whose ids are within bounds like `{">": 7, "<=": 90}`."""
        first, end = 0, len(self._rows)
        for sign, bound in bounds.items():
            if sign.startswith(">"):
                first = max(first, (bisect_left if "=" in sign else bisect_right)(self._ids, bound))
            else:
                end = min(end, (bisect_right if "=" in sign else bisect_left)(self._ids, bound))
        return self._rows[first:end]


class Matches:
    """The rows of the latest questions."""

    def __init__(self) -> None:
        self._changes = 0
        self._kept: dict[Hashable, Kept] = {}

    def find(self, changes: int, question: Hashable, match: Callable[[], Iterable[Any]]) -> Kept:
        """The rows of a question; `changes` is how often the tables were changed until now."""
        if changes != self._changes or len(self._kept) >= MOST:
            self._kept.clear()
            self._changes = changes
        if question not in self._kept:
            self._kept[question] = Kept(match())
        return self._kept[question]
