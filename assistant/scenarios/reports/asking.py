"""Which deals a sales report asks the portal for."""

from __future__ import annotations

from assistant.models import DealCriteria, Period


def sales_criteria(period: Period, people: tuple[int, ...] | None = None) -> tuple[DealCriteria, DealCriteria]:
    """The deals created in a period, and the older ones that were closed in it: no deal is in both."""
    return (
        DealCriteria(state="all", period=period, assigned_to=people),
        DealCriteria(state="closed", period=period, assigned_to=people, created_before=period.first),
    )
