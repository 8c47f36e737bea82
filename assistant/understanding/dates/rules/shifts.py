"""This, next and last: next week, прошлый месяц, last 7 days, next Friday, the week after next."""

from datetime import timedelta

from assistant.understanding.dates.calendar import (
    DAY,
    Span,
    shift_months,
    shift_workdays,
    unit_span,
    week_of,
    weekdays_in,
)
from assistant.understanding.dates.patterns import Match, Rules
from assistant.understanding.dates.rules.durations import amount
from assistant.understanding.dates.values import Cycle, Days, Duration, Exact, once

relative = Rules()
years = Rules()
calendar = Rules()

_MINUTES = {"second": 1 / 60, "minute": 1, "hour": 60}


@relative("THE? s:SHIFT AND THE? t:SHIFT u:UNIT")
def _two_units(match: Match) -> Days | None:
    """This and next week, за этот и прошлый месяц: neighbours are one range."""
    shifts = sorted((match.get("s"), match.get("t")))
    spans = [unit_span(match.get("u"), match.setting.today, shift) for shift in shifts]
    if shifts[0] + 1 != shifts[1] or spans[0] is None or spans[1] is None:
        return None
    return once(spans[0][0], spans[1][1], "range")


@relative("s:SHIFT p:PART")
def _part(match: Match) -> Days | None:
    """This morning, last evening."""
    shift, part = match.get("s"), match.get("p")
    if match.tokens[match.last - 1].has("UNIT"):
        return None
    return once(match.setting.today + DAY * shift).with_part("tonight" if part == "night" else part)


@relative("(THE|SHIFT)? u:UNIT NEXTONE", "THE? u:UNIT l:LASTONE")
def _after_next(match: Match) -> Days | None:
    span = unit_span(match.get("u"), match.setting.today, -2 if match.get("l") else 2)
    return once(*span, grain=match.get("u")) if span else None


@relative("THE? s:SHIFT n:(NUM|COUPLE) OF? u:UNIT", "THE? n:(NUM|COUPLE) adjective:SHIFT u:UNIT")
def _window(match: Match) -> Days | Exact | None:
    """Last 7 days, next 3 weeks; "the 2 upcoming months" are counted from today instead of by whole months."""
    count, unit, adjective = match.get("n"), match.tokens[match.last - 1], match.get("adjective")
    shift = match.get("s") if adjective is None else adjective
    if shift not in {1, -1} or count != int(count) or not 0 < count < 5000:
        return None
    if (match.precedes("OF") and match.holds("LASTWORD")) or _more_units(match):
        return None
    if adjective is not None and count > 1 and match.setting.vocabulary.articles and not unit.has("PLURAL"):
        return None
    return window(match, int(count), match.get("u"), shift, rolling=adjective is not None)


def _more_units(match: Match) -> bool:
    """Whether an amount of another unit follows: last 3 months and 2 weeks, but not "and 2 days ago"."""
    rest = match.tokens[match.last :]
    if rest and rest[0].has("AND"):
        rest = rest[1:]
    return len(rest) > 1 and rest[0].has("NUM") and rest[1].has("UNIT") and not (len(rest) > 2 and rest[2].has("AGO"))


def window(match: Match, count: int, unit: str, shift: int, *, rolling: bool = False) -> Days | Exact | None:
    """So many units before or after today (whole ones for months and longer), or minutes and hours from now."""
    setting = match.setting
    today = setting.today
    if unit in _MINUTES:
        step = timedelta(minutes=_MINUTES[unit] * count * shift)
        return Exact(min(setting.now, setting.now + step), max(setting.now, setting.now + step))
    if unit == "workday":
        ends = sorted((shift_workdays(today, shift), shift_workdays(today, shift * count)))
        return once(ends[0], ends[1], "window")
    if unit in {"day", "week", "fortnight"} or rolling:
        duration = amount(count, unit)
        if duration is None:
            return None
        far = shift_months(today, duration.months * shift) + DAY * duration.days * shift
        return once(today + DAY, far, "window") if shift > 0 else once(far, today - DAY, "window")
    near, end = unit_span(unit, today, shift), unit_span(unit, today, shift * count)
    if unit == "decade" and shift > 0:
        near, end = unit_span(unit, today, 1), unit_span(unit, today, count)
    if near is None or end is None:
        return None
    return once(min(near[0], end[0]), max(near[1], end[1]), "window")


@relative("THE? s:SHIFT u:UNIT")
def _unit(match: Match) -> Days | Exact | None:
    """Next week, last month, this year; an hour or a minute is counted from now."""
    unit, shift, setting = match.get("u"), match.get("s"), match.setting
    if shift and match.holds("PLURAL") and unit != "weekend":
        return None
    if shift == -1 and (match.precedes("OF") or (unit in _INNER and match.last < len(match.tokens) and _inside(match))):
        return None
    if unit in _MINUTES:
        step = timedelta(minutes=_MINUTES[unit] * shift)
        return Exact(min(setting.now, setting.now + step), max(setting.now, setting.now + step)) if shift else None
    if unit == "workday":
        return once(shift_workdays(setting.today, shift)) if shift else None
    if unit == "weekend" and match.holds("COMING"):
        shift = 0
    span = unit_span(unit, setting.today, shift)
    return once(*span, grain=unit) if span else None


@relative("THAT u:UNIT")
def _that_unit(match: Match) -> Days | None:
    """На той неделе: the last one, or the next one where the message looks ahead; в том году is the last one."""
    unit, setting = match.get("u"), match.setting
    if unit not in {"week", "weekend", "month", "quarter", "year"} or match.precedes("THAT", "SHIFT"):
        return None
    ahead = setting.prefer == "future" and unit in {"week", "weekend"}
    span = unit_span(unit, setting.today, 1 if ahead else -1)
    return once(*span, grain=unit) if span else None


_INNER = frozenset(("week", "day", "workday", "weekend", "quarter", "month"))


def _inside(match: Match) -> bool:
    """Whether "last week" is the last one inside something: last week in September, последний день месяца."""
    after = match.tokens[match.last :]
    larger = ("MONTH", "YEAR", "SHIFT", "UNIT", "SEASON", "QLETTER")
    if after[0].has("OF", "IN", "ON") and len(after) > 1:
        rest = after[2:] if after[1].has("THE") else after[1:]
        return bool(rest) and rest[0].has(*larger)
    if not match.holds("LASTWORD"):
        return False
    return after[0].has("MONTH", "QLETTER", "SEASON") or (
        not match.setting.vocabulary.articles and after[0].has("UNIT", "SHIFT")
    )


@relative("n:NUM r:DAYAFTER")
def _days_after(match: Match) -> Days | None:
    """2 days after tomorrow, where the table has "day after tomorrow"."""
    count, offset = match.get("n"), match.get("r")
    if count < 2 or count != int(count) or count > 1000:
        return None
    return once(match.setting.today + DAY * (int(count) + 1) * offset)


@relative("n:NUM (w:WEEKDAY) (LATER|a:AGO)", "n:NUM w:WEEKDAY FROM NOW")
def _weekdays_away(match: Match) -> Days | None:
    """Three Fridays from now."""
    count, weekday, today = int(match.get("n")), match.get("w"), match.setting.today
    if not 0 < count < 1000:
        return None
    if match.get("a"):
        return once(today - DAY * ((today.weekday() - weekday - 1) % 7 + 1 + 7 * (count - 1)))
    return once(today + DAY * ((weekday - today.weekday() - 1) % 7 + 1 + 7 * (count - 1)))


@calendar("THE? s:SHIFT d:DURATION")
def _window_of_units(match: Match) -> Days | Exact | None:
    """Last 3 months and 2 weeks, next fortnight."""
    duration: Duration = match.get("d")
    shift, today = match.get("s"), match.setting.today
    if abs(shift) != 1:
        return None
    if duration.minutes:
        now = match.setting.now
        step = timedelta(days=duration.days, minutes=duration.minutes) * shift
        return Exact(min(now, now + step), max(now, now + step))
    far = shift_months(today, duration.months * shift) + DAY * duration.days * shift
    if duration.workdays:
        far = shift_workdays(far, duration.workdays * shift)
    return once(today + DAY, far, "window") if shift > 0 else once(far, today - DAY, "window")


@calendar("THE? s:SHIFT c:COMING? w:DATE")
def _weekday(match: Match) -> Days | None:
    """Next Friday is that of the next calendar week; last Friday is the latest one before today."""
    days: Days = match.get("w")
    shift, today = match.get("s"), match.setting.today
    if days.cycle is Cycle.ONCE:
        return None
    if days.cycle is not Cycle.WEEKLY or days.weekday is None:
        return _shifted_yearly(match, days, shift)
    offset = (days.weekday - today.weekday()) % 7
    first = match.tokens[match.first if match.tokens[match.first].has("SHIFT") else match.first + 1]
    if shift == 0:
        return once(today + DAY * offset) if match.setting.prefer != "past" else days
    if first.has("CALENDARSHIFT") or shift in {-2, 2}:
        return once(week_of(today + DAY * 7 * shift)[0] + DAY * days.weekday)
    if shift < 0:
        return once(today - DAY * ((today.weekday() - days.weekday - 1) % 7 + 1))
    if first.has("COMING"):
        return once(today + DAY * (offset or 7))
    return once(week_of(today + DAY * 7)[0] + DAY * days.weekday)


def _shifted_yearly(match: Match, days: Days, shift: int) -> Days | None:
    today = match.setting.today
    if days.cycle is not Cycle.YEARLY:
        return None
    spans = [span for year in range(today.year - 2, today.year + 3) if (span := days.at(year))]
    if shift == 0:
        found: list[Span] = [span for span in spans if span[0].year == today.year]
    elif shift > 0:
        found = [span for span in spans if span[0] > today]
    else:
        found = [span for span in reversed(spans) if span[1] < today]
    index = abs(shift) - 1 if shift else 0
    return once(*found[index], grain=days.grain) if index < len(found) else None


@calendar("THE? s:SHIFT c:PERIOD")
def _month(match: Match) -> Days | None:
    """Next June, this quarter's name, last summer."""
    days: Days = match.get("c")
    return _shifted_yearly(match, days, match.get("s")) if days.cycle is Cycle.YEARLY else None


@calendar("w:DATE NEXTONE", "w:DATE l:LASTONE")
def _weekday_after_next(match: Match) -> Days | None:
    days: Days = match.get("w")
    today = match.setting.today
    if days.cycle is not Cycle.WEEKLY or days.weekday is None:
        return None
    if match.get("l"):
        return once(weekdays_in(days.weekday, (today - DAY * 14, today - DAY))[0])
    return once(weekdays_in(days.weekday, (today + DAY, today + DAY * 14))[1])


@calendar("c:PERIOD n:NEXTONE", "c:PERIOD LASTONE")
def _month_after_next(match: Match) -> Days | None:
    days: Days = match.get("c")
    return _shifted_yearly(match, days, 2 if match.get("n") else -2) if days.cycle is Cycle.YEARLY else None


@years("c:PERIOD (OF|IN|COMMA)? (y:PERIOD|IN d:DURATION)", "y:PERIOD (OF|IN|COMMA)? c:PERIOD")
def _month_of_shifted_year(match: Match) -> Days | None:
    """June next year, март следующего года, Q3 this year, March in 1 year."""
    days: Days = match.get("c")
    duration: Duration | None = match.get("d")
    if duration is not None:
        if duration.unit != "year":
            return None
        found = days.at(match.setting.today.year + int(duration.count)) if days.cycle is Cycle.YEARLY else None
        return once(*found, grain=days.grain) if found else None
    year: Days = match.get("y")
    span = year.at(0)
    if days.cycle is not Cycle.YEARLY or year.grain != "year" or year.cycle is not Cycle.ONCE or span is None:
        return None
    found = days.at(span[0].year)
    return once(*found, grain=days.grain) if found else None


@calendar("w:DATE (OF|IN|ON|COMMA|FROM)? THE? c:PERIOD", "c:PERIOD (ON|IN|COMMA|OF)? w:DATE")
def _day_of_shifted(match: Match) -> Days | None:
    """Wednesday next week, next week on Friday, 5 мая следующего года."""
    days: Days = match.get("w")
    outer: Days = match.get("c")
    span = outer.at(0) if outer.cycle is Cycle.ONCE else None
    if span is None:
        return None
    if outer.grain == "week" and days.cycle is Cycle.WEEKLY and days.weekday is not None:
        return once(span[0] + DAY * days.weekday)
    if outer.grain == "year" and days.cycle is Cycle.YEARLY:
        found = days.at(span[0].year)
        return once(*found) if found else None
    if outer.grain == "month" and days.cycle is Cycle.MONTHLY:
        found = days.at(span[0].year * 12 + span[0].month - 1)
        return once(*found) if found else None
    return None
