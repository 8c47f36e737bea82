"""All rows of a list method, fifty pages at most in one request (settings/performance/huge-data)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import LIMIT, BatchAnswer, Command
from assistant.bitrix24.connection import Connection

PAGE = 50
FIRST_PAGES = 10
"""Pages of the first request, when nobody knows yet how many there are."""
OFFSET_PAGES = 6


@dataclass(frozen=True, slots=True)
class Listing:
    """A list method and what is asked of it."""

    method: str
    filter: Mapping[str, Any]
    params: Mapping[str, Any] = field(default_factory=dict)
    """Beside filter, order and start."""
    rows: tuple[str, ...] = ()
    """Where the rows stand in the result."""
    id: str = "id"
    """The field of the row's id in answers."""
    key: str = "id"
    """The same field in filters and orders."""

    def pages(self, count: int, *, below: int | None = None) -> list[Command]:
        """Commands for the newest rows below an id, fifty a command.

        Rows that are added meanwhile stand first and move the others on, so that some are read twice, but none is
        skipped. Pages after the last are empty.
        """
        condition = self.filter if below is None else {**self.filter, f"<{self.key}": below}
        params = {**self.params, "filter": condition, "order": {self.key: "DESC"}}
        return [Command(f"p{at}", self.method, {**params, "start": at * PAGE}) for at in range(count)]

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


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list method gave."""

    rows: tuple[dict[str, Any], ...]
    """Newest first."""
    total: int
    """How many the portal counted; more than the rows only when it stopped giving them."""
    first: BatchAnswer
    """The answer of the first request, with the results of the riders."""


def read_all(connection: Connection, listing: Listing, riders: Sequence[Command] = ()) -> Rows:
    """Every row: one request for up to 500, another for each 2,500 after that.

    Args:
        connection: whose rights count.
        listing: what to read.
        riders: other commands for the first request.

    Raises:
        PortalError: a page could not be read.
    """
    commands = listing.pages(min(FIRST_PAGES, LIMIT - len(riders)))
    first = answer = connection.read_batch([*commands, *riders])
    found: dict[int, dict[str, Any]] = {}
    total = first.total("p0")
    while True:
        before = len(found)
        for command in commands:
            for row in listing.read(answer, command.key):
                found[number(row.get(listing.id)) or 0] = row
        missing = (total if total is not None else len(found)) - len(found)
        if missing <= 0 or len(found) == before:
            break
        # From the oldest known row on, whatever happened to the newer ones since.
        commands = listing.pages(min(LIMIT, -(-missing // PAGE)), below=min(found))
        answer = connection.read_batch(commands)
    return Rows(tuple(found.values()), max(total or 0, len(found)), first)


def read_by_offset(
    connection: Connection, method: str, params: Mapping[str, Any], riders: Sequence[Command] = (), *, start: str
) -> tuple[list[dict[str, Any]], BatchAnswer]:
    """Every row of a short list that knows no filter by id, such as departments: 300 rows a request, then 2,500.

    Args:
        connection: whose rights count.
        method: its rows are the result itself.
        params: beside the start.
        riders: other commands for the first request.
        start: how the method spells its offset.
    """
    first: BatchAnswer | None = None
    found: list[dict[str, Any]] = []
    offset, pages = 0, OFFSET_PAGES
    while True:
        commands = [Command(f"p{at}", method, {**params, start: offset + at * PAGE}) for at in range(pages)]
        answer = connection.read_batch([*commands, *riders])
        first = first or answer
        for command in commands:
            found += [row for row in answer[command.key] if isinstance(row, dict)]
        if answer.next(commands[-1].key) is None:
            return found, first
        offset, pages, riders = offset + pages * PAGE, LIMIT, ()
