"""A period as seen from a day, and back: "last week" asked again next Monday is another week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from assistant.models import Period, Span, Unit

MONTHS: Mapping[Unit, int] = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: 12}
"""How many months a unit has."""
WHOLE = (Unit.MONTH, Unit.QUARTER, Unit.HALF, Unit.YEAR, Unit.WEEK)
"""In this order a period is taken for a unit: a February from a Monday on is meant as a month."""
NEAR = range(-1, 2)
"""Units beside the running one; what lies farther away is meant as itself."""


def span_of(period: Period, today: date) -> Span | None:
    """How a period lies to a day; `None` when it is meant as itself, like June of last year."""
    for unit in WHOLE:
        here = resolved(Span(unit), today)
        if period.first == here.first and period.last == today and period.days > 1:
            return Span(unit, so_far=True)
        for shift in NEAR:
            if period == resolved(Span(unit, shift, shift), today):
                return Span(unit, shift, shift)
    first, last = (period.first - today).days, (period.last - today).days
    if period.days == 1:
        return Span(Unit.DAY, first, last) if first in NEAR else None
    if last in {-1, 0} or first in {0, 1}:
        return _months(period, today) or Span(Unit.DAY, first, last)
    return _months(period, today)


def resolved(span: Span, today: date) -> Period:
    """The period that a span means on a day."""
    first = _unit(span.unit, today, span.first).first
    return Period(first, today if span.so_far else _unit(span.unit, today, span.last).last)


def _months(period: Period, today: date) -> Span | None:
    """Several whole months right before the running one, or from it on."""
    count = _month(period.last) - _month(period.first) + 1
    for first in (-count, 0, 1):
        span = Span(Unit.MONTH, first, first + count - 1)
        if resolved(span, today) == period:
            return span
    return None


def _unit(unit: Unit, day: date, shift: int) -> Period:
    if unit is Unit.DAY:
        return Period.day(day + timedelta(shift))
    if unit is Unit.WEEK:
        monday = day + timedelta(7 * shift - day.weekday())
        return Period(monday, monday + timedelta(6))
    size = MONTHS[unit]
    begin = (_month(day) // size + shift) * size
    return Period(_first(begin), _first(begin + size) - timedelta(1))


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
