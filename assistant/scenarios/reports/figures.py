"""The figures of a sales report from deals and their stage histories, as docs/numbers.md defines them.

A `SalesTally` takes rows one by one and keeps numbers, not rows, so that a report holds no more of a large portal than
one number a deal. Deals go first: of histories only those of the cohort count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from assistant.models import Deal, Money, Period, Pipeline, Stage, StageChange

WON, LOST = "S", "F"
CREATED = "created"
FINAL = {WON: "won", LOST: "lost"}


@dataclass(frozen=True, slots=True)
class DealSums:
    """Some deals."""

    number: int
    sums: tuple[Money, ...]
    """One a currency in which there are deals, by its code; 0 where none of them has an amount."""
    without_amount: int
    """Deals whose amount is empty or 0."""
    counts: tuple[int, ...] = ()
    """Deals in each of these currencies."""


@dataclass(frozen=True, slots=True)
class StageReached:
    """How many deals of a cohort came this far."""

    stage: Stage
    reached: int
    of_before: Fraction | None
    """The share of those that reached the stage before; `None` for the first one, and when nobody did."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """The conversion of one pipeline."""

    pipeline: Pipeline
    cohort: int
    """Deals that were created in the period, and reached the stage that the report is narrowed to."""
    stages: tuple[StageReached, ...]
    """The stages of the process in their order, then the won one."""
    without_history: int
    """Deals that count by their present stage."""


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """The part of one responsible person."""

    person: int
    created: DealSums
    won: DealSums
    lost: DealSums


@dataclass(frozen=True, slots=True)
class SalesFigures:
    """A sales report."""

    period: Period
    created: DealSums
    won: DealSums
    lost: DealSums
    averages: tuple[Money, ...]
    """The amount won by the number won, per currency, not rounded."""
    win_rate: Fraction | None
    """Won of won and lost; `None` when nothing was closed."""
    funnels: tuple[Funnel, ...]
    """Of the pipelines with a cohort, in the portal's order."""
    people: tuple[PersonFigures, ...]
    """By id, those with any of the deals."""


def sales_figures(
    deals: Iterable[Deal],
    history: Iterable[StageChange],
    *,
    period: Period,
    zone: tzinfo,
    pipelines: Sequence[Pipeline],
    stages: Collection[str] = (),
) -> SalesFigures:
    """The figures of deals and histories at hand; see `SalesTally`."""
    tally = SalesTally(period, zone, pipelines)
    for deal in deals:
        tally.add(deal)
    for change in history:
        tally.enter(change)
    return tally.figures(stages)


class SalesTally:
    """Counts deals and what their histories show."""

    def __init__(self, period: Period, zone: tzinfo, pipelines: Sequence[Pipeline]) -> None:
        """Days are those of the zone; stages that are in no pipeline any more show nothing."""
        self._period = period
        self._zone = zone
        self._pipelines = pipelines
        self._paths = {pipeline.id: _path(pipeline) for pipeline in pipelines}
        self._ranks = {pipeline: {stage.id: at for at, stage in enumerate(path, 1)}
                       for pipeline, path in self._paths.items()}  # fmt: skip
        self._parts: dict[int, dict[str, _Sums]] = {}
        self._cohort: dict[int, _Way] = {}

    def add(self, deal: Deal) -> bool:
        """Count a deal, once; one that was neither created nor closed in the period changes nothing.

        Returns:
            Whether it counts.
        """
        roles = counted_as(deal, self._period, self._zone)
        for role in roles:
            self._part(deal, role)
        if CREATED in roles:
            rank = self._ranks.get(deal.stage.pipeline_id, {}).get(deal.stage.id, 0)
            self._cohort[deal.id] = _Way(deal.stage.pipeline_id, present=rank)
        return bool(roles)

    @property
    def cohort(self) -> Collection[int]:
        """Deals whose histories count."""
        return self._cohort.keys()

    def enter(self, change: StageChange) -> None:
        """Note a stage that a deal entered, in any order; those of other deals change nothing."""
        way = self._cohort.get(change.deal)
        if way is not None:
            way.reached = max(way.reached or 0, self._ranks.get(way.pipeline, {}).get(change.stage, 0))

    def figures(self, stages: Collection[str] = ()) -> SalesFigures:
        """The report; codes of stages narrow the cohorts to the deals that reached the one of their pipeline."""
        created, won, lost = (self._together(name) for name in ("created", "won", "lost"))
        closed = won.number + lost.number
        return SalesFigures(
            period=self._period,
            created=created.frozen(),
            won=won.frozen(),
            lost=lost.frozen(),
            averages=tuple(Money(won.totals[each] / won.counts[each], each) for each in sorted(won.totals)),
            win_rate=Fraction(won.number, closed) if closed else None,
            funnels=tuple(funnel for each in self._pipelines if (funnel := self._funnel(each, stages)).cohort),
            people=tuple(
                PersonFigures(person, *(parts.get(name, _Sums()).frozen() for name in ("created", "won", "lost")))
                for person, parts in sorted(self._parts.items())
            ),
        )

    def _part(self, deal: Deal, name: str) -> None:
        self._parts.setdefault(deal.assigned_to, {}).setdefault(name, _Sums()).add(deal.amount)

    def _together(self, name: str) -> _Sums:
        whole = _Sums()
        for parts in self._parts.values():
            if name in parts:
                whole.join(parts[name])
        return whole

    def _funnel(self, pipeline: Pipeline, stages: Collection[str]) -> Funnel:
        path = self._paths[pipeline.id]
        ranks = [rank for code, rank in self._ranks[pipeline.id].items() if code in stages]
        least = min(ranks, default=len(path) + 1) if stages else 0
        ways = [way for way in self._cohort.values() if way.pipeline == pipeline.id and way.rank >= least]
        reached = [sum(way.rank >= rank for way in ways) for rank in range(1, len(path) + 1)]
        shares = (None, *(Fraction(now, before) if before else None for before, now in pairwise(reached)))
        return Funnel(
            pipeline=pipeline,
            cohort=len(ways),
            stages=tuple(StageReached(*each) for each in zip(path, reached, shares, strict=True)),
            without_history=sum(way.reached is None for way in ways),
        )


def counted_as(deal: Deal, period: Period, zone: tzinfo) -> tuple[str, ...]:
    """As what a deal counts: `created`, `won`, `lost`; final is what it is now and was moved to in the period."""
    created = (CREATED,) if _within(deal.created, period, zone) else ()
    if deal.stage.semantics in FINAL and _within(deal.moved, period, zone):
        return (*created, FINAL[deal.stage.semantics])
    return created


def _within(moment: datetime | None, period: Period, zone: tzinfo) -> bool:
    return moment is not None and moment.astimezone(zone).date() in period


def _path(pipeline: Pipeline) -> tuple[Stage, ...]:
    """The stages of the process by their order, then the won one."""
    ordered = sorted(pipeline.stages, key=lambda stage: stage.sort)
    process = [stage for stage in ordered if stage.semantics not in (WON, LOST)]
    return (*process, *[stage for stage in ordered if stage.semantics == WON][:1])


@dataclass(slots=True)
class _Way:
    """How far a deal came; ranks count from 1, 0 is no stage of the path."""

    pipeline: int
    present: int
    reached: int | None = None
    """By its history; `None` as long as it has none."""

    @property
    def rank(self) -> int:
        """The furthest stage."""
        return self.present if self.reached is None else self.reached


@dataclass(slots=True)
class _Sums:
    """Sums that grow."""

    number: int = 0
    without_amount: int = 0
    totals: dict[str, Decimal] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, amount: Money) -> None:
        self.number += 1
        self.without_amount += not amount.value
        if not (amount.value or amount.currency):
            return
        self.totals[amount.currency] = self.totals.get(amount.currency, Decimal(0)) + amount.value
        self.counts[amount.currency] = self.counts.get(amount.currency, 0) + 1

    def join(self, other: _Sums) -> None:
        self.number += other.number
        self.without_amount += other.without_amount
        for currency, total in other.totals.items():
            self.totals[currency] = self.totals.get(currency, Decimal(0)) + total
            self.counts[currency] = self.counts.get(currency, 0) + other.counts[currency]

    def frozen(self) -> DealSums:
        sums = tuple(Money(total, currency) for currency, total in sorted(self.totals.items()))
        counts = tuple(self.counts[each.currency] for each in sums)
        return DealSums(self.number, sums, self.without_amount, counts)
