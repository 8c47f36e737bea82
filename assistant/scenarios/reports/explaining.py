"""The view `why` of a sales report: whose, which days, what each figure means; nothing is counted for it."""

from __future__ import annotations

from assistant.models import Period, Phrase, Reply
from assistant.scenarios.deals.stages import Stages
from assistant.scenarios.portal import Portal
from assistant.scenarios.reports.question import Question, at, beside
from assistant.scenarios.saying import button, rows, say

PEOPLE = {
    "own": "deals.why.own",
    "person": "deals.why.person",
    "team": "deals.why.team",
    "readable": "deals.why.readable",
}
PERIOD = {True: "reports.why.running", False: "reports.why.period"}
"""By whether it is running."""


def explain(asked: Question, before: Period, stages: Stages | None, portal: Portal) -> Reply:
    """The definitions that were used; `Run.asked` is when it was counted."""
    whose, run = asked.whose, asked.run
    zone = portal.zone.key.replace("_", " ")
    counted = say("reports.why.head", head=asked.head, at=run.asked) if run.asked else None
    lines: list[Phrase] = [
        counted or say("reports.why.bare", head=asked.head),
        say(PEOPLE[whose.kind], name=whose.name, count=len(whose.ids or ())),
        say(PERIOD[asked.running(portal.now.date())], period=asked.period, before=before, zone=zone),
        say("reports.why.states"),
        say("reports.why.funnel_of_stage", stage=stages.name) if stages else say("reports.why.funnel"),
        say("reports.why.sums"),
    ]
    back = button("button.summary", at(run))
    return Reply(tuple(lines), rows((back,), beside(asked)))
