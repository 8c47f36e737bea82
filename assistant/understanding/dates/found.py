"""What is found in a message: where it stands, which days or instants it means, and how it was said."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from assistant.understanding.dates.values import Side

Kind: TypeAlias = Literal["date", "period", "datetime", "time"]
End: TypeAlias = date | datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """A date, period, date-time or clock time in a message.

    `start` and `end` count characters of the message. `first` and `last` are both days (`date`) or both instants
    (`datetime`, local, without a zone); None is an open end, and `side` says then how the known end was meant.
    `date_free` is a clock time without a day in the text: its day is the next one on which the time comes.
    `also` holds further spans when the day and the clock time stand apart ("tomorrow call Anna at 5").
    """

    start: int
    end: int
    kind: Kind
    first: End
    last: End
    date_free: bool = False
    side: Side | None = None
    part: str | None = None
    also: tuple[tuple[int, int], ...] = ()
