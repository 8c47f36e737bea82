"""When a rhythm comes next, on the clock of its person."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.models import Rhythm


def next_due(rhythm: Rhythm, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of a rhythm later than `after`, with the zone.

    A local time that the clocks leave out moves ahead with them; one that they show twice counts the first time.
    """
    day = after.astimezone(zone).date()
    while True:
        if _falls_on(rhythm, day):
            moment = _moment(day, rhythm, zone)
            if moment > after.astimezone(UTC):
                return moment.astimezone(zone)
        day += timedelta(1)


def _falls_on(rhythm: Rhythm, day: date) -> bool:
    if rhythm.monthly:
        return day.day == min(rhythm.day, monthrange(day.year, day.month)[1])
    return day.weekday() in rhythm.weekdays


def _moment(day: date, rhythm: Rhythm, zone: ZoneInfo) -> datetime:
    """In UTC: two moments of one zone are compared by their clocks, which may have been changed between them."""
    return datetime.combine(day, rhythm.at, tzinfo=zone).astimezone(UTC)
