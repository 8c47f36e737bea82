"""Values with units: calendar periods, money, bounds of amounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A closed range of calendar days: both ends belong to it; one day has `first == last`."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period ends before it begins: {self.first}..{self.last}")

    @classmethod
    def day(cls, day: date) -> Period:
        """The period of one day."""
        return cls(day, day)

    @property
    def days(self) -> int:
        """How many calendar days it has."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(n) for n in range(self.days))


@dataclass(frozen=True, slots=True)
class Amount:
    """Bounds of a sum, included; `None` is an open end."""

    min: Decimal | None = None
    max: Decimal | None = None
    currency: str | None = None
    """ISO 4217; `None` compares each record in its own currency."""


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in one currency; sums of different currencies are never added."""

    value: Decimal
    currency: str
    """ISO 4217."""
