"""Periods that lean on the one spoken of before: "and the month before?", "а в прошлом?", "and the second?"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence

from assistant.models import Period
from assistant.understanding.rules import Found

_YEAR = 12
"""Months of a year."""
_QUARTER = 3
STEPS: Mapping[str, int] = {"previous": -1, "next": 1}
"""Names of the steps of a language to the neighbours of a period; `year_before` is the same a year ago."""


def stepped(
    plain: str, steps: Mapping[str, re.Pattern[str]], ordinals: Sequence[re.Pattern[str]], before: Period
) -> Found | None:
    """The period that a message names by its place beside the one before."""
    quarter = _months(before) == _QUARTER
    for number, words in enumerate(ordinals if quarter else ()):
        if found := words.search(plain):
            first = _shifted(before.first.replace(month=1), number * _QUARTER)
            return Found("period", *found.span(), Period(first, _end(first, _QUARTER)), "steps")
    for step, words in steps.items():
        if found := words.search(plain):
            return Found("period", *found.span(), _neighbour(before, step), "steps")
    return None


def _neighbour(before: Period, step: str) -> Period:
    months = _months(before)
    if step not in STEPS:
        months_back = -_YEAR
        first = _shifted(before.first, months_back)
        return Period(first, _end(first, months) if months else max(first, _shifted(before.last, months_back)))
    if months:
        first = _shifted(before.first, STEPS[step] * months)
        return Period(first, _end(first, months))
    away = dt.timedelta(STEPS[step] * before.days)
    return Period(before.first + away, before.last + away)


def _months(period: Period) -> int:
    """How many whole months it has, 0 when it has other days."""
    first, last = period.first, period.last
    months = (last.year - first.year) * _YEAR + last.month - first.month + 1
    return months if first.day == 1 and last == _end(first, months) else 0


def _end(first: dt.date, months: int) -> dt.date:
    """The last day of so many months."""
    return _shifted(first, months) - dt.timedelta(1)


def _shifted(day: dt.date, months: int) -> dt.date:
    """The same day some months away, or the last one of a shorter month."""
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
