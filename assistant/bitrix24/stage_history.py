"""The stages that deals entered (crm.stagehistory.list)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import Source
from assistant.bitrix24.deal_lists import DEAL
from assistant.bitrix24.rows import FRUGAL, Listing, Progress, Spare, stream, unheard
from assistant.models import StageChange

IDS = 500
"""In one condition: PHP takes no more than a thousand values from a query."""
MOST_LISTS = 20
"""Conditions of one reading; the deals of more are read one after another, or by the range of their ids."""
DENSE = 3
"""With so many ids for one that is meant, their range is read and the others left."""
_SELECT = ("ID", "OWNER_ID", "STAGE_ID")


def stage_changes(
    source: Source,
    deals: Collection[int],
    *,
    by_range: bool = True,
    spare: Spare = FRUGAL,
    progress: Progress = unheard,
) -> Iterator[StageChange]:
    """The histories of these deals, in no order; the first request is made at once.

    Args:
        source: whose rights count.
        deals: their ids.
        by_range: many may be read by the range of their ids, with those of others between them.
        spare: requests that may be sent at once.
        progress: is told of all rows that are read.

    Raises:
        PortalError: what the portal refused; also while the rows come.
    """
    wanted = frozenset(deals)
    if not wanted:
        return iter(())
    listings = [_listing(each) for each in _conditions(wanted, by_range=by_range)]
    readings = [listings[start : start + MOST_LISTS] for start in range(0, len(listings), MOST_LISTS)]
    first = stream(source, readings[0], spare=spare, progress=progress)
    others = (row for each in readings[1:] for row in stream(source, each, spare=spare, progress=progress))
    rows = chain(first, others)
    changes = (StageChange(number(row.get("OWNER_ID")) or 0, str(row.get("STAGE_ID") or "")) for row in rows)
    return (change for change in changes if change.deal in wanted)


def _conditions(wanted: frozenset[int], *, by_range: bool) -> list[dict[str, Any]]:
    first, last = min(wanted), max(wanted)
    ordered = sorted(wanted)
    lists = [ordered[start : start + IDS] for start in range(0, len(ordered), IDS)]
    dense = last - first < DENSE * len(wanted) and len(wanted) > IDS
    if by_range and (dense or len(lists) > MOST_LISTS):
        return [{">=OWNER_ID": first, "<=OWNER_ID": last}]
    return [{"@OWNER_ID": each} for each in lists]


def _listing(condition: dict[str, Any]) -> Listing:
    params = {"entityTypeId": DEAL, "select": _SELECT}
    return Listing("crm.stagehistory.list", condition, params, rows=("items",), id="ID", key="ID")
