"""Who asks: where the data comes from, zone, moment, and the directories kept for this person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.bitrix24.batch import Source
from assistant.bitrix24.directories import Directories
from assistant.bitrix24.rows import FRUGAL, Listing, Spare
from assistant.models import Pipeline, User

Parted = Callable[[Listing], tuple[Listing, ...]]
"""Says a listing as several whose rows together are what the person may read."""


def undivided(listing: Listing) -> tuple[Listing, ...]:
    """With a person's own rights the portal itself knows what they may read."""
    return (listing,)


@dataclass(frozen=True, slots=True)
class Asker:
    """One person with one question."""

    me: User
    zone: ZoneInfo
    now: datetime
    """In the zone."""
    connection: Source
    directories: Directories
    parted: Parted = undivided
    named: Callable[[], tuple[Pipeline, ...]] | None = None
    """Pipelines of the rows that came so far, without a request; where this is missing they have to be asked for."""
    spare: Spare = FRUGAL
    """How many requests may be sent at once for many rows."""
