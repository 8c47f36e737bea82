"""When something comes again and again, and periods that move along with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WORKING_DAYS = (0, 1, 2, 3, 4)
"""Monday to Friday; where the portal tells its working days, those in their place."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """On certain weekdays, or on one day of the month, always at the same hour of the person's clock."""

    at: time
    """Local time, whole minutes."""
    weekdays: tuple[int, ...] = ()
    """In their order, 0 is Monday; empty when `day` counts."""
    day: int = 0
    """Of the month, 1 to 31; in a month without it the last one. 0 when `weekdays` count."""

    @property
    def monthly(self) -> bool:
        """Once a month."""
        return self.day > 0

    @property
    def on_working_days(self) -> bool:
        """On the days on which people work."""
        return self.weekdays == WORKING_DAYS

    @property
    def weekly(self) -> bool:
        """Once a week."""
        return len(self.weekdays) == 1


class Unit(StrEnum):
    """What a calendar is divided into."""

    DAY = "day"
    WEEK = "week"
    """From Monday."""
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Span:
    """A period as seen from a day: the week before is `Span(WEEK, -1, -1)`, the last 7 days are `Span(DAY, -7, -1)`."""

    unit: Unit
    first: int = 0
    """The unit that it begins with: 0 is the one that holds the day, -1 the one before."""
    last: int = 0
    """The unit that it ends with."""
    so_far: bool = False
    """It ends on the day itself."""
