"""Calendars: meetings, the hours of work between which time is free, and colleagues with the dates of their lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from assistant.models.period import Period


@dataclass(frozen=True, slots=True)
class MeetingCriteria:
    """Whose meetings are meant, and when."""

    period: Period
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One event of a calendar, or one time of an event that comes again; times have a zone."""

    id: int
    owner: int
    """In whose calendar it stands."""
    title: str
    """Empty where the asker may know only when it is."""
    start: datetime
    end: datetime
    """Of an event of whole days the midnight after the last one."""
    whole_day: bool = False
    availability: str = "busy"
    """`busy`, `absent`, `quest` (not sure yet), `free`: it takes no time."""
    place: str = ""
    link: str = ""
    """Where a call takes place, http(s)."""
    unanswered: bool = False
    """The invitation was neither accepted nor declined."""

    @property
    def url(self) -> str:
        """Where it stands in the portal."""
        return f"/company/personal/user/{self.owner}/calendar/?EVENT_ID={self.id}"


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When people work in this portal."""

    start: time = time(9)
    end: time = time(18)
    weekend: frozenset[int] = frozenset({5, 6})
    """Days of the week, from Monday (0)."""
    holidays: frozenset[tuple[int, int]] = frozenset()
    """Month and day."""
    workdays: frozenset[tuple[int, int]] = frozenset()
    """Days of a weekend on which people work: month and day."""

    def works(self, day: date) -> bool:
        """Whether it is a working day."""
        dated = (day.month, day.day)
        return dated in self.workdays or (day.weekday() not in self.weekend and dated not in self.holidays)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The meetings of a period."""

    meetings: tuple[Meeting, ...]
    hours: WorkingHours
    as_of: datetime
    """When the portal answered, in the asker's zone."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """An employee as the staff list shows them."""

    id: int
    name: str
    position: str = ""
    birthday: tuple[int, int] | None = None
    """Month and day; the year is nobody's business."""
    joined: date | None = None

    @property
    def url(self) -> str:
        """The profile in the portal."""
        return f"/company/personal/user/{self.id}/"
