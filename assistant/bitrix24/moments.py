"""Moments and days as the portal takes and gives them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant.models import Period


def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name; UTC when the portal uses a name that nobody knows."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def known_zone(name: object) -> str:
    """The name of a zone, empty when nobody knows it."""
    try:
        return ZoneInfo(str(name)).key if name else ""
    except (ZoneInfoNotFoundError, ValueError):
        return ""


def zone_by_clock(told: object) -> str:
    """The zone of a clock that shows an offset (`2026-06-10T12:04:00+03:00`), without its changes in spring and autumn.

    Empty when it shows none, or one that is not of whole hours.
    """
    try:
        offset = datetime.fromisoformat(str(told)).utcoffset()
    except ValueError:
        return ""
    hours, rest = divmod(offset, timedelta(hours=1)) if offset is not None else (0, timedelta(1))
    return "" if rest else known_zone(f"Etc/GMT{-hours:+d}" if hours else "UTC")


def midnight(day: date, zone: ZoneInfo) -> str:
    """The first moment of a day in a zone, ISO with the offset of that moment.

    Where daylight saving skips midnight, the offset before the change makes it the moment of the change.
    """
    return datetime.combine(day, time.min, tzinfo=zone).isoformat()


def bounds(field: str, period: Period, zone: ZoneInfo) -> dict[str, str]:
    """Conditions of a filter: from local midnight of the first day to local midnight after the last."""
    return {
        f">={field}": midnight(period.first, zone),
        f"<{field}": midnight(period.last + timedelta(days=1), zone),
    }


def moment(value: object, zone: ZoneInfo) -> datetime | None:
    """A moment of an answer in a person's zone, `None` when there is none; without offset it is taken as local."""
    if not isinstance(value, str) or not value:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)


def day(value: object) -> date | None:
    """A calendar date of an answer, as written: its time and offset are the portal's and mean nothing."""
    if not isinstance(value, str) or not value:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
