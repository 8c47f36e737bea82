"""What a piece of text means before direction and context settle it: days, clocks, durations, moments."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import TypeAlias

from assistant.understanding.dates.calendar import Span


class Cycle(Enum):
    """How often the days come back; the index that `Days.at` takes counts these."""

    ONCE = "once"
    YEARLY = "year"
    MONTHLY = "month"
    WEEKLY = "week"


@dataclass(frozen=True, slots=True)
class Days:
    """One or more days: `at(index)` gives them in one year, month or week, or nothing where there are none.

    `weekday` is a weekday said beside the date, which picks the year.
    """

    grain: str
    at: Callable[[int], Span | None]
    cycle: Cycle = Cycle.ONCE
    weekday: int | None = None
    part: str | None = None
    backward: bool = False
    edge: int | None = None
    numbered: bool = False
    current: bool = False

    def map(self, change: Callable[[Span], Span | None], grain: str | None = None) -> "Days":
        """The same recurrence of days that are derived from these."""
        at = self.at

        def changed(index: int) -> Span | None:
            span = at(index)
            return None if span is None else change(span)

        return Days(grain or self.grain, changed, self.cycle, weekday=self.weekday)

    def with_part(self, part: str | None) -> "Days":
        """The same days with a part of the day said beside them."""
        return replace(self, part=part)


def once(first: date, last: date | None = None, grain: str = "day", *, numbered: bool = False) -> Days:
    """Days that are settled."""
    span = (first, last or first)
    return Days(grain, lambda _: span, numbered=numbered)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time; `loose` when the hour could be before or after noon."""

    hour: int
    minute: int = 0
    loose: bool = False

    @property
    def minutes(self) -> int:
        """Minutes since midnight."""
        return self.hour * 60 + self.minute


@dataclass(frozen=True, slots=True)
class ClockSpan:
    """From one clock time to another."""

    first: Clock
    last: Clock


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of time by units: months, days, minutes, and working days."""

    months: int = 0
    days: int = 0
    minutes: float = 0
    workdays: int = 0
    unit: str = ""
    count: float = 0

    @property
    def fine(self) -> bool:
        """Whether the duration is finer than days."""
        return bool(self.minutes) or self.unit in {"second", "minute", "hour"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A clock time, on given days if any were said."""

    clock: Clock
    days: Days | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class MomentSpan:
    """From one moment to another; either side may leave the days to the other."""

    first: Moment
    last: Moment


@dataclass(frozen=True, slots=True)
class Exact:
    """A settled instant, or two."""

    first: datetime
    last: datetime


class Side(Enum):
    """Which end of an open period is known, and how it was said."""

    UNTIL = "until"
    BY = "by"
    BEFORE = "before"
    SINCE = "since"
    FROM = "from"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Open:
    """A period with one end."""

    side: Side
    edge: "Days | Moment | Exact"


@dataclass(frozen=True, slots=True)
class Several:
    """Disjoint values said together."""

    items: tuple["Value", ...] = field(default_factory=tuple)


Value: TypeAlias = Days | Moment | MomentSpan | Exact | Open | Several
