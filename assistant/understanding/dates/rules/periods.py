"""Weeks, quarters, halves, seasons, years, and parts of them: Q2, week 31, the last Friday of March, начало мая."""

from datetime import date
from typing import Any

from assistant.understanding.dates.calendar import (
    DAY,
    Span,
    half_of,
    half_of_span,
    iso_week,
    quarter_of,
    season_of,
    third_of_span,
    unit_span,
    units_in,
    week_of,
    weekdays_in,
)
from assistant.understanding.dates.patterns import Match, Rules
from assistant.understanding.dates.rules.days import in_context
from assistant.understanding.dates.values import Cycle, Days, Duration, Exact, once

units = Rules()
parts = Rules()

NUMBERED_WEEK = frozenset(("неделя", "неделе"))

_BEFORE_YEAR = frozenset(
    ("IN", "OF", "FROM", "TO", "UNTIL", "BY", "BEFORE", "SINCE", "AFTER", "BETWEEN", "FOR", "FORBACK", "DURING",
     "AND", "OR", "NOT", "ATDAY", "EDGE", "TILLWORD", "REST", "ON")
)  # fmt: skip


def yearly(make: Any, grain: str) -> Days:
    """Days that are made from a year."""
    return Days(grain, make, Cycle.YEARLY)


def of_year(match: Match, days: Days, name: str = "y") -> Days | None:
    """The days in the captured year (a number or a period of a year), or of whichever year when there is none."""
    year = match.get(name)
    if isinstance(year, Days):
        span = year.at(0)
        if year.grain != "year" or span is None:
            return None
        year = span[0].year
    if year is None:
        return days
    found = days.at(year)
    return once(*found, grain=days.grain) if found else None


def current(match: Match, unit: str) -> Days | None:
    """The calendar unit that holds today."""
    span = unit_span(unit, match.setting.today)
    return once(*span, grain=unit) if span else None


def container(match: Match) -> Days | None:
    """What something is a part of: a captured period or date `c`, or the current unit `u`."""
    found = match.get("c")
    if isinstance(found, Days):
        return found
    token = match.token("u")
    if token is None or match.get("u") in {"second", "minute", "hour"}:
        return None
    return current(match, match.get("u"))




@units("y:YEAR YEARTAIL? DASH? QLETTER n:NUM", "QLETTER n:NUM (DASH|OF|COMMA|SLASH|IN)? y:YEAR YEARTAIL?", "QLETTER n:NUM (OF|IN)? y:PERIOD", "QLETTER n:NUM")
def _q(match: Match) -> Days | None:
    number = match.get("n")
    return of_year(match, quarter(int(number))) if number in {1, 2, 3, 4} else None


def quarter(number: int) -> Days:
    """Quarter 1 to 4 of whichever year."""
    return yearly(lambda year: quarter_of(year, number - 1), "quarter")


@units("y:YEAR YEARTAIL? DASH? HLETTER n:NUM", "HLETTER n:NUM (DASH|OF|COMMA|SLASH|IN)? y:YEAR YEARTAIL?", "HLETTER n:NUM")
def _h(match: Match) -> Days | None:
    number = match.get("n")
    before = match.before()
    together = match.token("n") is not None and (match.token("n") or match.tokens[0]).start > 0
    if number not in {1, 2} or not together or (before is not None and "NUM" in before.meanings and not match.get("y")):
        return None
    return of_year(match, yearly(lambda year: half_of(year, int(number) - 1), "halfyear"))


@units(
    "THE? n:(ORDINAL|NUM|LASTWORD) u:UNIT (OF|IN)? THE? (y:YEAR YEARTAIL?)",
    "THE? n:(ORDINAL|NUM|LASTWORD) u:UNIT (OF|IN)? (THE? s:SHIFT? yu:UNIT)",
    "THE? n:(ORDINAL|NUM) u:UNIT",
)
def _numbered(match: Match) -> Days | None:
    """The third quarter, 2 полугодие, the first quarter of the year."""
    unit, number, unit_token = match.get("u"), match.get("n"), match.token("u")
    size = {"quarter": 4, "halfyear": 2}.get(unit)
    if size is None or unit_token is None:
        return None
    if number is True:
        number = size
    if "NUM" in match.tokens[unit_at(match) - 1].meanings and unit_token.text.endswith(("а", "ов", "s", "я", "й")):
        return None
    if not isinstance(number, int) and number != int(number):
        return None
    if not 1 <= number <= size:
        return None
    if (outer := match.get("yu")) is not None:
        if outer != "year":
            return None
        year = match.setting.today.year + (match.get("s") or 0)
    else:
        year = match.get("y")
    days = quarter(int(number)) if unit == "quarter" else yearly(lambda at: half_of(at, int(number) - 1), "halfyear")
    if year is None:
        return days
    found = days.at(year)
    return once(*found, grain=unit) if found else None


def unit_at(match: Match) -> int:
    """The index of the captured unit among the tokens."""
    token = match.token("u")
    return next(index for index in range(match.first, match.last) if match.tokens[index] is token)


@units("UNIT? w:CALENDARWEEK n:NUM (OF|IN|COMMA|SLASH)? THE? y:(YEAR|PERIOD) YEARTAIL?", "w:CALENDARWEEK n:NUM", "n:(ORDINAL|BIGORDINAL) w:CALENDARWEEK (y:YEAR YEARTAIL?)?", "n:NUM w:CALENDARWEEK (y:YEAR YEARTAIL?)?")
def _week_number(match: Match) -> Days | None:
    number, after, before = match.get("n"), match.after(), match.before()
    name = match.token("w")
    if match.first + 1 < match.last and "CALENDARWEEK" in match.tokens[match.first + 1].meanings:
        if "NUM" in match.tokens[match.first].meanings and name is not None and name.text not in NUMBERED_WEEK:
            return None
    if "ORDINAL" in match.tokens[match.first].meanings and (number < 6 or (after and after.meanings.keys() & {"OF", "IN"})):
        return None
    if not isinstance(number, int) or (before is not None and "SHIFT" in before.meanings):
        return None
    if match.get("y") is None and after is not None and not after.meanings.keys().isdisjoint(("UNIT", "AMOUNT", "COLON")):
        return None
    days = yearly(lambda year: iso_week(year, number), "week")
    found = of_year(match, days)
    if match.get("y") is None and found is not None:
        return Days("week", days.at, Cycle.YEARLY, current=True)
    return found


@units("n:(YEAR|NUM) QUOTE? s:UNIT", "d:DECADEWORD", "n:YEAR QUOTE? x:DECADESUFFIX")
def _decade(match: Match) -> Days | None:
    """The 70's, the 1990s, the seventies."""
    number = match.get("n")
    suffix = match.token("s")
    if suffix is not None and (suffix.text != "s" or suffix.start - match.tokens[match.first].end > 1):
        return None
    if number is None:
        number = match.get("d")
        if number == 1000:
            number = 2000
    if number < 100:
        number += 1900 if number > 20 else 2000
    if number % 10 or not 1000 <= number <= 2990:
        return None
    return once(date(int(number), 1, 1), date(int(number) + 9, 12, 31), "decade")


@units("THE? s:SEASON (OF|IN|COMMA)? y:YEAR YEARTAIL?", "THE? s:SEASON")
def _season(match: Match) -> Days | None:
    season = match.get("s")
    if match.get("y") is None and "WEAK" in match.tokens[match.last - 1].meanings and not in_context(match):
        return None
    return of_year(match, yearly(lambda year: season_of(year, season), "season"))


@units("^ y:YEAR YEARTAIL? AD? (DOT|COMMA)? $", "THE? (UNIT|YEARWORD) OF? y:YEAR", "y:YEAR YEARTAIL", "y:YEAR AD", "p:YEARPREFIX n:(YEAR|YEAR2)")
def _plain_year(match: Match) -> Days | None:
    year = match.get("y") or match.get("n")
    if "UNIT" in match.tokens[match.first].meanings and match.tokens[match.first].meanings["UNIT"] != "year":
        return None
    if len(match.tokens) > 1 and "THE" in match.tokens[match.first].meanings:
        unit = match.tokens[match.first + 1].meanings.get("UNIT", "year")
        if unit != "year":
            return None
    return whole_year(year)


def whole_year(year: int) -> Days:
    """A year by its number."""
    return once(date(year, 1, 1), date(year, 12, 31), "year")


@units("y:YEAR DASH? w:WLETTER n:NUM")
def _iso_week(match: Match) -> Days | None:
    """2018-W25."""
    span = iso_week(match.get("y"), int(match.get("n")))
    return once(*span, grain="week") if span and match.tokens[match.last - 1].start == match.tokens[match.last - 2].end else None


@units("y:YEAR")
def _year(match: Match) -> Days | None:
    """A bare year stands after a preposition, beside another year, or before "or later"."""
    before, after = match.before(), match.after()
    if after is not None and not after.meanings.keys().isdisjoint(("AMOUNT", "NUM", "COLON", "SHORTMERIDIEM", "MERIDIEM")):
        return None
    if before is not None and not before.meanings.keys().isdisjoint(_BEFORE_YEAR):
        counted = after is not None and "OTHER" in after.meanings and (
            after.text.endswith(match.setting.vocabulary.counted_endings)
        ) and "IN" not in before.meanings
        return None if counted and "FOR" not in before.meanings else whole_year(match.get("y"))
    if after is not None:
        if "ANDLATER" in after.meanings or "ANDEARLIER" in after.meanings:
            return whole_year(match.get("y"))
        beside = match.tokens[match.last + 1].meanings if match.last + 1 < len(match.tokens) else {}
        if not after.meanings.keys().isdisjoint(("DASH", "TO", "AND")) and not beside.keys().isdisjoint(("YEAR", "PERIOD", "DATE")):
            return whole_year(match.get("y"))
    if before is not None and "DASH" in before.meanings and match.first > 1:
        if "EDGE" in match.tokens[match.first - 2].meanings:
            return whole_year(match.get("y"))
        return whole_year(match.get("y")) if "PERIOD" in match.tokens[match.first - 2].meanings else None
    return None


@parts("(UNITWEEKOF|u:UNIT OF|u:UNIT s:LASTING ON?) THE? (d:DATE|n:DOM)")
def _week_of(match: Match) -> Days | None:
    starting = match.token("s")
    if match.get("u") not in {None, "week"} or (starting is not None and "FROM" in starting.meanings):
        return None
    base = match.get("d")
    if base is None:
        from assistant.understanding.dates.rules.days import monthly_day

        base = monthly_day(match.get("n"))
    found: Days = base.map(lambda span: week_of(span[0]), "week")
    return found


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

    found: Days = base.map(nearest, "day")
    return found


@parts(
    "THE? (n:ORDINAL|l:LASTWORD|s:SHIFT) w:(WEEKDAY|DATE) (LINK|COMMA)? THE? (c:PERIOD|u:UNIT)",
    "THE? n:ORDINAL l:LASTWORD w:(WEEKDAY|DATE) (LINK|COMMA)? THE? (c:PERIOD|u:UNIT)",
)
def _weekday_of(match: Match) -> Days | None:
    """The last Friday of March, first Monday in the month."""
    outer = container(match)
    weekday = match.get("w")
    if isinstance(weekday, Days):
        weekday = weekday.weekday if weekday.cycle is Cycle.WEEKLY else None
    number = match.get("n")
    if outer is None or weekday is None or (match.get("s") is not None and match.get("l") is None and match.get("s") != -1):
        return None
    if outer.grain in {"week", "day", "weekend"}:
        return None
    index = (number or 1) - 1 if match.get("s") is None and match.get("l") is None else -(number or 1)

    def pick(span: Span) -> Span | None:
        found = weekdays_in(weekday, span)
        return (found[index],) * 2 if -len(found) <= index < len(found) else None

    return outer.map(pick, "day")


@parts(
    "THE? n:ORDINAL l:LASTWORD k:UNIT LINK? THE? (c:PERIOD|u:UNIT)",
    "THE? (n:ORDINAL|l:LASTWORD|s:SHIFT) k:UNIT LINK? THE? (c:PERIOD|u:UNIT)",
    "THE? (f:ORDINAL|l:LASTWORD|s:SHIFT) d:DURATION LINK? THE? (c:PERIOD|u:UNIT)",
)
def _unit_of(match: Match) -> Days | None:
    """The first week of October, the 2nd last week, the last 3 weeks of this year, первые десять дней мая."""
    outer = container(match)
    duration: Duration | None = match.get("d")
    kind = match.get("k") or (duration.unit if duration else None)
    shift = match.get("s")
    if outer is None or kind is None or outer.grain == kind or (shift is not None and shift != -1 and match.get("l") is None):
        return None
    if duration is not None and duration.count != int(duration.count):
        return None
    if match.get("f") is not None and match.get("f") != 1:
        return None
    count = int(duration.count) if duration else 1
    from_end = match.get("l") is not None or shift == -1
    number = match.get("n") or 1

    def pick(span: Span) -> Span | None:
        found = units_in(kind, span)
        if not 1 <= number + count - 1 <= len(found):
            return None
        chosen = found[len(found) - number - count + 1 : len(found) - number + 1] if from_end else found[number - 1 : number - 1 + count]
        return chosen[0][0], chosen[-1][1]

    return outer.map(pick, ("day" if kind == "workday" else kind) if count == 1 else "window")


@parts("THE? d:DOM UNIT? (OF|IN)? THE? c:PERIOD", "THE? d:DOM k:UNIT? OF THE? u:UNIT")
def _day_of_period(match: Match) -> Days | None:
    """20th of the next month."""
    outer = container(match)
    day = match.get("d")
    middle = match.tokens[match.first + 1 : match.last]
    if any(token.meanings.get("UNIT", "day") not in {"day", "month", "week", "year"} for token in middle):
        return None
    if outer is None or outer.grain != "month" or ("DAY" in match.tokens[match.first].meanings and not _linked(match)):
        return None

    def pick(span: Span) -> Span | None:
        found = span[0] + DAY * (day - 1)
        return (found, found) if found <= span[1] else None

    return outer.map(pick, "day")


def _linked(match: Match) -> bool:
    return any(not token.meanings.keys().isdisjoint(("OF", "SHIFT", "IN")) for token in match.tokens[match.first : match.last])


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


@parts("THE? n:ORDINAL HALF OF? THE? (c:PERIOD|u:UNIT)", "THE? n:ORDINAL HALF OF? y:YEAR", "l:LASTWORD HALF OF? THE? c:PERIOD")
def _half(match: Match) -> Days | None:
    outer = whole_year(match.get("y")) if match.get("y") else container(match)
    number = match.get("n") or 2
    if outer is None or number > 2:
        return None
    return outer.map(lambda span: half_of_span(span, number == 2), "part")


@parts("THE? n:(ORDINAL|LASTWORD) DECADEPART OF? THE? (c:PERIOD|u:UNIT)")
def _decade_of_month(match: Match) -> Days | None:
    outer = container(match)
    number = 3 if match.get("n") is True else match.get("n")
    return outer.map(lambda span: third_of_span(span, number - 1), "part") if outer and number <= 3 else None


@parts("(IN|AT)? THE? e:EDGE DASH? (OF|IN)? THE? (c:DAYS|u:UNIT)")
def _edge(match: Match) -> Days | None:
    """Beginning, middle, end: thirds."""
    outer = container(match)
    token = match.token("e")
    if outer is None or outer.grain == "day" or (match.get("u") and "THE" not in _names(match) and "OF" not in _names(match) and match.setting.vocabulary.language == "en"):
        return None
    edge: int = match.get("e")
    if token is not None and token.text == "start" and match.get("c") is not None and "OF" not in _names(match):
        return None
    found = outer.map(lambda span: third_of_span(span, edge), "part")
    return Days(found.grain, found.at, found.cycle, edge=edge)


def _names(match: Match) -> set[str]:
    return {category for token in match.tokens[match.first : match.last] for category in token.meanings}


@parts("u:UNITEND", "u:UNITTODATE", "THE? (c:PERIOD|u:UNIT) t:TODATE", "THE? REST OF? THE? (c:PERIOD|u:UNIT)", "LATERIN (c:PERIOD|u:UNIT)", "EARLIERIN (c:PERIOD|u:UNIT)")
def _towards(match: Match) -> Days | Exact | None:
    """Year to date, the rest of the week, later this month, EOM."""
    today = match.setting.today
    outer = container(match) or (current(match, match.get("u")) if match.get("u") else None)
    span = outer.at(0) if outer is not None and outer.cycle is Cycle.ONCE else None
    if span is None or not span[0] <= today <= span[1]:
        return None
    categories = _names(match)
    if "REST" in categories and span[0] == span[1]:
        return Exact(match.setting.now, match.setting.now.replace(hour=23, minute=59))
    if "UNITEND" in categories:
        found = once(*third_of_span(span, 2), grain="part") if match.get("u") != "week" else once(span[1])
        return Days("part", found.at, edge=2)
    if "UNITTODATE" in categories or "TODATE" in categories:
        return once(span[0], today, "part")
    if "EARLIERIN" in categories:
        return once(*half_of_span(span, second=False), grain="part")
    begin = half_of_span(span, second=True)[0] if "LATERIN" in categories else today
    return once(max(begin, today), span[1], "part")


@parts("(FOR|OF) THE u:UNIT", "THE u:UNIT")
def _the_unit_day(match: Match) -> Days | None:
    token, following = match.tokens[match.last - 1], match.after()
    if following is not None and not following.meanings.keys().isdisjoint(("BEFORE", "AFTER")):
        return None
    if match.get("u") != "day" or token.text.endswith("s") or match.setting.vocabulary.language != "en":
        return None
    after = match.after()
    return None if after is not None and "OTHER" in after.meanings and "OF" not in _names(match) and after.text != "look" else once(match.setting.today)


def _counts_one(word: str) -> bool:
    """Whether a Russian unit is an accusative singular: за неделю, за месяц."""
    return word in {"день", "неделю", "месяц", "квартал", "полугодие", "год", "рабочую неделю"}


@parts("THE u:UNIT", "OF u:UNIT", "(IN|DURING|ATDAY|FORBACK) u:UNIT")
def _the_unit(match: Match) -> Days | None:
    """The week, the weekend: the current one."""
    unit, token, after = match.get("u"), match.tokens[match.last - 1], match.after()
    if after is not None and not after.meanings.keys().isdisjoint(("BEFORE", "AFTER")) and match.last + 1 < len(match.tokens):
        return None
    if "FORBACK" in match.tokens[match.first].meanings and unit != "hour" and _counts_one(token.text):
        return current(match, unit)
    if unit in {"second", "minute", "hour", "day", "workday", "decade"} or (token.text.endswith("s") and unit != "weekend"):
        return None
    if "THE" not in _names(match) and unit != "weekend":
        return None
    return current(match, unit)


@parts("u:UNIT")
def _weekend(match: Match) -> Days | None:
    """A bare "weekend"."""
    return current(match, "weekend") if match.tokens[match.first].text == "weekend" else None
