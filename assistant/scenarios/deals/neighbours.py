"""Questions beside a question about deals: another period, other people, without a filter."""

from __future__ import annotations

from dataclasses import replace

from assistant.models import Button, Reply, Run
from assistant.scenarios.calendar import month, previous
from assistant.scenarios.deals.selection import HEADS, Selection
from assistant.scenarios.people import other_people as of_others
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

EMPTY = {
    "own": "deals.empty.own",
    "person": "deals.empty.person",
    "team": "deals.empty.team",
    "readable": "deals.empty.readable",
}

assert EMPTY.keys() == HEADS.keys()


def nothing(selection: Selection, portal: Portal) -> Reply:
    """What was looked for without success, and the likeliest ways out."""
    run, slots = fresh(selection.run), selection.run.slots
    empty = say(
        EMPTY[selection.whose.kind], name=selection.whose.name, deals=selection.noun, filters=selection.filters()
    )
    wider: list[Button | None] = []
    if slots.amount:
        wider.append(button("button.any_amount", replace(run, slots=replace(slots, amount=None))))
    if slots.pipeline:
        wider.append(button("button.any_pipeline", replace(run, slots=replace(slots, pipeline=None))))
    if slots.stage:
        wider.append(button("button.any_stage", replace(run, slots=replace(slots, stage=None))))
    if slots.period and selection.criteria.state != "all":
        every = replace(slots, deal_state="all", date_meaning=None)
        wider.append(button("button.all_created", replace(run, slots=every), period=slots.period))
    beside = (*wider, beside_period(selection, portal))
    return Reply((empty,), rows(beside, (other_people(selection),)))


def beside_period(selection: Selection, portal: Portal) -> Button | None:
    """The period before; for open deals what was won this month."""
    run, slots = fresh(selection.run), selection.run.slots
    if slots.period:
        before = previous(slots.period)
        return button("button.period", replace(run, slots=replace(slots, period=before)), period=before)
    if selection.criteria.state == "open" and not slots.stage:
        won = replace(slots, deal_state="won", period=month(portal.now.date()))
        return button("button.won_this_month", replace(run, slots=won))
    return None


def other_people(selection: Selection) -> Button:
    """The same deals of other people."""
    return of_others(selection.run, selection.whose)


def fresh(run: Run) -> Run:
    """The question from its first row, in its usual view."""
    return replace(run, offset=0, view="", read_as="")
