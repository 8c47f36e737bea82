"""Calendars of people as one person may see them (calendar.event.get, calendar.settings.get)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import LIMIT, BatchAnswer, Command
from assistant.bitrix24.repetition import WEEKDAYS, times, zoned
from assistant.models import Agenda, Meeting, MeetingCriteria, Period, WorkingHours

HOURS = "hours"
"""Name of a directory: the settings as the portal gave them."""
HIDDEN = re.compile(r"\[[^\[\]]+\]")
"""What a portal writes in place of a title that the reader may not see: "[Busy]", in its own language."""
DECLINED = "N"
_ADDRESS = re.compile(r"https?://[^\s\[\]<>\"']+")
_ROOM = re.compile(r"(?:ECMR|calendar)_\d+(?:_\d+)*")
"""The number of a meeting room, which tells people nothing."""
_DAY = timedelta(days=1)


class Calendars:
    """Reads meetings; a repeated one is given once for each time."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def meetings(self, criteria: MeetingCriteria) -> Agenda:
        """What stands in the calendars of these people in a period: one request for up to 49 of them.

        Declined meetings are left out; of other people those that the portal shows without a title have none.

        Raises:
            PortalError: what the portal refused.
        """
        stored = self._asker.directories.find(HOURS)
        commands = [self._command(person, criteria.period) for person in dict.fromkeys(criteria.people)]
        if stored is None:
            commands.insert(0, Command(HOURS, "calendar.settings.get"))
        found: list[Meeting] = []
        for at in range(0, len(commands), LIMIT):
            part = commands[at : at + LIMIT]
            answer = self._asker.connection.read_batch(part)
            if stored is None and HOURS in answer:
                stored = answer[HOURS]
                self._asker.directories.keep(HOURS, stored)
            found += self._read(answer, part, criteria.period)
        hours = working_hours(stored if isinstance(stored, Mapping) else {})
        return Agenda(tuple(dict.fromkeys(found)), hours, self._asker.now)

    def _command(self, person: int, period: Period) -> Command:
        # In which zone the portal takes days is not documented: one more on each side, and they are compared here.
        days = {"from": (period.first - _DAY).isoformat(), "to": (period.last + _DAY).isoformat()}
        return Command(f"c{person}", "calendar.event.get", {"type": "user", "ownerId": person, **days})

    def _read(self, answer: BatchAnswer, commands: list[Command], period: Period) -> Iterator[Meeting]:
        for command in commands:
            if command.key == HOURS:
                continue
            rows = answer[command.key]
            for row in rows.values() if isinstance(rows, Mapping) else rows or ():
                if isinstance(row, Mapping) and not _gone(row):
                    yield from self._meetings(row, number(command.params["ownerId"]) or 0, period)

    def _meetings(self, row: Mapping[str, Any], owner: int, period: Period) -> Iterator[Meeting]:
        start, end = number(row.get("DATE_FROM_TS_UTC")), number(row.get("DATE_TO_TS_UTC"))
        if start is None or end is None:
            return
        zone, whole = self._asker.zone, row.get("DT_SKIP_TIME") == "Y"
        first = (
            datetime.combine(_whole_day(row, "DATE_FROM", start), time.min, UTC)
            if whole
            else zoned(start, row.get("TZ_FROM"))
        )
        length = timedelta(seconds=max(end - start, 0))
        opens = datetime.combine(period.first, time.min, zone)
        closes = datetime.combine(period.last + _DAY, time.min, zone)
        for begin in times(row, first, period):
            at, until = begin.astimezone(zone), (begin.astimezone(UTC) + length).astimezone(zone)
            if whole:
                at = datetime.combine(begin.date(), time.min, zone)
                until = datetime.combine(begin.date() + length + _DAY, time.min, zone)
            if at < closes and (until > opens or at == until >= opens):
                yield self._meeting(row, owner, at, until, whole=whole)

    def _meeting(self, row: Mapping[str, Any], owner: int, start: datetime, end: datetime, *, whole: bool) -> Meeting:
        title = str(row.get("NAME") or "").strip()
        if owner != self._asker.me.id and HIDDEN.fullmatch(title):
            title = ""
        place = str(row.get("LOCATION") or "").strip()
        link = _ADDRESS.search(place) or _ADDRESS.search(str(row.get("DESCRIPTION") or ""))
        return Meeting(
            id=number(row.get("ID")) or 0,
            owner=owner,
            title=title,
            start=start,
            end=end,
            whole_day=whole,
            availability=str(row.get("ACCESSIBILITY") or "busy"),
            place="" if _ROOM.fullmatch(place) else _ADDRESS.sub("", place).strip(" ,;"),
            link=link[0].rstrip(".,;)") if link and title else "",
            unanswered=row.get("MEETING_STATUS") == "Q",
        )


def working_hours(settings: Mapping[str, Any]) -> WorkingHours:
    """Hours and holidays of the portal (calendar.settings.get); what cannot be read is as usual."""
    usual = WorkingHours()
    weekend = settings.get("week_holidays")
    start = _clock(settings.get("work_time_start"), usual.start)
    end = _clock(settings.get("work_time_end"), usual.end)
    return WorkingHours(
        *((start, end) if start < end else (usual.start, usual.end)),
        weekend=frozenset(WEEKDAYS.index(day) for day in weekend if day in WEEKDAYS)
        if isinstance(weekend, list)
        else usual.weekend,
        holidays=_dates(settings.get("year_holidays")),
        workdays=_dates(settings.get("year_workdays")),
    )


def _clock(value: object, usual: time) -> time:
    """`9`, `9.30`, `19.00`."""
    found = re.fullmatch(r"(\d{1,2})(?:[.:](\d{1,2}))?", str(value or "").strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    return time(hour, minute) if hour < 24 and minute < 60 else usual


def _dates(value: object) -> frozenset[tuple[int, int]]:
    """`1.01,25.12`: month and day of each."""
    return frozenset((int(month), int(day)) for day, month in re.findall(r"(\d{1,2})\.(\d{1,2})", str(value or "")))


def _whole_day(row: Mapping[str, Any], field: str, stamp: int) -> date:
    """The calendar day as the portal writes it; a stamp is near a midnight, it is not documented of which zone."""
    try:
        return datetime.strptime(str(row.get(f"{field}_FORMATTED"))[:15], "%a %b %d %Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return (datetime.fromtimestamp(stamp, UTC) + _DAY / 2).date()


def _gone(row: Mapping[str, Any]) -> bool:
    return row.get("DELETED") == "Y" or row.get("MEETING_STATUS") == DECLINED
