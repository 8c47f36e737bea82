"""Reads what a sales report is made of, as it comes; what the portal's limits stop is told, not hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from assistant.errors import PlanError, PortalError
from assistant.models import Deal, DealCriteria, Period, StageChange
from assistant.scenarios.portal import Portal
from assistant.scenarios.progress import Progress
from assistant.scenarios.reports.asking import sales_criteria
from assistant.scenarios.reports.figures import SalesFigures, SalesTally
from assistant.scenarios.saying import say

T = TypeVar("T")
COUNTING = {
    "deals": "reports.counting.deals",
    "history": "reports.counting.history",
    "tasks": "reports.counting.tasks",
}


@dataclass(frozen=True, slots=True)
class SalesReading:
    """The figures of a period and of the one before."""

    now: SalesFigures
    before: SalesFigures
    deals: tuple[Deal, ...]
    """Those that count in the period, where they were wanted."""
    read: int
    """Deals that came."""
    missing: Missing | None = None
    """The portal did not give all."""


@dataclass(frozen=True, slots=True)
class Missing:
    """How far a reading came."""

    what: str
    """`deals`: figures are of the newest ones only; `history`: only the conversion cannot be told; `tasks`."""
    done: int
    total: int
    back_to: date | None = None
    """The oldest day of the time that was asked for from which a deal came."""


@dataclass(slots=True)
class Counting:
    """Hears how far one reading is, and passes it on."""

    what: str
    progress: Progress
    done: int = 0
    total: int = 0
    stopped: bool = field(default=False, init=False)

    def __call__(self, done: int, total: int) -> None:
        """Rows that came, rows that there are."""
        self.done, self.total = done, total
        self.progress(say(COUNTING[self.what], done=done, total=total))

    def until_stopped(self, rows: Iterable[T]) -> Iterator[T]:
        """The rows, up to where the portal's limits, an outage, or a block of all applications stop it.

        Raises:
            PortalError: a refusal of these rows.
        """
        try:
            yield from rows
        except PortalError as error:
            if not (error.retry or isinstance(error, PlanError)):
                raise
            self.stopped = True
            self.progress(say("reports.stopped", done=self.done, total=self.total))

    @property
    def missing(self) -> Missing | None:
        """How far it came, when it was stopped."""
        return Missing(self.what, self.done, self.total) if self.stopped else None


def read_sales(
    portal: Portal,
    periods: tuple[Period, Period],
    of: DealCriteria,
    stages: tuple[str, ...],
    progress: Progress,
    *,
    keep: bool,
    history: bool,
) -> SalesReading:
    """Count the deals of a period and of the one before.

    Args:
        portal: of the asker.
        periods: the period and the one before.
        of: whose deals, and of which pipeline.
        stages: codes that narrow the cohort.
        progress: hears how far it is.
        keep: the deals themselves are wanted, too.
        history: the conversion is wanted.

    Raises:
        PortalError: nothing could be read.
    """
    period, before = periods
    counting = Counting("deals", progress)
    deals = portal.each_deal(sales_criteria(period, of, before), counting)
    # They came with the first deals.
    pipelines = portal.pipelines()
    now, then = SalesTally(period, portal.zone, pipelines), SalesTally(before, portal.zone, pipelines)
    kept: list[Deal] = []
    oldest: date | None = None
    read = 0
    for deal in counting.until_stopped(deals):
        read += 1
        if now.add(deal) and keep:
            kept.append(deal)
        then.add(deal)
        day = deal.created.astimezone(portal.zone).date() if deal.created else None
        if day and day >= min(period.first, before.first):
            oldest = min(oldest or day, day)
    missing = replace(counting.missing, back_to=oldest) if counting.missing else None
    if missing is None and history:
        missing = _read_history(portal, now, progress)
    if missing is None:
        progress(say("reports.counted"))
    return SalesReading(now.figures(stages), then.figures(), tuple(kept), read, missing)


def _read_history(portal: Portal, tally: SalesTally, progress: Progress) -> Missing | None:
    counting = Counting("history", progress)

    def changes() -> Iterator[StageChange]:
        """The first request is made inside: what is known of the deals is told without their histories, too."""
        yield from portal.stage_changes(tally.cohort, counting)

    for change in counting.until_stopped(changes()):
        tally.enter(change)
    return counting.missing
