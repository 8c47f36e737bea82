"""Ranges of days and of moments: the right end is read fully, the left one takes what it leaves out from it."""

from assistant.understanding.dates.calendar import DAY, Span, day_of, month_of
from assistant.understanding.dates.choice import index_of
from assistant.understanding.dates.patterns import VOID, Match, Rules
from assistant.understanding.dates.rules.days import monthly_day
from assistant.understanding.dates.values import (
    Clock,
    Cycle,
    Days,
    Exact,
    Moment,
    MomentSpan,
    Several,
    once,
)

of_days = Rules()
of_moments = Rules()

_STEPS = {Cycle.YEARLY: 4, Cycle.MONTHLY: 14, Cycle.WEEKLY: 3}


def next_from(days: Days, span: Span) -> Span | None:
    """The first of the days that does not begin before a span."""
    if days.cycle is Cycle.ONCE:
        return days.at(0)
    index = index_of(days, span)
    for step in range(-1, _STEPS[days.cycle] + 5):
        found = days.at(index + step)
        if found and found[0] >= span[0]:
            return found
    return None


def last_to(days: Days, span: Span) -> Span | None:
    """The last of the days that does not begin after the end of a span."""
    if days.cycle is Cycle.ONCE:
        return days.at(0)
    index = index_of(days, span)
    for step in range(1, -_STEPS[days.cycle] - 5, -1):
        found = days.at(index + step)
        if found and found[0] <= span[1]:
            return found
    return None


def between(left: Days, right: Days) -> Days | None:
    """From days to days; an end without a year, month or week takes the one that fits the other end."""
    if left.cycle is Cycle.ONCE:
        begin = left.at(0)
        end = next_from(right, begin) if begin else None
        if begin is None or end is None or end[1] < begin[0]:
            return None
        return once(begin[0], end[1], "range")
    if right.cycle is Cycle.ONCE:
        end = right.at(0)
        begin = last_to(left, end) if end else None
        return once(begin[0], end[1], "range") if begin and end else None

    def at(index: int) -> Span | None:
        begin = left.at(index)
        end = next_from(right, begin) if begin else None
        return (begin[0], end[1]) if begin and end else None

    return Days("range", at, left.cycle)


def from_day(day: int, right: Days) -> Days:
    """From a bare day of the month to days: the month is that of the right end, or the one before."""

    def stretch(span: Span) -> Span | None:
        end = span[1]
        begin = day_of(end.year, end.month, day)
        if begin is None or begin > end:
            first = month_of(end.year, end.month - 1)[0]
            begin = day_of(first.year, first.month, day)
        return (begin, end) if begin else None

    return right.map(stretch, "range")


def to_day(left: Days, day: int) -> Days:
    """From days to a bare day of the month: the month is that of the left end, or the one after."""

    def stretch(span: Span) -> Span | None:
        begin = span[0]
        end = day_of(begin.year, begin.month, day)
        if day < begin.day:
            first = month_of(begin.year, begin.month + 1)[0]
            end = day_of(first.year, first.month, day)
        return (begin, end) if end else None

    return left.map(stretch, "range")


@of_days(
    "(FROM|BETWEEN|ON|FOR|IN)? THE? l:DAY (TILL|AND) THE? r:DAY (OF|IN)? c:PERIOD",
    "l:DAY TILL r:DAY (OF|IN)? THE? c:PERIOD",
)
def _days_of_month(match: Match) -> Days | None:
    """From 4 to 22 this month."""
    outer: Days = match.get("c")
    first, last = match.get("l"), match.get("r")
    if outer.grain != "month" or first > last:
        return None
    return outer.map(
        lambda span: (
            (span[0] + DAY * (first - 1), span[0] + DAY * (last - 1)) if span[0] + DAY * (last - 1) <= span[1] else None
        ),
        "range",
    )


_COUNTED = (
    "MONTH", "MERIDIEM", "SHORTMERIDIEM", "OCLOCK", "HOURS", "COLON", "CLOCK", "UNIT", "AMOUNT", "DATE", "NUM", "DASH",
)  # fmt: skip
_START = "(FROM|BETWEEN|ON|FOR|FROMOPEN|SINCE|UNTIL|DURING|IN|LASTING|ATDAY)?"


@of_days(
    f"{_START} THE? l:DATE COMMA? (TILL|UNTIL) (ON|THE|BY)? r:DOM (COMMA|OF|IN)? y:YEAR YEARTAIL?",
    f"{_START} THE? l:DATE COMMA? (TILL|UNTIL) (ON|THE)? r:DOM DAYWORD?",
)
def _to_day(match: Match) -> object:
    """August 10 - 22, 2012; from April the ninth till the seventeenth."""
    left: Days = match.get("l")
    token = match.token("r")
    ordinal = token is not None and token.has("ORDINAL")
    if left.cycle is Cycle.WEEKLY or left.grain != "day":
        return None
    if match.precedes(*_COUNTED):
        return None
    if match.get("y") is not None:
        begin = left.at(match.get("y")) if left.cycle is Cycle.YEARLY else left.at(0)
        found = to_day(once(*begin), match.get("r")) if begin else None
        return found if found and found.at(0) else VOID
    if left.cycle is Cycle.ONCE and not ordinal and not left.numbered:
        return None
    return to_day(left, match.get("r"))


@of_days("(ON|ATDAY|FOR)? a:DAY COMMA b:DAY (AND|OR|COMMA) r:DATE")
def _three(match: Match) -> object:
    """1, 2 и 3 июня."""
    right: Days = match.get("r")
    first, second = match.get("a"), match.get("b")
    if right.grain != "day" or right.cycle is Cycle.WEEKLY or match.follows("NOTDATE"):
        return None
    probe = right.at(2024) if right.cycle is Cycle.YEARLY else right.at(0)
    if probe and (second - first, probe[0].day - second) == (1, 1):
        return from_day(first, right)
    return Several(
        (
            right.map(lambda span: _in_month_of(first, span), "day"),
            right.map(lambda span: _in_month_of(second, span), "day"),
            right,
        )
    )


@of_days(f"{_START} (THE|BY)? l:DOM DAYWORD? DOT? (TILL|UNTIL|SLASH|AND) (ON|THE|BY)? r:DATE")
def _from_day(match: Match) -> object:
    """15-28 July, с 15 по 28 июля, 8 и 9 июня."""
    right: Days = match.get("r")
    day = match.get("l")
    joint = match.tokens[match.first : match.last]
    if right.grain != "day" or right.cycle is Cycle.WEEKLY or right.part is not None:
        return None
    if match.follows("COLON", "AMOUNT", "NOTDATE"):
        return None
    anded = any(token.has("AND") for token in joint) and not joint[0].has("BETWEEN")
    if anded:
        return _joined(day, right)
    if right.cycle is Cycle.ONCE and right.at(0) is None:
        return VOID
    return from_day(day, right)


def _joined(day: int, right: Days) -> object:
    """Days joined by "and" in one month: neighbours are a range, others are several."""
    left = right.map(lambda span: _in_month_of(day, span), "day")
    probe = right.at(2024 if right.cycle is Cycle.YEARLY else 2024 * 12 if right.cycle is Cycle.MONTHLY else 0)
    if probe and probe[0].day - day == 1:
        return from_day(day, right)
    return Several((left, right))


def _in_month_of(day: int, span: Span) -> Span | None:
    found = day_of(span[0].year, span[0].month, day)
    return (found, found) if found else None


@of_days(
    f"{_START} (FROM|THE)? l:DAYS COMMA? (TILL|UNTIL|TODATE) (ON|THE|BY|IN|FOR)? r:DAYS",
    "BETWEEN THE? l:DAYS COMMA? AND THE? r:DAYS",
)
def _range(match: Match) -> object:
    left, right = match.get("l"), match.get("r")
    if left.part is not None and right.part is not None:
        return None
    token = match.tokens[match.first]
    if token.has("YEAR") and left.cycle is Cycle.ONCE and right.cycle is Cycle.WEEKLY:
        return None
    if right.edge == 0 and right.cycle is Cycle.ONCE:
        found = right.at(0)
        right = once(found[0]) if found else right
    return between(left, right)


@of_days(
    "(FROM|BETWEEN)? l:(INSTANT|LATER) (TILL|AND|UNTIL) THE? r:DAYS",
    "(FROM|BETWEEN|SINCE)? l:DAYS (TILL|AND|UNTIL) r:INSTANT",
)
def _range_with_now(match: Match) -> object:
    """Between now and November 15th."""
    left, right = match.get("l"), match.get("r")
    if match.holds("AND") and not match.tokens[match.first].has("BETWEEN"):
        return None
    return between(_as_days(match, left), _as_days(match, right))


def _as_days(match: Match, end: object) -> Days:
    """An end of a range by days: an instant is its day, a bare "now" is today."""
    if isinstance(end, Days):
        return end
    return once(end.first.date() if isinstance(end, Exact) else match.setting.today)


@of_days("c:PERIOD (FROM|BETWEEN|ON|COMMA)? r:PERIOD", "r:PERIOD (OF|IN|ON)? c:PERIOD")
def _range_in_week(match: Match) -> Days | None:
    """Next week between Wednesday and Friday."""
    outer: Days = match.get("c")
    inner: Days = match.get("r")
    week = outer.at(0) if outer.cycle is Cycle.ONCE else None
    if week is None or outer.grain != "week" or inner.cycle is not Cycle.WEEKLY or inner.grain != "range":
        return None
    found = inner.at(index_of(inner, week))
    return once(*found, grain="range") if found else None


@of_days(
    "^ (FROM|BETWEEN)? l:DAY DASH r:DAY (DOT)? $",
    "FROM THE? l:ORDINAL (TILL|UNTIL) THE? r:ORDINAL",
    "FROMOPEN l:ORDINAL DAYWORD? UNTIL r:ORDINAL DAYWORD?",
)
def _bare_days(match: Match) -> Days | None:
    """24 - 29: days of a month that is not said."""
    first, last = match.get("l"), match.get("r")
    written = match.tokens[match.last - 1].has("DAY") or match.first == 0
    if last <= first or (written and match.tokens[match.first].has("DAY") and last < 13):
        return None
    if match.tokens[match.last - 1].has("ORDWORD"):
        return None
    return to_day(monthly_day(first), last)


@of_moments(
    "(FROM|BETWEEN|FROMOPEN)? l:MOMENT (TILL|UNTIL) (ON|THE)? (r:MOMENT|rc:CLOCK)",
    "BETWEEN l:MOMENT AND (r:MOMENT|rc:CLOCK)",
)
def _moments(match: Match) -> MomentSpan | None:
    left: Moment = match.get("l")
    right: Moment = match.get("r") or Moment(match.get("rc"))
    return MomentSpan(left, right)


@of_moments("(FROM|BETWEEN|FROMOPEN)? l:CLOCK (TILL|UNTIL) r:MOMENT", "BETWEEN l:CLOCK AND r:MOMENT")
def _clock_to_moment(match: Match) -> MomentSpan | None:
    return MomentSpan(Moment(match.get("l")), match.get("r"))


@of_moments("(FROM|BETWEEN|FROMOPEN)? l:(INSTANT|LATER) (TILL|AND|UNTIL) r:INSTANT", "BETWEEN l:CLOCK AND r:INSTANT")
def _instants(match: Match) -> Exact | None:
    left, right = match.get("l"), match.get("r")
    if left is True:
        left = Exact(match.setting.now, match.setting.now)
    if isinstance(left, Clock):
        start = match.setting.now.replace(hour=left.hour, minute=left.minute)
        return Exact(start, right.last) if start < right.last else None
    if match.holds("AND") and not match.tokens[match.first].has("BETWEEN"):
        return None
    return Exact(left.first, right.last) if left.first <= right.last else None
