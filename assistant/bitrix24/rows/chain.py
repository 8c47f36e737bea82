"""Pages of one span in one batch, each below the last id of the page before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from assistant.bitrix24.batch import BatchAnswer, Command
from assistant.bitrix24.rows.listing import PAGE
from assistant.bitrix24.rows.spans import Span
from assistant.errors import PortalError, PortalUnavailableError

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a chain brought."""

    rows: list[Row]
    rest: Span | None
    """What it did not reach."""


class Chain:
    """Commands for the newest pages of a span."""

    def __init__(self, span: Span, pages: int, name: str, *, counted: bool = True) -> None:
        """The keys of the commands are the name with a number; the last one is `counted`."""
        self._span = span
        self.commands: list[Command] = []
        for at in range(pages):
            listing = span.listing
            below = listing.last_of(f"{name}{at - 1}") if at else span.below
            last = counted and at == pages - 1
            self.commands.append(listing.command(f"{name}{at}", below=below, above=span.above, counted=last))

    @property
    def span(self) -> Span:
        """What it reads the newest rows of."""
        return self._span

    def take(self, answer: BatchAnswer) -> Taken:
        """The rows, as far as each page goes on where the one before ended.

        What a portal makes of a reference is not documented, so none is trusted: a page that does not go on is left,
        like one that failed, and asked for again by its number.

        Raises:
            PortalError: the first page failed, or is not in the order that was asked for.
        """
        rows: list[Row] = []
        ids: list[int] = []
        for command in self.commands:
            try:
                page = self._page(answer, command, ids[-1] if ids else self._span.below)
            except PortalError:
                if not ids:
                    raise
                return Taken(rows, self._rest(ids, None))
            rows += page
            ids += map(self._span.listing.id_of, page)
            if len(page) < PAGE:
                return Taken(rows, None)
        total = answer.total(self.commands[-1].key)
        left = total - PAGE if total is not None and total >= PAGE else None
        return Taken(rows, None if left == 0 else self._rest(ids, left))

    def _page(self, answer: BatchAnswer, command: Command, below: int | None) -> list[Row]:
        page = self._span.listing.read(answer, command.key)
        bounds = [] if below is None else [below]
        ids = [*bounds, *map(self._span.listing.id_of, page)]
        if any(later >= earlier for earlier, later in pairwise(ids)):
            raise PortalUnavailableError(f"{command.method}: the rows are not in the order of their ids")
        return page

    def _rest(self, ids: Sequence[int], left: int | None) -> Span:
        expected = self._span.expected
        if left is None and expected is not None:
            left = max(1, expected - len(ids))
        return replace(self._span, below=ids[-1], expected=left, gap=(ids[0] - ids[-1]) / max(1, len(ids) - 1) or 1.0)
