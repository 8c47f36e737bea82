"""A day and its weekday, its part and its clock time, said in any order."""

from dataclasses import replace

from assistant.understanding.dates.calendar import DAY, week_of
from assistant.understanding.dates.patterns import Match, Rules
from assistant.understanding.dates.rules.clock_spans import span
from assistant.understanding.dates.rules.clocks import compact, in_part, loose
from assistant.understanding.dates.shapes import yearly_day
from assistant.understanding.dates.values import Clock, ClockSpan, Cycle, Days, Exact, Moment, MomentSpan, once

same = Rules()
joined = Rules()


def at(days: Days, clock: Clock) -> Moment:
    """A clock time on given days, read by the part of the day."""
    return Moment(in_part(clock, days.part), days, days.part)


def during(days: Days, clocks: ClockSpan) -> MomentSpan:
    """A span of clock times on given days."""
    return MomentSpan(at(days, clocks.first), at(days, clocks.last))


@joined("d:DATE (COMMA|AT)? THE? DAYEND", "THE? DAYEND (OF|ON|COMMA)? d:DATE", "THE? DAYEND")
def _day_end(match: Match) -> Days:
    """Tomorrow EOD; alone it is that of today."""
    days: Days | None = match.get("d")
    return (days or once(match.setting.today)).with_part("evening")


@joined("d:DATE (COMMA|AT|IN|ON|OF|FOR|BY)? (THE|SHIFT)? p:PART")
def _part_of_date(match: Match) -> Days | None:
    """Tomorrow morning, в пятницу вечером."""
    days: Days = match.get("d")
    return days if days.part is not None else days.with_part(match.get("p"))


@joined("(IN|ON|AT)? THE? p:PART (COMMA|OF|ON|IN|ATDAY)* THE? d:DATE")
def _date_of_part(match: Match) -> Days | None:
    days: Days = match.get("d")
    token = match.token("p")
    if token is not None and token.has("GENITIVE"):
        return None
    return days if days.part is not None else days.with_part(match.get("p"))


@joined("d:DATE (COMMA|AT)* c:CLOCK COMMA? y:YEAR")
def _year_after_clock(match: Match) -> Moment | None:
    """Wed Oct 26 15:50:06 2016."""
    days: Days = match.get("d")
    found = days.at(match.get("y")) if days.cycle is Cycle.YEARLY else None
    return at(once(*found), match.get("c")) if found else None


@joined(
    "d:DATE (COMMA|AT|ABOUT|FOR|COLON|DASH|IN|BY)* (OPENING ABOUT?)? c:CLOCK",
    "d:DATE (AT|ABOUT|COMMA AT|COMMA) (AT|ABOUT)? h:HOUR",
    "d:DATE (COMMA|AT|ABOUT)* hm:HM",
    "d:DATE (COMMA|AT|ABOUT)* n:HHMM",
)
def _clock_of_date(match: Match) -> Moment | None:
    days: Days = match.get("d")
    hour, clock = match.get("h"), match.get("c") or match.get("hm")
    middle = match.tokens[match.first + 1 : match.last - 1]
    if any(token.has("DASH") for token in middle) and hour is not None:
        return None
    if clock is None and match.precedes("AMOUNT", "UNIT", "MONTH", "NUM", "DATE", "SLASH"):
        return None
    if hour is not None:
        if not any(token.has("TIMEAT") or token.has("ABOUT") for token in middle):
            return None
        clock = loose(hour)
    if (digits := match.get("n")) is not None:
        if not any(token.has("AT") or token.has("ABOUT") for token in middle) and not digits.startswith("0"):
            return None
        clock = compact(digits)
    return at(days, clock) if clock is not None else None


@joined(
    "(FROM|BETWEEN) l:HOUR (TILL|AND) r:HOUR (ON|OF|COMMA)? THE? d:DATE",
    "(FOR|AT)? l:HOUR DASH r:HOUR ON THE? d:DATE",
    "d:DATE (COMMA|AT)* (FROM|BETWEEN)? l:HOUR (TILL|AND|UNTIL) r:HOUR",
    "d:DATE (FROM|BETWEEN) l:HOUR (TILL|AND|UNTIL) rc:CLOCK",
)
def _hours_of_date(match: Match) -> MomentSpan | Days | None:
    days: Days = match.get("d")
    anded = match.holds("AND")
    opened = match.holds("FROM", "BETWEEN")
    if match.precedes("AMOUNT", "UNIT", "MONTH", "SLASH", "NUM", "VOID"):
        return None
    if (anded and not opened) or days.grain != "day":
        return None
    if (
        days.cycle is Cycle.WEEKLY
        and not opened
        and (date := _written(days, match.get("l"), match.get("r") or 0, match.setting.today.year))
    ):
        return date
    left = loose(match.get("l"))
    right = match.get("rc") or loose(match.get("r"))
    return during(days, span(left, right))


def _written(days: Days, first: int, last: int, year: int) -> Days | None:
    """Friday 7-6 is a date when that day of this year is a Friday, and clock times otherwise."""
    for day, month in ((first, last), (last, first)):
        if 1 <= month <= 12 and day >= 1:
            found = replace(yearly_day(month, day), weekday=days.weekday, current=True)
            if (day_of_year := found.at(year)) and day_of_year[0].weekday() == days.weekday:
                return found
    return None


@joined(
    "c:CLOCK (COMMA|ON|OF|FOR|IN|ATDAY|AT|BY)* (OPENING|THE|SHIFT)? d:DATE",
    "h:HOUR COMMA? d:DATE",
    "OTHER? hm:HM (ON|OF)? d:DATE",
)
def _date_of_clock(match: Match) -> Moment | None:
    days: Days = match.get("d")
    clock: Clock | None = match.get("c") or match.get("hm")
    hour = match.get("h")
    if hour is not None:
        if days.part is None:
            return None
        clock = loose(hour)
    return at(days, clock) if clock is not None else None


@joined("m:MOMENT (COMMA|ON|AT|IN|FOR)? THE? p:PART", "p:PART (AT|COMMA|IN|ON|ABOUT)* m:MOMENT")
def _part_of_moment(match: Match) -> Moment:
    moment: Moment = match.get("m")
    return replace(moment, clock=in_part(moment.clock, match.get("p")), part=match.get("p"))


@joined("c:CLOCK (COMMA|ON|AT|IN)? THE? p:PART", "(IN|AT)? THE? p:PART (AT|COMMA|IN|ABOUT)* (c:CLOCK|h:HOUR)")
def _part_of_clock(match: Match) -> Clock | None:
    clock: Clock | None = match.get("c")
    if clock is None:
        middle = match.tokens[match.first : match.last - 1]
        if not any(token.has("TIMEAT") or token.has("AT") for token in middle[1:]):
            return None
        clock = loose(match.get("h"))
    return in_part(clock, match.get("p"))


@joined(
    "cs:CLOCKSPAN (COMMA|ON|OF|FOR|IN)* (THE|OPENING)? d:DATE",
    "d:DATE (COMMA|AT|ABOUT|FROM|BETWEEN|FOR|COLON|IN)* cs:CLOCKSPAN",
)
def _span_of_date(match: Match) -> MomentSpan:
    return during(match.get("d"), match.get("cs"))


@joined("d:DATE (COMMA|IN)? x:INSTANT")
def _today_in_an_hour(match: Match) -> Exact | None:
    days: Days = match.get("d")
    instant: Exact = match.get("x")
    span_today = days.at(0) if days.cycle is Cycle.ONCE else None
    return (
        instant if span_today and span_today[0] == instant.first.date() and instant.first != match.setting.now else None
    )


def _in_week_of(left: Days, right: Days) -> Days | None:
    """In 3 days on Friday: the Friday of that week."""
    weekday = right.weekday
    if left.cycle is not Cycle.ONCE or weekday is None:
        return None
    return left.map(lambda days: (week_of(days[0])[0] + DAY * weekday,) * 2)


@same("w:DATE (COMMA|ON|OPENING|THE|IN|ATDAY)* d:DATE CLOSING?")
def _two_dates(match: Match) -> Days | None:
    """Tue, 10 January; today 12.10; this Friday (jun-15): the second says the same day fully."""
    left: Days = match.get("w")
    right: Days = match.get("d")
    if match.follows("DATE"):
        return None
    if right.cycle is Cycle.WEEKLY and left.cycle is not Cycle.WEEKLY:
        if left.numbered:
            return replace(left, weekday=right.weekday) if not match.holds("IN") else None
        return _in_week_of(left, right) if match.holds("ON", "ATDAY") else None
    if left.cycle is Cycle.WEEKLY and right.cycle is Cycle.ONCE and not right.numbered:
        day = right.at(0)
        return right if day and day[0].weekday() == left.weekday else None
    if left.numbered or not right.numbered or right.grain != "day" or left.cycle in {Cycle.YEARLY, Cycle.MONTHLY}:
        return None
    weekday = left.weekday if left.cycle is Cycle.WEEKLY else None
    return replace(right, weekday=weekday, part=left.part)
