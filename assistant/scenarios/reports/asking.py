"""Which deals a sales report asks the portal for."""

from __future__ import annotations

from datetime import timedelta

from assistant.models import DealCriteria, Period

DAY = timedelta(days=1)


def sales_criteria(
    period: Period, people: tuple[int, ...] | None = None, before: Period | None = None
) -> tuple[DealCriteria, ...]:
    """The deals created in a period, and the others that were closed in it; the same for the period before.

    No deal is in two of them.
    """
    if before is not None and before.last + DAY == period.first:
        period, before = Period(before.first, period.last), None
    first = before.first if before else period.first
    created = [DealCriteria(state="all", period=each, assigned_to=people) for each in (before, period) if each]
    closed = [
        DealCriteria(state="closed", period=each, assigned_to=people, created_before=first)
        for each in (before, period)
        if each
    ]
    if before:
        between = DealCriteria(
            state="closed",
            period=period,
            assigned_to=people,
            created_from=before.last + DAY,
            created_before=period.first,
        )
        return (*created, *closed, between)
    return (*created, *closed)
