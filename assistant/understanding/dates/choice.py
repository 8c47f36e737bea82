"""Which year, month or week is meant when the text leaves it out."""

from datetime import date
from typing import Literal, TypeAlias

from assistant.understanding.dates.calendar import DAY, Span
from assistant.understanding.dates.values import Cycle, Days

Direction: TypeAlias = Literal["future", "past", "none"]

_REACH = {Cycle.YEARLY: 9, Cycle.MONTHLY: 26, Cycle.WEEKLY: 2}
_NEAR = DAY * 92


def index_of(days: Days, day: Span) -> int:
    """The index under which days that come back are asked for around a day."""
    first = day[0]
    match days.cycle:
        case Cycle.YEARLY:
            return first.year
        case Cycle.MONTHLY:
            return first.year * 12 + first.month - 1
        case _:
            return (first.toordinal() - 1) // 7


def choose(days: Days, today: date, prefer: Direction) -> Span | None:
    """The days in the right year, month or week: what contains today, else the nearest ones in the direction."""
    if days.cycle is Cycle.ONCE:
        return days.at(0)
    index = index_of(days, (today, today))
    if days.current and prefer == "none" and (span := days.at(index)):
        return span
    for near in (index, index - 1, index + 1) if days.grain != "window" or days.cycle is not Cycle.WEEKLY else ():
        span = days.at(near)
        if span and span[0] <= today <= span[1]:
            return span
    back = prefer == "past" or (days.backward and prefer == "none")
    reach = _REACH[days.cycle]
    steps = range(index + 1, index - reach, -1) if back else range(index - 1, index + reach)
    spans = [span for step in steps if (span := days.at(step)) and (span[1] < today if back else span[0] > today)]
    if not spans:
        return None
    if days.weekday is not None and days.cycle is Cycle.YEARLY:
        return _on_weekday(days, spans, today)
    return spans[0]


def _on_weekday(days: Days, spans: list[Span], today: date) -> Span:
    """The first of the spans that falls on the weekday said beside it, among two years and the latest months."""
    for span in spans[:2]:
        if span[0].weekday() == days.weekday:
            return span
    for year in (today.year, today.year - 1):
        other = days.at(year)
        if other and abs(today - other[0]) <= _NEAR and other[0].weekday() == days.weekday:
            return other
    return spans[0]
