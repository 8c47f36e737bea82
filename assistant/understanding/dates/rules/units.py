"""Weeks, quarters, halves, seasons, decades and years by their number or name: Q2, week 31, 2 полугодие, in 2025."""

from datetime import date
from typing import Any

from assistant.understanding.dates.calendar import Span, half_of, iso_week, quarter_of, season_of, unit_span
from assistant.understanding.dates.patterns import Match, Rules
from assistant.understanding.dates.rules.days import in_context
from assistant.understanding.dates.values import Cycle, Days, once

units = Rules()


def yearly(make: Any, grain: str) -> Days:
    """Days that are made from a year."""
    return Days(grain, make, Cycle.YEARLY)


def of_year(match: Match, days: Days) -> Days | None:
    """The days in the captured year `y` (a number or a period of a year), or of whichever year when there is none."""
    year = match.get("y")
    if isinstance(year, Days):
        span = year.at(0)
        if year.grain != "year" or span is None:
            return None
        year = span[0].year
    return days if year is None else in_year(days, year)


def in_year(days: Days, year: int) -> Days | None:
    """Days that come back every year, in one year."""
    found = days.at(year)
    return once(*found, grain=days.grain) if found else None


def current(match: Match, unit: str) -> Days | None:
    """The calendar unit that holds today."""
    span = unit_span(unit, match.setting.today)
    return once(*span, grain=unit) if span else None


def quarter(number: int) -> Days:
    """Quarter 1 to 4 of whichever year."""
    return yearly(lambda year: quarter_of(year, number - 1), "quarter")


def half(number: int) -> Days:
    """Half 1 or 2 of whichever year."""
    return yearly(lambda year: half_of(year, number - 1), "halfyear")


def whole_year(year: int) -> Days:
    """A year by its number."""
    return once(date(year, 1, 1), date(year, 12, 31), "year")


@units(
    "y:YEAR YEARTAIL? DASH? QLETTER n:NUM",
    "QLETTER n:NUM (DASH|OF|COMMA|SLASH|IN)? y:YEAR YEARTAIL?",
    "QLETTER n:NUM (OF|IN)? y:PERIOD",
    "QLETTER n:NUM",
)
def _q(match: Match) -> Days | None:
    number = match.get("n")
    return of_year(match, quarter(int(number))) if number in {1, 2, 3, 4} else None


@units(
    "y:YEAR YEARTAIL? DASH? HLETTER n:NUM", "HLETTER n:NUM (DASH|OF|COMMA|SLASH|IN)? y:YEAR YEARTAIL?", "HLETTER n:NUM"
)
def _h(match: Match) -> Days | None:
    number = match.get("n")
    if number not in {1, 2} or (match.follows("NUM") and not match.get("y")):
        return None
    return of_year(match, half(int(number)))


@units(
    "THE? n:(ORDINAL|NUM) (AND|TO|DASH) THE? m:(ORDINAL|NUM) u:UNIT (OF|IN)? (y:YEAR YEARTAIL?)",
    "THE? n:(ORDINAL|NUM) (AND|TO|DASH) THE? m:(ORDINAL|NUM) u:UNIT",
)
def _numbered_two(match: Match) -> Days | None:
    """1-2 квартал, the first and second quarter: neighbours are one range."""
    first, last = match.get("n"), match.get("m")
    size = {"quarter": 4, "halfyear": 2}.get(match.get("u"))
    name, number = match.tokens[match.last - 1], match.token("n")
    if size is None or not 1 <= first < last <= size or (match.holds("AND") and first + 1 != last):
        return None
    if number is not None and number.has("NUM") and not name.has("ORDINALUNIT") and match.get("y") is None:
        return None
    one = quarter if size == 4 else half

    def at(year: int) -> Span | None:
        begin, end = one(int(first)).at(year), one(int(last)).at(year)
        return (begin[0], end[1]) if begin and end else None

    return of_year(match, yearly(at, "range"))


@units(
    "THE? n:(ORDINAL|NUM|LASTWORD) u:UNIT (OF|IN)? THE? (y:YEAR YEARTAIL?)",
    "THE? n:(ORDINAL|NUM|LASTWORD) u:UNIT (OF|IN)? (THE? s:SHIFT? yu:UNIT)",
    "THE? n:(ORDINAL|NUM) u:UNIT",
)
def _numbered(match: Match) -> Days | None:
    """The third quarter, 2 полугодие, the first quarter of the year."""
    unit, number = match.get("u"), match.token("n")
    size = {"quarter": 4, "halfyear": 2}.get(unit)
    name = match.token("u")
    if size is None or number is None or name is None or match.get("yu") not in {None, "year"}:
        return None
    if number.has("NUM") and not name.has("ORDINALUNIT"):
        return None
    value = size if number.has("LASTWORD") else match.get("n")
    if value != int(value) or not 1 <= value <= size:
        return None
    days = quarter(int(value)) if unit == "quarter" else half(int(value))
    if match.get("yu") is not None:
        return in_year(days, match.setting.today.year + (match.get("s") or 0))
    return of_year(match, days)


@units("CALENDARWEEK FROM? n:NUM (TO|DASH|AND) m:NUM")
def _weeks(match: Match) -> Days | None:
    """Weeks 27 to 28."""
    first, last = match.get("n"), match.get("m")
    if not 1 <= first < last <= 53 or match.precedes("UNIT", "AMOUNT", "COLON", "MONTH"):
        return None

    def at(year: int) -> Span | None:
        begin, end = iso_week(year, int(first)), iso_week(year, int(last))
        return (begin[0], end[1]) if begin and end else None

    return Days("range", at, Cycle.YEARLY, current=True)


@units("w:WLETTER n:NUM")
def _w(match: Match) -> Days | None:
    """W23: the letter and the number in one piece."""
    letter, number = match.tokens[match.first], match.tokens[match.last - 1]
    if letter.end != number.start or match.follows("DASH", "YEAR") or not 1 <= match.get("n") <= 53:
        return None
    return Days("week", yearly(lambda year: iso_week(year, int(match.get("n"))), "week").at, Cycle.YEARLY, current=True)


@units(
    "UNIT? CALENDARWEEK n:NUM (OF|IN|COMMA|SLASH)? THE? y:(YEAR|PERIOD) YEARTAIL?",
    "CALENDARWEEK n:NUM",
    "n:(ORDINAL|BIGORDINAL) CALENDARWEEK (y:YEAR YEARTAIL?)?",
    "n:NUM ORDINALUNIT (y:YEAR YEARTAIL?)?",
)
def _week_number(match: Match) -> Days | None:
    """Week 31; an ordinal below 6 counts the weeks of something else."""
    number, first = match.get("n"), match.tokens[match.first]
    if (
        not isinstance(number, int)
        or match.follows("SHIFT")
        or (match.holds("ORDINALUNIT") and not match.holds("CALENDARWEEK"))
    ):
        return None
    if first.has("ORDINAL") and (number < 6 or match.precedes("OF", "IN")):
        return None
    if match.get("y") is None and match.precedes("UNIT", "AMOUNT", "COLON"):
        return None
    days = yearly(lambda year: iso_week(year, number), "week")
    if match.get("y") is not None:
        return of_year(match, days)
    return Days("week", days.at, Cycle.YEARLY, current=True)


@units("y:YEAR DASH? w:WLETTER n:NUM")
def _iso_week(match: Match) -> Days | None:
    """2018-W25."""
    letter, number = match.tokens[match.last - 2 : match.last]
    return (
        in_year(yearly(lambda year: iso_week(year, int(match.get("n"))), "week"), match.get("y"))
        if letter.end == number.start
        else None
    )


@units("n:(YEAR|NUM) QUOTE? s:PLURALSUFFIX", "d:DECADEWORD")
def _decade(match: Match) -> Days | None:
    """The 70's, the 1990s, the seventies, the two thousands."""
    number, suffix = match.get("n"), match.token("s")
    if suffix is not None and suffix.start - match.tokens[match.first].end > 1:
        return None
    if number is None:
        number = match.get("d") if match.get("d") != 1000 else 2000
    if number < 100:
        number += 1900 if number > 20 else 2000
    if number % 10 or not 1000 <= number <= 2990:
        return None
    return once(date(int(number), 1, 1), date(int(number) + 9, 12, 31), "decade")


@units("THE? s:SEASON (OF|IN|COMMA)? y:YEAR YEARTAIL?", "THE? s:SEASON")
def _season(match: Match) -> Days | None:
    season = match.get("s")
    if match.get("y") is None and match.tokens[match.last - 1].has("WEAK") and not in_context(match):
        return None
    return of_year(match, yearly(lambda year: season_of(year, season), "season"))


@units(
    "^ y:YEAR YEARTAIL? AD? (DOT|COMMA)? $",
    "THE? u:UNIT OF? y:YEAR",
    "y:YEAR YEARTAIL",
    "y:YEAR AD",
    "YEARPREFIX y:(YEAR|YEAR2)",
)
def _plain_year(match: Match) -> Days | None:
    return whole_year(match.get("y")) if match.get("u") in {None, "year"} else None


_BEFORE_YEAR = (
    "IN", "OF", "FROM", "TO", "UNTIL", "BY", "BEFORE", "SINCE", "AFTER", "BETWEEN", "FOR", "FORBACK", "DURING", "AND",
    "OR", "NOT", "ATDAY", "EDGE", "TILLWORD", "REST", "ON",
)  # fmt: skip


@units("y:YEAR")
def _year(match: Match) -> Days | None:
    """A bare year stands after a preposition, beside another year, or before "or later"."""
    year, after = whole_year(match.get("y")), match.after()
    if match.precedes("AMOUNT", "NUM", "COLON", "SHORTMERIDIEM", "MERIDIEM"):
        return None
    if match.follows(*_BEFORE_YEAR):
        endings = match.setting.vocabulary.counted_endings
        counted = after is not None and after.has("OTHER") and after.text.endswith(endings)
        return None if counted and not match.follows("IN", "FOR") else year
    if match.precedes("ANDLATER", "ANDEARLIER"):
        return year
    if match.precedes("DASH", "TO", "AND") and match.last + 1 < len(match.tokens):
        return year if match.tokens[match.last + 1].has("YEAR", "PERIOD", "DATE") else None
    beside = match.follows("DASH") and match.first > 1 and match.tokens[match.first - 2].has("EDGE", "PERIOD")
    return year if beside else None
