"""From meanings to days and instants: direction picks the year, month or week that the text leaves out."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from assistant.understanding.dates.calendar import DAY
from assistant.understanding.dates.choice import choose
from assistant.understanding.dates.found import Found
from assistant.understanding.dates.patterns import Setting
from assistant.understanding.dates.values import (
    Clock,
    ClockSpan,
    Days,
    Exact,
    Moment,
    MomentSpan,
    Open,
    Side,
)

_AFTERNOON = range(1, 7)


def settle(clock: Clock) -> time:
    """The clock time of working people: 1 to 6 are in the afternoon, 7 to 12 as written."""
    hour = clock.hour + 12 if clock.loose and clock.hour in _AFTERNOON else clock.hour
    return time(hour % 24, clock.minute)


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves what the grammar made of one message."""

    setting: Setting

    @property
    def _today(self) -> date:
        return self.setting.today

    def found(self, value: object, start: int, end: int) -> Found | None:
        """The finding of a value, or nothing when the calendar has no such day."""
        try:
            match value:
                case Days():
                    return self._days(value, start, end)
                case Clock():
                    return self._moment(Moment(value), start, end)
                case ClockSpan():
                    return self._span(MomentSpan(Moment(value.first), Moment(value.last)), start, end)
                case Moment():
                    return self._moment(value, start, end)
                case MomentSpan():
                    return self._span(value, start, end)
                case Exact():
                    first, last = _whole(value.first), _whole(value.last)
                    return Found(start, end, "datetime" if value.first == value.last else "period", first, last)
                case Open():
                    return self._open(value, start, end)
        except (OverflowError, ValueError):
            return None
        return None

    def _days(self, days: Days, start: int, end: int) -> Found | None:
        span = choose(days, self._today, self.setting.prefer)
        if span is None:
            return None
        return Found(start, end, "date" if span[0] == span[1] else "period", *span, part=days.part)

    def instant(self, moment: Moment, day: date | None = None) -> datetime | None:
        """The instant of a moment; without a day it is the next one (the latest one when looking back)."""
        now, prefer = self.setting.now, self.setting.prefer
        clock = settle(moment.clock)
        if moment.days is not None or day is not None:
            span = choose(moment.days, self._today, prefer) if moment.days is not None else None
            day = span[0] if span else day
            if day is None:
                return None
            at = datetime.combine(day, clock)
            later = at + timedelta(hours=12)
            if day == self._today and at < now <= later and moment.clock.loose and clock.hour < 12 and prefer != "past":
                return later
            return at
        at = datetime.combine(self._today, clock)
        if prefer == "past":
            return at if at <= now else at - DAY
        return at if at >= now.replace(second=0, microsecond=0) else at + DAY

    def _moment(self, moment: Moment, start: int, end: int) -> Found | None:
        at = self.instant(moment)
        if at is None:
            return None
        free = moment.days is None
        return Found(start, end, "time" if free else "datetime", at, at, date_free=free, part=moment.part)

    def _span(self, span: MomentSpan, start: int, end: int) -> Found | None:
        left, right = span.first, span.last
        free = left.days is None and right.days is None
        first_days, last_days = left.days or right.days, right.days or left.days
        if first_days is None or last_days is None:
            first_day = last_day = self._today
        else:
            chosen = choose(first_days, self._today, self.setting.prefer)
            other = choose(last_days, self._today, self.setting.prefer)
            if chosen is None or other is None:
                return None
            first_day, last_day = chosen[0], other[-1]
        first = datetime.combine(first_day, settle(left.clock))
        last = datetime.combine(last_day, time(right.clock.hour, right.clock.minute))
        if right.clock.loose and (
            last <= first or (settle(right.clock).hour != last.hour and left.clock.loose and first.hour > 12)
        ):
            last = _after(first, last)
        if last <= first:
            last += DAY
        return Found(start, end, "period", first, last, date_free=free)

    def _open(self, value: Open, start: int, end: int) -> Found | None:
        edge, side = value.edge, value.side
        until = side in {Side.UNTIL, Side.BY, Side.BEFORE}
        if isinstance(edge, Days):
            prefer = self.setting.prefer
            if prefer == "none":
                back = side is Side.SINCE or (side is Side.FROM and edge.grain != "day")
                prefer = "past" if back else "none"
            span = choose(edge, self._today, prefer)
            if span is None:
                return None
            first, last = span
            if side is Side.BEFORE or (until and edge.edge == 0):
                last = first - DAY if edge.edge is None else first
            elif side is Side.AFTER:
                first = last + DAY
            return Found(
                start, end, "period", None if until else first, last if until else None, side=side, part=edge.part
            )
        at = edge.first if isinstance(edge, Exact) else self.instant(edge)
        if at is None:
            return None
        free = isinstance(edge, Moment) and edge.days is None
        at = _whole(at)
        return Found(start, end, "period", None if until else at, at if until else None, date_free=free, side=side)


def _after(first: datetime, last: datetime) -> datetime:
    """The other half of the day when a loose end would come before its beginning."""
    later = last + timedelta(hours=12)
    return later if last <= first < later else last


def _whole(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
