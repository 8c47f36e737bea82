"""The view `why`: which definition the number used."""

from __future__ import annotations

from dataclasses import replace

from assistant.models import DealPage, Phrase, Reply
from assistant.scenarios.deals import neighbours
from assistant.scenarios.deals.selection import Selection
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

PEOPLE = {
    "own": "deals.why.own",
    "person": "deals.why.person",
    "team": "deals.why.team",
    "readable": "deals.why.readable",
}
DATES = {
    "created": "deals.why.created",
    "won": "deals.why.won",
    "lost": "deals.why.lost",
    "closed": "deals.why.closed",
    "closing": "deals.why.closing",
}
STATES = {
    "open": "deals.why.open",
    "won": "deals.why.state_won",
    "lost": "deals.why.state_lost",
    "closed": "deals.why.state_closed",
    "all": "deals.why.all",
}


def explain(selection: Selection, found: DealPage, portal: Portal) -> Reply:
    """Whose deals, which state, which date counted, which filters, how the sums were made."""
    criteria, whose = selection.criteria, selection.whose
    lines: list[Phrase] = [
        say("deals.why.head", head=selection.head, number=found.total, at=found.as_of),
        say(PEOPLE[whose.kind], name=whose.name, count=len(whose.ids or ())),
        say(STATES[criteria.state]),
    ]
    if criteria.period:
        zone = portal.zone.key.replace("_", " ")
        lines.append(say(DATES[selection.counted_date], period=criteria.period, zone=zone))
    if selection.narrowing:
        lines.append(say("deals.why.filters", filters=_filters(selection)))
    lines.append(say("deals.why.sums"))
    if empty := sum(1 for deal in found.deals if not deal.amount.value):
        lines.append(say("deals.why.no_amount", count=empty))
    show = button("button.show_them", replace(neighbours.fresh(selection.run), intent="deals.list"))
    return Reply(tuple(lines), rows((show, neighbours.other_people(selection))))


def _filters(selection: Selection) -> tuple[Phrase, ...]:
    criteria = selection.criteria
    pieces: list[Phrase] = []
    if selection.pipeline:
        pieces.append(say("deals.why.pipeline", name=selection.pipeline.name))
    if selection.stages:
        pieces.append(say("deals.why.stage", stage=selection.stages.name))
    if criteria.amount:
        pieces.append(say("deals.why.amount", amount=criteria.amount))
    if selection.client:
        pieces.append(say("deals.why.client", client=selection.client.name))
    return tuple(pieces)
