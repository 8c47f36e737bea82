"""Which deals a sales report asks the portal for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from assistant.models import DealCriteria, Period

DAY = timedelta(days=1)


def sales_criteria(period: Period, of: DealCriteria, before: Period | None = None) -> tuple[DealCriteria, ...]:
    """The deals created in a period, and the others that were closed in it; the same for the period before.

    `of` says whose and of which pipeline. No deal is in two of them.
    """
    if before is not None and before.last + DAY == period.first:
        period, before = Period(before.first, period.last), None
    first = before.first if before else period.first
    every, final = replace(of, state="all"), replace(of, state="closed")
    created = [replace(every, period=each) for each in (before, period) if each]
    closed = [replace(final, period=each, created_before=first) for each in (before, period) if each]
    if before:
        between = replace(final, period=period, created_from=before.last + DAY, created_before=period.first)
        return (*created, *closed, between)
    return (*created, *closed)
