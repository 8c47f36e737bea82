"""The portal's clock: the real time of day on the chosen date."""

from __future__ import annotations

from datetime import date, datetime, timedelta
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
