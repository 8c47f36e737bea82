"""Reads what a sales report is made of, as it comes; what the portal's limits stop is told, not hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from assistant.errors import PortalError
from assistant.models import Deal, Period
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
    missing: Missing | None = None
    """The portal did not give all."""


@dataclass(frozen=True, slots=True)
class Missing:
    """How far a reading came."""

    what: str
    """`deals`: figures are of the newest ones only; `history`: only the conversion cannot be told; `tasks`."""
    done: int
    total: int


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
        """The rows, up to where the portal's limits or an outage stop it.

        Raises:
            PortalError: a refusal that no later try can mend.
        """
        try:
            yield from rows
        except PortalError as error:
            if not error.retry:
                raise
            self.stopped = True

    @property
    def missing(self) -> Missing | None:
        """How far it came, when it was stopped."""
        return Missing(self.what, self.done, self.total) if self.stopped else None


def read_sales(
    portal: Portal,
    periods: tuple[Period, Period],
    people: tuple[int, ...] | None,
    stages: tuple[str, ...],
    progress: Progress,
    *,
    keep: bool,
) -> SalesReading:
    """Count the deals of a period and of the one before.

    Args:
        portal: of the asker.
        periods: the period and the one before.
        people: the responsible ones, `None` for everybody.
        stages: codes that narrow the cohort.
        progress: hears how far it is.
        keep: the deals themselves are wanted, too.

    Raises:
        PortalError: nothing could be read.
    """
    period, before = periods
    counting = Counting("deals", progress)
    deals = portal.each_deal(sales_criteria(period, people, before), counting)
    # They came with the first deals.
    pipelines = portal.pipelines()
    now, then = SalesTally(period, portal.zone, pipelines), SalesTally(before, portal.zone, pipelines)
    kept: list[Deal] = []
    for deal in counting.until_stopped(deals):
        if now.add(deal) and keep:
            kept.append(deal)
        then.add(deal)
    missing = counting.missing or _read_history(portal, now, progress)
    return SalesReading(now.figures(stages), then.figures(), tuple(kept), missing)


def _read_history(portal: Portal, tally: SalesTally, progress: Progress) -> Missing | None:
    counting = Counting("history", progress)
    for change in counting.until_stopped(portal.stage_changes(tally.cohort, counting)):
        tally.enter(change)
    return counting.missing
