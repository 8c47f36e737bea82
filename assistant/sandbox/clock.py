"""The portal's time: its clock, and how moments and days are written and read."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

PORTAL_ZONE = ZoneInfo("Europe/Berlin")


class Clock:
    """Tells the portal's time; on a chosen date it starts at noon and runs on."""

    def __init__(self, today: date | None) -> None:
        real = datetime.now(PORTAL_ZONE)
        self._ahead = timedelta(0)
        if today is not None:
            self._ahead = datetime(today.year, today.month, today.day, 12, tzinfo=PORTAL_ZONE) - real
        self.today = today or real.date()
        """The date the company was made for."""

    def now(self) -> datetime:
        """The portal's time with its zone, to the second."""
        return (datetime.now(PORTAL_ZONE) + self._ahead).replace(microsecond=0)


def iso(timestamp: int) -> str:
    """Unix seconds as the portal writes them: `2026-06-10T12:00:00+02:00`."""
    return datetime.fromtimestamp(timestamp, PORTAL_ZONE).isoformat()


def calendar_day(timestamp: int) -> date:
    """The portal's calendar day of a moment."""
    return datetime.fromtimestamp(timestamp, PORTAL_ZONE).date()


def at_time(whole: date, hour: int, minute: int = 0) -> int:
    """Unix seconds of a time of day in the portal's zone."""
    return int(datetime(whole.year, whole.month, whole.day, hour, minute, tzinfo=PORTAL_ZONE).timestamp())


def moment(value: object, zone: tzinfo = PORTAL_ZONE) -> int:
    """Unix seconds of an ISO text or a portal date; without an offset it is meant in `zone`.

    Raises:
        ValueError: for anything else.
    """
    text = str(value).strip()
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        form = "%d.%m.%Y %H:%M:%S" if ":" in text else "%d.%m.%Y"
        parsed = datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
    return int((parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).timestamp())


def day(text: str) -> date:
    """The calendar day that a date or date-time is written with.

    Raises:
        ValueError: for anything else.
    """
    if text[2:3] == ".":
        return datetime.strptime(text[:10], "%d.%m.%Y").date()  # noqa: DTZ007 - a day has no zone
    return date.fromisoformat(text[:10])
