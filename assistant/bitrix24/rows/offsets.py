"""Short lists that know no filter by id, such as departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.bitrix24.batch import LIMIT, BatchAnswer, Command, Source
from assistant.bitrix24.rows.listing import PAGE

OFFSET_PAGES = 6


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
