"""The time between meetings in working hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.models import Agenda, Meeting, Period

SHORTEST = timedelta(minutes=30)
"""Less between two meetings is a break."""
STEP = timedelta(minutes=15)
"""Free time that has begun is told from the next quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time without meetings, in one zone."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """How long it takes, also on a day when the clocks change."""
        return int((self.end.astimezone(UTC) - self.start.astimezone(UTC)).total_seconds() // 60)


def free_days(agenda: Agenda, period: Period, zone: ZoneInfo, now: datetime) -> Iterator[tuple[date, tuple[Span, ...]]]:
    """Each working day of a period, from today, with the time in which nobody of the agenda is busy."""
    for day in period:
        if day >= now.date() and agenda.hours.works(day):
            start = max(datetime.combine(day, agenda.hours.start, zone), _next_step(now))
            end = datetime.combine(day, agenda.hours.end, zone)
            yield day, tuple(_gaps(agenda.meetings, start, end))


def _gaps(meetings: Iterable[Meeting], start: datetime, end: datetime) -> Iterator[Span]:
    busy = sorted((each.start, each.end) for each in meetings if each.availability != "free")
    for begins, ends in (*busy, (end, end)):
        if min(begins, end) - start >= SHORTEST:
            yield Span(start, min(begins, end))
        start = max(start, ends)


def _next_step(now: datetime) -> datetime:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + -(-(now - midnight) // STEP) * STEP
