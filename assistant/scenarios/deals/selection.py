"""Which deals a question means: criteria for the portal, and the words that name them."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.models import (
    Client,
    ClientKind,
    DealCriteria,
    Phrase,
    Pipeline,
    Reply,
    Run,
    Slots,
)
from assistant.scenarios.clients.choosing import choose_client
from assistant.scenarios.deals.pipelines import choose_pipeline, or_pipeline
from assistant.scenarios.deals.stages import FINAL, Stages, choose_stages
from assistant.scenarios.people import Whose, whose
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import say

CLOSING = "closing"

NOUNS = {
    "open": "deals.noun.open",
    "won": "deals.noun.won",
    "lost": "deals.noun.lost",
    "closed": "deals.noun.closed",
    "all": "deals.noun.all",
}
NUMBERS = {
    "open": "deals.number.open",
    "won": "deals.number.won",
    "lost": "deals.number.lost",
    "closed": "deals.number.closed",
    "all": "deals.number.all",
}
DATES = {
    "created": ("deals.date.created", "deals.counted.created"),
    "won": ("deals.date.won", "deals.counted.won"),
    "lost": ("deals.date.lost", "deals.counted.lost"),
    "closed": ("deals.date.closed", "deals.counted.closed"),
    CLOSING: ("deals.date.closing", "deals.counted.closing"),
}
"""What the period is about: after the noun, and after a number (its form follows the number)."""
HEADS = {
    "own": "deals.head.own",
    "person": "deals.head.person",
    "team": "deals.head.team",
    "readable": "deals.head.readable",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """The deals of one question."""

    run: Run
    criteria: DealCriteria
    whose: Whose
    stages: Stages | None = None
    client: Client | None = None
    pipeline: Pipeline | None = None

    @property
    def counted_date(self) -> str:
        """Which date the period is compared with: a key of `DATES`, empty without a period."""
        if self.criteria.period is None:
            return ""
        if self.criteria.date_meaning:
            return self.criteria.date_meaning
        return self.criteria.state if self.criteria.state in FINAL.values() or self._closed else "created"

    @property
    def noun(self) -> Phrase:
        """Like "open deals"; what the date tells already is not said twice."""
        return say(NOUNS["all" if self._dated_state else self.criteria.state])

    def number(self, count: int) -> Phrase:
        """Like "14 open deals"."""
        return say(NUMBERS["all" if self._dated_state else self.criteria.state], count=count)

    def filters(self, count: int | None = None) -> tuple[Phrase, ...]:
        """What narrows them down, after the noun or (with `count`) after a number."""
        return (*self._date(count), *self.narrowing)

    @property
    def narrowing(self) -> tuple[Phrase, ...]:
        """The filters beside state and period."""
        pieces: list[Phrase] = []
        if self.pipeline:
            pieces.append(say("deals.filter.pipeline", name=self.pipeline.name))
        if self.stages:
            pieces.append(say("deals.filter.stage", stage=self.stages.name))
        if self.criteria.amount:
            pieces.append(say("deals.filter.amount", amount=self.criteria.amount))
        if self.client:
            pieces.append(say("deals.filter.client", client=self.client.name))
        return tuple(pieces)

    @property
    def head(self) -> Phrase:
        """Whose deals and which: the first words of an answer."""
        return say(HEADS[self.whose.kind], name=self.whose.name, deals=self.noun, filters=self.filters())

    @property
    def _closed(self) -> bool:
        return self.criteria.state == "closed"

    @property
    def _dated_state(self) -> bool:
        return bool(self.counted_date) and self.counted_date == self.criteria.state

    def _date(self, count: int | None) -> tuple[Phrase, ...]:
        if not self.counted_date or self.criteria.period is None:
            return ()
        named, counted = DATES[self.counted_date]
        if count is None:
            return (say(named, period=self.criteria.period),)
        return (say(counted, count=count, period=self.criteria.period),)


def select(run: Run, portal: Portal) -> Selection | Reply:
    """What a question means, or the question that has to be answered first."""
    narrowed = choose_pipeline(run, portal)
    if isinstance(narrowed, Reply):
        return narrowed
    asked, (run, pipeline) = run, narrowed
    people = whose(run, portal)
    if isinstance(people, Reply):
        meant = or_pipeline(asked, people, portal)
        return select(meant, portal) if isinstance(meant, Run) else meant
    stages = choose_stages(run, portal, pipeline) if run.slots.stage else None
    if isinstance(stages, Reply):
        return stages
    client = choose_client(run, portal) if run.slots.client or run.slots.client_id else None
    if isinstance(client, Reply):
        meant = or_pipeline(asked, client, portal)
        return select(meant, portal) if isinstance(meant, Run) else meant
    criteria = DealCriteria(
        state=_state(run.slots, stages),
        period=run.slots.period,
        date_meaning=run.slots.date_meaning if run.slots.period else None,
        assigned_to=people.ids,
        stages=stages.ids if stages else (),
        pipeline_id=pipeline.id if pipeline else None,
        amount=run.slots.amount,
        contact_ids=(client.id,) if client and client.kind is ClientKind.CONTACT else (),
        company_ids=(client.id,) if client and client.kind is ClientKind.COMPANY else (),
    )
    return Selection(run, criteria, people, stages, client, pipeline)


def _state(slots: Slots, stages: Stages | None) -> str:
    """As said; else what the stage implies; else open, or all with a period."""
    if slots.deal_state:
        return slots.deal_state
    if stages and stages.semantics in FINAL:
        return FINAL[stages.semantics]
    if slots.period and slots.date_meaning != CLOSING:
        return "all"
    return "open"
