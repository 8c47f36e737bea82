"""The times of an event that comes again (RRULE of calendar.event.get).

The documentation does not say whether the method gives such an event once or once for each time: both are understood.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from assistant.bitrix24.answers import number
from assistant.models import Period

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)


def times(row: Mapping[str, Any], start: datetime, period: Period) -> Iterator[datetime]:
    """When an event begins: as it stands in the row, and each later time until the period ends.

    Args:
        row: of calendar.event.get.
        start: in the zone whose clock the event follows, or in UTC.
        period: times that begin after it are left out.
    """
    rule = row.get("RRULE")
    if not isinstance(rule, Mapping) or not rule.get("FREQ"):
        yield start
        return
    without = _days(row.get("EXDATE"))
    most = number(rule.get("COUNT")) or 0
    until = _until(rule)
    for at, day in enumerate(_rhythm(rule, start.date())):
        if day > period.last + _DAY or (most and at >= most) or (until and day > until):
            return
        if day not in without:
            yield datetime.combine(day, start.time(), tzinfo=start.tzinfo)


def _rhythm(rule: Mapping[str, Any], first: date) -> Iterator[date]:
    interval = number(rule.get("INTERVAL")) or 1
    match str(rule["FREQ"]).upper():
        case "DAILY":
            yield from (first + step * _DAY for step in count(0, interval))
        case "WEEKLY":
            monday = first - first.weekday() * _DAY
            weekdays = _weekdays(rule.get("BYDAY")) or [first.weekday()]
            weeks = (monday + 7 * step * _DAY for step in count(0, interval))
            yield from (day for week in weeks for each in weekdays if (day := week + each * _DAY) >= first)
        case "MONTHLY":
            yield from _months(first, interval)
        case "YEARLY":
            yield from _months(first, 12 * interval)
        case _:
            yield first


def _months(first: date, interval: int) -> Iterator[date]:
    """The same day of each month that has it."""
    for step in count(0, interval):
        year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
        if first.day <= monthrange(year, month + 1)[1]:
            yield date(year, month + 1, first.day)


def _weekdays(value: object) -> list[int]:
    names = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return sorted({WEEKDAYS.index(name) for name in map(str, names) if name in WEEKDAYS})


def _until(rule: Mapping[str, Any]) -> date | None:
    stamp = number(rule.get("UNTIL_TS"))
    return datetime.fromtimestamp(stamp, UTC).date() if stamp else None


def _days(value: object) -> set[date]:
    """Days in a portal's format, which differs: 28.11.2024, 11/28/2024, 2024-11-28."""
    days = set()
    for text in str(value or "").split(";"):
        parts = [int(part) for part in re.findall(r"\d+", text)[:3]]
        if len(parts) < 3:
            continue
        order = parts if parts[0] > 31 else [parts[2], *(parts[:2] if "/" in text else (parts[1], parts[0]))]
        try:
            days.add(date(*order))
        except ValueError:
            continue
    return days


def zoned(stamp: int, name: object) -> datetime:
    """A moment on the clock that an event follows; UTC when nobody knows the zone."""
    try:
        return datetime.fromtimestamp(stamp, ZoneInfo(str(name or "UTC")))
    except (KeyError, ValueError, OSError):
        return datetime.fromtimestamp(stamp, UTC)
