"""Parts of periods: the last Friday of March, first week of May, начало июля, rest of the week, EOM."""

from assistant.understanding.dates.calendar import (
    DAY,
    Span,
    half_of_span,
    third_of_span,
    unit_span,
    units_in,
    week_of,
    weekdays_in,
)
from assistant.understanding.dates.patterns import Match, Rules
from assistant.understanding.dates.rules.days import monthly_day
from assistant.understanding.dates.rules.units import current, whole_year
from assistant.understanding.dates.values import Cycle, Days, Duration, Exact, once

parts = Rules()


def container(match: Match) -> Days | None:
    """What something is a part of: a captured period or date `c`, or the current unit `u`."""
    found = match.get("c")
    if isinstance(found, Days):
        return found
    unit = match.get("u")
    return current(match, unit) if unit not in {None, "second", "minute", "hour"} else None


@parts("(UNITWEEKOF|u:UNIT OF|u:UNIT s:LASTING ON?) THE? (d:DATE|n:DOM)")
def _week_of(match: Match) -> Days | None:
    starting = match.token("s")
    if match.get("u") not in {None, "week"} or (starting is not None and starting.has("FROM")):
        return None
    base: Days = match.get("d") or monthly_day(match.get("n"))
    return base.map(lambda span: week_of(span[0]), "week")


@parts("THE? n:ORDINAL? NEARESTTO d:DATE TO e:DATE")
def _nearest(match: Match) -> Days | None:
    weekday: int | None = match.get("d").weekday
    base: Days = match.get("e")
    rank: int = match.get("n") or 1
    if weekday is None:
        return None

    def nearest(span: Span) -> Span:
        near = weekdays_in(weekday, (span[0] - DAY * 7 * rank, span[0] + DAY * 7 * rank))
        day = sorted(near, key=lambda each: abs(each - span[0]))[rank - 1]
        return day, day

    return base.map(nearest, "day")


@parts(
    "THE? (n:ORDINAL|l:LASTWORD|s:SHIFT) w:(WEEKDAY|DATE) (LINK|COMMA)? THE? (c:PERIOD|u:UNIT)",
    "THE? n:ORDINAL l:LASTWORD w:(WEEKDAY|DATE) (LINK|COMMA)? THE? (c:PERIOD|u:UNIT)",
)
def _weekday_of(match: Match) -> Days | None:
    """The last Friday of March, first Monday in the month."""
    outer, weekday = container(match), match.get("w")
    if isinstance(weekday, Days):
        weekday = weekday.weekday if weekday.cycle is Cycle.WEEKLY else None
    if outer is None or weekday is None or outer.grain in {"week", "day", "weekend"} or not _counts(match):
        return None
    number = match.get("n") or 1
    index = -number if _from_end(match) else number - 1

    def pick(span: Span) -> Span | None:
        found = weekdays_in(weekday, span)
        return (found[index],) * 2 if -len(found) <= index < len(found) else None

    return outer.map(pick, "day")


def _counts(match: Match) -> bool:
    """Whether the word before counts inside something: an ordinal or "last", but not "next"."""
    return match.get("s") in {None, -1} or match.get("l") is not None


def _from_end(match: Match) -> bool:
    return match.get("l") is not None or match.get("s") is not None


@parts(
    "THE? n:ORDINAL l:LASTWORD k:UNIT LINK? THE? (c:PERIOD|u:UNIT)",
    "THE? (n:ORDINAL|l:LASTWORD|s:SHIFT) k:UNIT LINK? THE? (c:PERIOD|u:UNIT)",
    "THE? (f:ORDINAL|l:LASTWORD|s:SHIFT) d:DURATION LINK? THE? (c:PERIOD|u:UNIT)",
)
def _unit_of(match: Match) -> Days | None:
    """The first week of October, the 2nd last week, the last 3 weeks of this year, первые десять дней мая."""
    outer = container(match)
    duration: Duration | None = match.get("d")
    kind = duration.unit if duration else match.get("k")
    if outer is None or kind in {outer.grain, "decade"} or not _counts(match) or match.get("f") not in {None, 1}:
        return None
    if duration is not None and duration.count != int(duration.count):
        return None
    count, number, from_end = int(duration.count) if duration else 1, match.get("n") or 1, _from_end(match)

    def pick(span: Span) -> Span | None:
        found = units_in(kind, span)
        begin = len(found) - number - count + 1 if from_end else number - 1
        chosen = found[begin : begin + count] if begin >= 0 else []
        return (chosen[0][0], chosen[-1][1]) if len(chosen) == count > 0 else None

    if count > 1:
        return outer.map(pick, "window")
    return outer.map(pick, "day" if kind == "workday" else kind)


@parts("THE? d:DOM k:UNIT? (OF|IN)? THE? c:PERIOD", "THE? d:DOM k:UNIT? OF THE? u:UNIT")
def _day_of_period(match: Match) -> Days | None:
    """20th of the next month, the 26th day of the month."""
    outer, day = container(match), match.get("d")
    if outer is None or outer.grain != "month" or match.get("k") not in {None, "day"}:
        return None
    if match.token("d") is not None and match.holds("NUM") and not match.holds("OF", "SHIFT", "IN"):
        return None

    def pick(span: Span) -> Span | None:
        found = span[0] + DAY * (day - 1)
        return (found, found) if found <= span[1] else None

    return outer.map(pick, "day")


@parts("THE? n:ORDINAL w:DATE")
def _weekday_of_month(match: Match) -> Days | None:
    """Third Tuesday, of the current month."""
    days: Days = match.get("w")
    if days.cycle is not Cycle.WEEKLY or days.weekday is None:
        return None
    month = unit_span("month", match.setting.today)
    found = weekdays_in(days.weekday, month) if month else []
    index = match.get("n") - 1
    return once(found[index]) if index < len(found) else None


@parts(
    "THE? n:ORDINAL HALF OF? THE? (c:PERIOD|u:UNIT)",
    "THE? n:ORDINAL HALF OF? y:YEAR",
    "l:LASTWORD HALF OF? THE? c:PERIOD",
)
def _half(match: Match) -> Days | None:
    outer = whole_year(match.get("y")) if match.get("y") else container(match)
    number = match.get("n") or 2
    if outer is None or number > 2:
        return None
    return outer.map(lambda span: half_of_span(span, second=number == 2), "part")


@parts("THE? n:(ORDINAL|LASTWORD) DECADEPART OF? THE? (c:PERIOD|u:UNIT)")
def _decade_of_month(match: Match) -> Days | None:
    outer = container(match)
    number = 3 if match.get("n") is True else match.get("n")
    return outer.map(lambda span: third_of_span(span, number - 1), "part") if outer and number <= 3 else None


@parts("(IN|AT)? THE? e:EDGE DASH? (OF|IN)? THE? (c:DAYS|u:UNIT)")
def _edge(match: Match) -> Days | None:
    """Beginning, middle, end: thirds; a bare unit needs an article where the language has them."""
    outer, token = container(match), match.token("e")
    if outer is None or outer.grain == "day" or token is None:
        return None
    if match.get("u") and not match.holds("THE", "OF") and match.setting.vocabulary.articles:
        return None
    if token.has("STARTING") and match.get("c") is not None and not match.holds("OF"):
        return None
    edge: int = match.get("e")
    found = outer.map(lambda span: third_of_span(span, edge), "part")
    return Days(found.grain, found.at, found.cycle, edge=edge)


@parts(
    "e:UNITEND",
    "t:UNITTODATE",
    "THE? (c:PERIOD|u:UNIT) TODATE",
    "THE? REST OF? THE? (c:PERIOD|u:UNIT)",
    "LATERIN (c:PERIOD|u:UNIT)",
    "EARLIERIN (c:PERIOD|u:UNIT)",
)
def _towards(match: Match) -> Days | Exact | None:
    """Year to date, the rest of the week, later this month, EOM."""
    setting = match.setting
    outer = container(match) or current(match, match.get("e") or match.get("t"))
    span = outer.at(0) if outer is not None and outer.cycle is Cycle.ONCE else None
    if span is None or not span[0] <= setting.today <= span[1]:
        return None
    if match.holds("UNITEND"):
        found = once(span[1]) if match.get("e") == "week" else once(*third_of_span(span, 2))
        return Days("part", found.at, edge=2)
    if match.holds("UNITTODATE", "TODATE"):
        return once(span[0], setting.today, "part")
    if match.holds("EARLIERIN"):
        return once(*half_of_span(span, second=False), grain="part")
    if match.holds("LATERIN"):
        return once(max(half_of_span(span, second=True)[0], setting.today), span[1], "part")
    if span[0] == span[1]:
        return Exact(setting.now, setting.now.replace(hour=23, minute=59))
    return once(setting.today, span[1], "part")


@parts("(FOR|OF) THE u:UNIT", "THE u:UNIT")
def _the_day(match: Match) -> Days | None:
    """For the day, my day: today."""
    if match.get("u") != "day" or match.precedes("BEFORE", "AFTER") or match.holds("PLURAL"):
        return None
    ordinary = match.precedes("OTHER") and not match.precedes("AFTERDAY") and not match.holds("OF")
    after = match.after()
    return None if ordinary and after is not None and after.text.isalpha() else once(match.setting.today)


_NOT_CURRENT = frozenset(("second", "minute", "hour", "day", "workday", "decade"))


@parts("THE u:UNIT", "OF u:UNIT", "(IN|DURING|ATDAY|FORBACK) u:UNIT", "u:UNIT")
def _the_unit(match: Match) -> Days | None:
    """The week, the weekend, за неделю: the current one."""
    unit, token = match.get("u"), match.tokens[match.last - 1]
    if match.precedes("BEFORE", "AFTER") and match.last + 1 < len(match.tokens):
        return None
    if match.tokens[match.first].has("FORBACK") and token.has("ACCUSATIVE"):
        return current(match, unit)
    if unit == "weekend":
        return current(match, unit) if match.last - match.first > 1 or not token.has("PLURAL") else None
    return None if unit in _NOT_CURRENT or token.has("PLURAL") or not match.holds("THE") else current(match, unit)
