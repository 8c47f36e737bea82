"""Periods beside a period."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from assistant.models import Period


def previous(period: Period) -> Period:
    """What lies right before: the whole months before whole months, else a range of equal length."""
    before = period.first - timedelta(1)
    if period.first.day != 1 or period.last != _month_end(period.last):
        return Period(period.first - timedelta(period.days), before)
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month
    index = before.year * 12 + before.month - 1 - months
    return Period(date(index // 12, index % 12 + 1, 1), before)


def month(day: date) -> Period:
    """The calendar month of a day."""
    return Period(day.replace(day=1), _month_end(day))


def week(day: date) -> Period:
    """The week of a day, from Monday."""
    monday = day - timedelta(day.weekday())
    return Period(monday, monday + timedelta(6))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
