"""All rows of a list method, fifty pages at most in one request (settings/performance/huge-data)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import LIMIT, BatchAnswer, Command, Source

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

    def pages(self, count: int, *, below: int | None = None, name: str = "p") -> list[Command]:
        """Commands for the newest rows below an id, fifty a command; their keys are the name with a number.

        Rows that are added meanwhile stand first and move the others on, so that some are read twice, but none is
        skipped. Pages after the last are empty.
        """
        condition = self.filter if below is None else {**self.filter, f"<{self.key}": below}
        params = {**self.params, "filter": condition, "order": {self.key: "DESC"}}
        return [Command(f"{name}{at}", self.method, {**params, "start": at * PAGE}) for at in range(count)]

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


def read_all(source: Source, listings: Sequence[Listing], riders: Sequence[Command] = ()) -> Rows:
    """Every row of one listing, or of several that overlap: one request for up to 500, another for each 2,500 after.

    Args:
        source: whose rights count.
        listings: what to read; a row that is in several counts once.
        riders: other commands for the first request.

    Raises:
        PortalError: a page could not be read.
    """
    parts = [_Part(listing, f"p{at}_") for at, listing in enumerate(listings)]
    for part in parts:
        part.begin((LIMIT - len(riders)) // len(parts))
    first = answer = source.read_batch([*(command for part in parts for command in part.asked), *riders])
    unread = [part for part in parts if part.take(answer)]
    while unread:
        for part in unread:
            part.go_on(LIMIT // len(unread))
        answer = source.read_batch([command for part in unread for command in part.asked])
        unread = [part for part in unread if part.take(answer)]
    found = {each: row for part in parts for each, row in part.found.items()}
    return Rows(tuple(found.values()), len(found) + sum(part.missing for part in parts), first)


class _Part:
    """How far the reading of a listing has come."""

    def __init__(self, listing: Listing, name: str) -> None:
        self._listing = listing
        self._name = name
        self._total: int | None = None
        self.asked: list[Command] = []
        self.found: dict[int, dict[str, Any]] = {}

    @property
    def missing(self) -> int:
        """Rows that were counted and not given."""
        return max(0, (self._total or 0) - len(self.found))

    def begin(self, most: int) -> None:
        """Ask for the newest rows."""
        self.asked = self._listing.pages(min(FIRST_PAGES, most), name=self._name)

    def go_on(self, most: int) -> None:
        """Ask from the oldest known row on, whatever happened to the newer ones since."""
        self.asked = self._listing.pages(min(most, -(-self.missing // PAGE)), below=min(self.found), name=self._name)

    def take(self, answer: BatchAnswer) -> bool:
        """Note what was asked for; whether there is more to ask."""
        before = len(self.found)
        if self._total is None:
            self._total = answer.total(self.asked[0].key)
        for command in self.asked:
            for row in self._listing.read(answer, command.key):
                self.found[number(row.get(self._listing.id)) or 0] = row
        return self.missing > 0 and len(self.found) > before


def read_by_offset(
    source: Source, method: str, params: Mapping[str, Any], riders: Sequence[Command] = (), *, start: str
) -> tuple[list[dict[str, Any]], BatchAnswer]:
    """Every row of a short list that knows no filter by id, such as departments: 300 rows a request, then 2,500.

    Args:
        source: whose rights count.
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
        answer = source.read_batch([*commands, *riders])
        first = first or answer
        for command in commands:
            found += [row for row in answer[command.key] if isinstance(row, dict)]
        if answer.next(commands[-1].key) is None:
            return found, first
        offset, pages, riders = offset + pages * PAGE, LIMIT, ()
