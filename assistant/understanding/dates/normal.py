"""The normal forms of the catalogue: a finding as a closed range of days, or as a local date-time."""

from datetime import date, datetime
from typing import Literal, TypeAlias

from assistant.understanding.dates.calendar import Span
from assistant.understanding.dates.found import End, Found

Intention: TypeAlias = Literal["range", "deadline"]


def period_of(found: Found, *, now: datetime, intention: Intention = "range") -> Span:
    """The closed range of days of a finding; a clock time is dropped.

    With `intention` "range" (an absence, a report, a list) "until Friday" is today to Friday; with "deadline" it is
    the single day Friday. What has begun and has no end ends today; what has not begun and has no end is its day.
    """
    today = now.date()
    first, last = _day(found.first), _day(found.last)
    if first is None and last is not None:
        return (last, last) if intention == "deadline" or last < today else (today, last)
    if last is None and first is not None:
        return (first, today) if first <= today else (first, first)
    if first is None or last is None:
        return today, today
    if isinstance(found.last, datetime) and found.date_free and last > first:
        last = first
    return first, last


def datetime_of(found: Found) -> datetime | None:
    """The local date-time of a finding that says a clock time (of a range its beginning), or None."""
    for end in (found.first, found.last):
        if isinstance(end, datetime):
            return end
    return None


def _day(end: End) -> date | None:
    return end.date() if isinstance(end, datetime) else end
