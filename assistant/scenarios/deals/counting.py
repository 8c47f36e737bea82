"""`deals.count`: one number and its sums first, then whose and as of when."""

from __future__ import annotations

from dataclasses import replace

from assistant.catalogue import Catalogue
from assistant.models import DealPage, Phrase, Reply, Run
from assistant.scenarios.deals import neighbours
from assistant.scenarios.deals.finding import answer_found
from assistant.scenarios.deals.listing import view, warnings
from assistant.scenarios.deals.selection import Selection
from assistant.scenarios.deals.sums import sums
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

WHOSE = {
    "own": "deals.whose.own",
    "person": "deals.whose.person",
    "team": "deals.whose.team",
    "readable": "deals.whose.readable",
}


def count_deals(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """How many deals, for what sum."""
    return answer_found(run, portal, _count)


def _count(selection: Selection, found: DealPage, portal: Portal) -> Reply:
    run = selection.run
    first = (
        button("button.show_them", view(run, "")),
        neighbours.beside_period(selection, portal),
        button("button.why", replace(run, view="why", read_as=""), number=found.total),
    )
    lines = (_number(selection, found), *warnings(selection, found))
    return Reply(lines, rows(first, (neighbours.other_people(selection),)))


def _number(selection: Selection, found: DealPage) -> Phrase:
    filters = selection.filters(found.total)
    total = sums(found.deals)
    pieces: tuple[Phrase, ...] = filters
    if total and found.total == len(found.deals):
        pieces = (*filters, say("deals.for_filtered" if filters else "deals.for", sums=total))
    return say(
        "deals.count",
        number=selection.number(found.total),
        pieces=pieces,
        whose=say(WHOSE[selection.whose.kind], name=selection.whose.name),
        at=found.as_of,
    )
