"""Calendars: meetings with their guests, private appointments, absences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from assistant.sandbox.clock import PORTAL_ZONE, at_time, calendar_day
from assistant.sandbox.company import names
from assistant.sandbox.company.records import Event, Repetition

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from assistant.sandbox.company.company import Company
    from assistant.sandbox.company.records import User

WEEKS_BACK, WEEKS_AHEAD = 6, 6

# (login, name, days from today, from and to in hours, accessibility, private, place)
FIXED = (
    ("anna", "Weekly sync", 0, 10.0, 11.0, "busy", False, ""),
    ("anna", "Demo for Acme Corp", 0, 14.0, 15.5, "busy", False, "https://meet.nordlicht.example/acme"),
    ("anna", "Dentist", 1, 16.0, 17.0, "busy", True, ""),
    ("ivan", "Планёрка", 0, 9.5, 10.0, "busy", False, "Переговорная 2"),
    ("ivan", "Встреча с ООО «Ромашка»", 2, 11.0, 12.0, "busy", False, "Офис «Ромашки»"),
    ("olga", "Pipeline review", 1, 9.0, 10.0, "busy", False, "Room 4"),
)
WEEKLY = ("Weekly sync", "Планёрка")
"""Of the fixed events those that come again every week."""
# (login, name, first and last day from today)
FIXED_ABSENCES = (
    ("max", "Vacation", 20, 24),
    ("ivan", "Отпуск", -40, -27),
)


class Calendars:
    """Writes events into the company's table."""

    def __init__(self, company: Company, random: Random, midnight: int) -> None:
        self._company = company
        self._random = random
        self._today = calendar_day(midnight)

    def fill(self) -> None:
        """The fixed events, then everybody's weeks and absences."""
        logins = {user.login: user for user in self._company.users.values()}
        for login, name, days, start, end, accessibility, private, place in FIXED:
            event = self._meeting(logins[login], name, self._today + timedelta(days=days), start, end)
            event.accessibility, event.private, event.location = accessibility, private, place
            if name in WEEKLY:
                event.rule = Repetition("WEEKLY")
        for login, name, first, last in FIXED_ABSENCES:
            self._absence(logins[login], name, first, last)
        active = [user for user in self._company.users.values() if user.active]
        for user in active:
            self._weeks(user, active)
            if user.login not in ("anna", "ivan", "max") and self._random.random() < 0.7:
                kinds = names.ABSENCES[user.language]
                first = self._random.randint(-60, 60)
                length = self._random.choice((1, 2, 5, 12))
                self._absence(user, self._random.choice(kinds)[0], first, first + length - 1)

    def _weeks(self, user: User, active: list[User]) -> None:
        random = self._random
        titles = names.MEETINGS_RU if user.language == "ru" else names.MEETINGS_EN
        for offset in range(-7 * WEEKS_BACK, 7 * WEEKS_AHEAD):
            day = self._today + timedelta(days=offset)
            if day.weekday() < 5 and random.random() < 0.2:
                start = random.choice((9, 9.5, 10, 11, 13, 14, 15, 16))
                event = self._meeting(user, random.choice(titles), day, start, start + random.choice((0.5, 1, 1.5)))
                event.private = random.random() < 0.1
                if not event.private and random.random() < 0.4:
                    self._invite(event, random.sample(active, 2))

    def _meeting(self, user: User, name: str, day: date, start: float, end: float) -> Event:
        return self._add(user, name, _hours(day, start), _hours(day, end), whole_day=False)

    def _absence(self, user: User, name: str, first: int, last: int) -> None:
        days = (self._today + timedelta(days=offset) for offset in (first, last))
        start, end = (int(datetime(d.year, d.month, d.day, tzinfo=UTC).timestamp()) for d in days)
        self._add(user, name, start, end, whole_day=True).accessibility = "absent"

    def _add(self, user: User, name: str, start: int, end: int, *, whole_day: bool) -> Event:
        events = self._company.events
        number = events.next_id()
        made = min(start, at_time(self._today, 0)) - 86400
        return events.add(
            Event(
                id=number,
                owner_id=user.id,
                created_by=user.id,
                name=name,
                start=start,
                end=end,
                whole_day=whole_day,
                accessibility="busy",
                importance="normal",
                private=False,
                location="",
                description="",
                created=made,
                changed=made,
                zone=user.time_zone or PORTAL_ZONE.key,
                parent_id=number,
            )
        )

    def _invite(self, event: Event, guests: list[User]) -> None:
        event.meeting = True
        event.attendees = (event.owner_id, *(guest.id for guest in guests if guest.id != event.owner_id))
        for guest in guests:
            if guest.id != event.owner_id:
                copy = self._add(guest, event.name, event.start, event.end, whole_day=False)
                copy.parent_id, copy.created_by = event.id, event.created_by
                copy.meeting, copy.attendees = True, event.attendees


def _hours(day: date, hours: float) -> int:
    return at_time(day, int(hours), int(hours % 1 * 60))
