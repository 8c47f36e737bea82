"""Events that come again: each time is an event of its own when somebody looks at a calendar."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from assistant.sandbox.clock import at_time
from assistant.sandbox.company.records import Event, Repetition

DAY = timedelta(days=1)


def times(event: Event, first: date, last: date) -> list[Event]:
    """Every time that an event lies at least partly within these days, both included; itself when it never repeats."""
    if event.rule is None:
        return [event] if touches(event, first, last) else []
    zone = UTC if event.whole_day else ZoneInfo(event.zone)
    start = datetime.fromtimestamp(event.start, zone)
    found = []
    for number, day in enumerate(_days(event.rule, start.date())):
        if day > last + DAY or (event.rule.count and number >= event.rule.count):
            break
        at = int(datetime.combine(day, start.time(), tzinfo=zone).timestamp())
        again = replace(event, start=at, end=at + event.end - event.start)
        if day not in event.rule.without and touches(again, first, last):
            found.append(again)
    return found


def touches(event: Event, first: date, last: date) -> bool:
    """Whether an event lies at least partly within these days, both included."""
    if event.whole_day:
        start = datetime.fromtimestamp(event.start, UTC).date()
        end = datetime.fromtimestamp(event.end, UTC).date()
        return start <= last and end >= first
    return event.start < at_time(last + DAY, 0) and event.end > at_time(first, 0)


def _days(rule: Repetition, first: date) -> Iterator[date]:
    """The days on which it begins, from the first."""
    for step in count(0, rule.interval):
        if rule.frequency == "WEEKLY":
            monday = first - first.weekday() * DAY + 7 * step * DAY
            days = [monday + weekday * DAY for weekday in sorted(rule.weekdays or (first.weekday(),))]
        elif rule.frequency == "DAILY":
            days = [first + step * DAY]
        else:
            days = _same_day_of_month(first, step * (12 if rule.frequency == "YEARLY" else 1))
        for day in days:
            if rule.until and day > rule.until:
                return
            if day >= first:
                yield day


def _same_day_of_month(first: date, months: int) -> list[date]:
    """The same day some months later; none in a month without such a day."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return [date(year, month + 1, first.day)] if first.day <= monthrange(year, month + 1)[1] else []
