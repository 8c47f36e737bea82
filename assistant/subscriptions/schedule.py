"""When a rhythm comes next, on the clock of its person."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.models import Rhythm, WorkingHours

LONGEST = 366
"""Days without a working day, after which nobody is believed to work by such a calendar."""


def next_due(
    rhythm: Rhythm,
    after: datetime,
    zone: ZoneInfo,
    hours: WorkingHours | None = None,
    *,
    done: date | None = None,
) -> datetime:
    """The first moment of a rhythm later than `after`, with the zone.

    A local time that the clocks leave out moves ahead with them; one that they show twice counts the first time.

    Args:
        rhythm: what comes again.
        after: with any zone.
        zone: whose clock the rhythm follows.
        hours: the portal's, for working days; without them people work from Monday to Friday.
        done: a day that had its delivery, maybe in another zone; the next one comes on a later day.
    """
    day = after.astimezone(zone).date()
    if done is not None and done >= day:
        day = done + timedelta(1)
    last = day + timedelta(LONGEST)
    while True:
        if falls_on(rhythm, day, hours if day <= last else None):
            moment = _moment(day, rhythm, zone)
            if moment > after.astimezone(UTC):
                return moment.astimezone(zone)
        day += timedelta(1)


def falls_on(rhythm: Rhythm, day: date, hours: WorkingHours | None = None) -> bool:
    """Whether a day is one of a rhythm."""
    if rhythm.monthly:
        return day.day == min(rhythm.day, monthrange(day.year, day.month)[1])
    if rhythm.on_working_days and hours:
        return hours.works(day)
    return day.weekday() in rhythm.weekdays


def _moment(day: date, rhythm: Rhythm, zone: ZoneInfo) -> datetime:
    """In UTC: two moments of one zone are compared by their clocks, which may have been changed between them."""
    return datetime.combine(day, rhythm.at, tzinfo=zone).astimezone(UTC)
