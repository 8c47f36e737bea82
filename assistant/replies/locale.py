"""For whom an answer is worded: language, time zone and the moment of answering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Locale:
    """The reader of an answer."""

    lang: str
    """Two letters; a language without a phrase book is answered in English."""
    zone: ZoneInfo
    """Times are shown in it."""
    now: datetime
    """With zone; decides what is "today"."""

    @property
    def today(self) -> date:
        """The reader's calendar day."""
        return self.now.astimezone(self.zone).date()
