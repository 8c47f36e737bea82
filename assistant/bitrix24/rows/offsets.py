"""Short lists that know no filter by id, such as departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.bitrix24.batch import LIMIT, BatchAnswer, Command, Source
from assistant.bitrix24.rows.listing import PAGE

OFFSET_PAGES = 6


def pages_by_offset(
    method: str, params: Mapping[str, Any], *, start: str, offset: int = 0, pages: int = OFFSET_PAGES
) -> list[Command]:
    """Commands for some pages of such a list: the first 300 rows. They may also ride in another request."""
    return [Command(f"{method}{at}", method, {**params, start: offset + at * PAGE}) for at in range(pages)]


def read_by_offset(
    source: Source,
    method: str,
    params: Mapping[str, Any],
    riders: Sequence[Command] = (),
    *,
    start: str,
    begun: BatchAnswer | None = None,
) -> tuple[list[dict[str, Any]], BatchAnswer]:
    """Every row of a short list that knows no filter by id, such as departments: 300 rows a request, then 2,500.

    Args:
        source: whose rights count.
        method: its rows are the result itself.
        params: beside the start.
        riders: other commands for the first request.
        start: how the method spells its offset.
        begun: the answer in which the first pages rode.
    """
    commands = pages_by_offset(method, params, start=start)
    answer = first = begun or source.read_batch([*commands, *riders])
    found: list[dict[str, Any]] = []
    offset = 0
    while True:
        for command in commands:
            found += [row for row in answer[command.key] if isinstance(row, dict)]
        if answer.next(commands[-1].key) is None:
            return found, first
        offset += len(commands) * PAGE
        commands = pages_by_offset(method, params, start=start, offset=offset, pages=LIMIT)
        answer = source.read_batch(commands)
