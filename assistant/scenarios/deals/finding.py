"""The way from a question about deals to the deals, the same for a list and a number."""

from __future__ import annotations

from collections.abc import Callable

from assistant.models import DealPage, Reply, Run
from assistant.scenarios.deals import neighbours
from assistant.scenarios.deals.explaining import explain
from assistant.scenarios.deals.selection import Selection, select
from assistant.scenarios.portal import Portal


def answer_found(run: Run, portal: Portal, told: Callable[[Selection, DealPage, Portal], Reply]) -> Reply:
    """What is told of the deals; a question back, that there are none, or what was counted where that is asked."""
    selection = select(run, portal)
    if isinstance(selection, Reply):
        return selection
    found = portal.deals(selection.criteria)
    if not found.deals:
        return neighbours.nothing(selection, portal)
    return explain(selection, found, portal) if run.view == "why" else told(selection, found, portal)
