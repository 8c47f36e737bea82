"""Which period a report is compared with, as docs/numbers.md says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from assistant.models import Period

DAY = timedelta(days=1)


def period_before(period: Period, today: date) -> Period:
    """The period before this one.

    A whole week, month, quarter or year: the one before. One that is running, up to its end or up to today: the same
    number of days of the one before. Anything else: as many days right before it.
    """
    for unit in _UNITS:
        whole = unit(period.first)
        running = today in whole and today < whole.last
        if period == whole and not running:
            return unit(whole.first - DAY)
        if (period == whole or (period.first, period.last) == (whole.first, today)) and running and period.days > 1:
            before = unit(whole.first - DAY)
            return Period(before.first, min(before.first + (today - whole.first), before.last))
    return Period(period.first - DAY * period.days, period.first - DAY)


def _week(day: date) -> Period:
    monday = day - DAY * day.weekday()
    return Period(monday, monday + 6 * DAY)


def _months(number: int) -> Callable[[date], Period]:
    def unit(day: date) -> Period:
        first = date(day.year, (day.month - 1) // number * number + 1, 1)
        return Period(first, (first + DAY * (31 * number)).replace(day=1) - DAY)

    return unit


_UNITS = (_months(1), _months(3), _months(12), _week)
"""A range that begins with a month and a week is meant as a month."""
