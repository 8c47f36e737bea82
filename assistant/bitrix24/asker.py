"""Who asks: connection, zone, moment, and the directories kept for this person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.bitrix24.connection import Connection
from assistant.bitrix24.directories import Directories
from assistant.models import User


@dataclass(frozen=True, slots=True)
class Asker:
    """One person with one question."""

    me: User
    zone: ZoneInfo
    now: datetime
    """In the zone."""
    connection: Connection
    directories: Directories
