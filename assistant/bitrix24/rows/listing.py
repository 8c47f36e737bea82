"""A list method: how it takes filter, order and start, and where its rows stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import BatchAnswer, Command, Reference

PAGE = 50
"""Rows of a page; no method gives more."""
UNCOUNTED = -1
"""The start that leaves the count out (settings/performance/huge-data)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list method and what is asked of it."""

    method: str
    filter: Mapping[str, Any]
    """Without bounds of the id: these are the reader's."""
    params: Mapping[str, Any] = field(default_factory=dict)
    """Beside filter, order and start."""
    rows: tuple[str, ...] = ()
    """Where the rows stand in the result."""
    id: str = "id"
    """The field of the row's id in answers."""
    key: str = "id"
    """The same field in filters and orders."""
    two_texts: bool = False
    """The order is said by `sort` and `order`, and the filter by `FILTER`, as user.get wants it."""

    def __post_init__(self) -> None:
        bounds = {f"{sign}{self.key}" for sign in ("<", ">", "<=", ">=")} & self.filter.keys()
        if bounds:
            raise ValueError(f"{self.method}: the filter has {sorted(bounds)}, by which its pages are read")

    def command(
        self, key: str, *, below: int | Reference | None = None, above: int | None = None, counted: bool = False
    ) -> Command:
        """Asks for the newest fifty rows between two ids, which do not belong to them.

        Args:
            key: of the command.
            below: `None` is no bound.
            above: the same.
            counted: also how many rows are between these ids, which takes the portal as long as the rows.
        """
        condition = {**self.filter}
        if below is not None:
            condition[f"<{self.key}"] = below
        if above is not None:
            condition[f">{self.key}"] = above
        asked = (
            {"FILTER": condition, "sort": self.key, "order": "DESC"}
            if self.two_texts
            else {"filter": condition, "order": {self.key: "DESC"}}
        )
        return Command(key, self.method, {**self.params, **asked, "start": 0 if counted else UNCOUNTED})

    def last_of(self, key: str) -> Reference:
        """The id of the last row of a full page."""
        return Reference(key, (*self.rows, PAGE - 1, self.id))

    def read(self, answer: BatchAnswer, key: str) -> list[dict[str, Any]]:
        """The rows of a page.

        Raises:
            PortalError: the command failed.
        """
        found = answer[key]
        for name in self.rows:
            found = found.get(name, []) if isinstance(found, Mapping) else []
        rows = found.values() if isinstance(found, Mapping) else found
        return [row for row in rows if isinstance(row, dict)]

    def id_of(self, row: Mapping[str, Any]) -> int:
        """The id of a row; 0 when it has none."""
        return number(row.get(self.id)) or 0
