"""Single days and months in words and digits: 15 July 2026, Friday, 15.07, the 24th, в мае."""

from typing import Any

from assistant.understanding.dates.calendar import DAY, Span, day_of, month_of
from assistant.understanding.dates.holidays import holiday
from assistant.understanding.dates.numbers import full_year
from assistant.understanding.dates.patterns import VOID, Match, Rules, Token
from assistant.understanding.dates.shapes import yearly_day
from assistant.understanding.dates.values import Cycle, Days, once

dates = Rules()

_CONTEXT = (
    "IN", "ON", "OF", "FROM", "TO", "UNTIL", "BY", "BEFORE", "SINCE", "AFTER", "BETWEEN", "FOR", "FORBACK", "DURING",
    "SHIFT", "ATDAY", "AND", "DASH", "TILLWORD", "EDGE", "HALF", "ABOUT", "ORDINAL", "LASTWORD", "NEARESTTO", "SLASH",
)  # fmt: skip


def in_context(match: Match) -> bool:
    """Whether the message is made of known words only, or the match comes after a word that dates follow."""
    if match.first == 0 and match.precedes("DASH", "COMMA"):
        return match.last + 1 < len(match.tokens) and not match.tokens[match.last + 1].has("OTHER")
    return match.follows(*_CONTEXT) or not any(token.has("OTHER") for token in match.tokens)


def dated(year: int | None, month: int, day: int) -> Any:
    """A day of a month, settled when the year is known; a day that does not exist is void."""
    if year is None:
        return yearly_day(month, day) if day_of(2024, month, day) else VOID
    found = day_of(year, month, day)
    return once(found, numbered=True) if found else VOID


@dates("r:RELDAY")
def _relative(match: Match) -> Days:
    return once(match.setting.today + DAY * match.get("r"))


@dates("TONIGHT", "LASTNIGHT")
def _tonight(match: Match) -> Days:
    last = match.tokens[match.first].has("LASTNIGHT")
    return once(match.setting.today - DAY * last).with_part("tonight")


@dates(
    "y:YEAR SEP mo:MONTH SEP d:DOM",
    "y:YEAR mo:MONTH d:DOM",
    "y:YEAR SEP d:DAY SEP mo:MONTH",
    "d:DOM DOT? SEP? (unit:UNIT? OF)? THE? mo:MONTH (COMMA|OF|SEP|IN)? OF? (y:YEAR AD? YEARTAIL?|y2:YEAR2 YEARTAIL?)",
    "d:DOM DOT? SEP? (unit:UNIT? OF)? THE? mo:MONTH",
    "mo:MONTH DOT? SEP? THE? d:DOM DOT? (COMMA|SEP|OF|IN)? OF? (y:YEAR AD? YEARTAIL?|y2:YEAR2 YEARTAIL?)",
    "mo:MONTH DOT? SEP? THE? d:DOM",
    "mo:MONTH COMMA d:ORDINAL",
    "d:DAY SEP y:YEAR SEP mo:MONTH",
    "mo:MONTH SEP y:YEAR SEP d:DAY",
)
def _day_of_month(match: Match) -> Any:
    year, first = match.get("y"), match.tokens[match.first]
    if not glued(match) or match.get("unit") not in {None, "day"}:
        return None
    if (match.follows("MONTH") and not first.has("MONTH")) or (first.has("YEAR") and match.follows("ORDINAL", "DAY")):
        return None
    if match.get("y2") is not None:
        year = _short_year(match)
        if year is None:
            return None
    if match.tokens[match.last - 1].has("MODAL") and match.precedes("VERB", "NOT"):
        return None
    return dated(year, match.get("mo"), match.get("d"))


def glued(match: Match) -> bool:
    """Whether hyphens and slashes inside a written date have no spaces around them."""
    text = match.setting.text
    return all(
        " " not in text[token.start - 1 : token.end + 1]
        for token in match.tokens[match.first : match.last]
        if token.has("DASH", "SLASH")
    )


_AFTER_SHORT_YEAR = (
    "COLON", "MERIDIEM", "SHORTMERIDIEM", "TO", "HOURS", "OCLOCK", "UNIT", "MONTH", "AMOUNT", "NUM",
)  # fmt: skip


def _short_year(match: Match) -> int | None:
    """A two-digit year after a day and a month: above 31 always, else right after "5 May" when nothing follows."""
    year: int = match.get("y2")
    if match.precedes(*_AFTER_SHORT_YEAR):
        return None
    joined = [match.tokens[match.first + 1], match.tokens[match.last - 2]]
    if year % 100 > 31 or all(token.has("DASH", "SLASH") for token in joined):
        return year
    plain = match.tokens[match.first].has("DAY") and match.tokens[match.last - 2] is match.token("mo")
    return year if plain and year % 100 > 12 and not match.precedes("DASH") else None


@dates(
    "mo:MONTH (DASH|SLASH|COMMA|OF|IN|SINCE)? (SHIFT? UNIT OF|OF)? (y:YEAR AD? YEARTAIL?|QUOTE y2:YEAR2|y3:YEAR2)",
    "y:YEAR AD? YEARTAIL? (SEP|COMMA)? mo:MONTH",
)
def _month_of_year(match: Match) -> Days | None:
    year = match.get("y") or match.get("y2") or match.get("y3")
    if match.get("y3") is not None and year % 100 <= 31:
        return None
    return once(*month_of(year, match.get("mo")), grain="month")


@dates("d:DAY DOT t:DM")
def _spaced(match: Match) -> Any:
    """26. 10.21: the month and the year stand together."""
    month, _, year = match.tokens[match.last - 1].text.partition(".")
    return dated(full_year(year), int(month), match.get("d")) if len(year) == 2 and 1 <= int(month) <= 12 else None


@dates("dm:DM (COMMA|DOT|OF|SLASH|DASH)? y:YEAR AD? YEARTAIL?", "dm:DM")
def _day_and_month(match: Match) -> Any:
    days: Days = match.get("dm")
    if (year := match.get("y")) is not None:
        span = days.at(year)
        return once(span[0], numbered=True) if span else VOID
    return days if _is_date(match, match.tokens[match.first]) else None


def _is_date(match: Match, token: Token) -> bool:
    """Whether 15.07 or 1.5 is a date: not before an amount or a unit, nor a bare decimal in a sentence."""
    if match.follows("VOID", "PLUS", "COLON") or match.precedes("AMOUNT", "VOID", "PLUS", "HOURS", "UNIT"):
        return False
    if not token.has("NUM") or len(token.text.split(".")[-1]) == 2:
        return True
    if match.precedes("DASH", "DOT", "TO", "CLOCK", "AND", "TIMEAT"):
        return True
    if match.follows("COMMA"):
        return match.first > 1 and match.tokens[match.first - 2].has("WEEKDAY")
    return in_context(match) or match.follows("WEEKDAY", "RELDAY", "DATE", "AT", "NOT")


_AFTER_HYPHENATED = ("COMMA", "DOT", "DASH", "TO", "AT", "TIMEAT", "CLOCK", "CLOSING", "UNTIL")


@dates("a:DAY DASH b:DAY")
def _hyphenated(match: Match) -> Any:
    """15-07, 2-15: only glued, and where no other reading is left."""
    padded, at_end = match.tokens[match.last - 1].text.startswith("0"), match.last == len(match.tokens)
    if not glued(match) or match.tokens[match.first].has("NUMWORD"):
        return None
    if not (at_end or match.precedes(*_AFTER_HYPHENATED) or (padded and match.precedes("OTHER"))):
        return None
    day, month = match.get("a"), match.get("b")
    if month > 12:
        day, month = month, day
    if not padded and (not day > 12 >= month or not (at_end or in_context(match))):
        return None
    return yearly_day(month, day) if month <= 12 and day_of(2024, month, day) else None


@dates("y:YEAR mo:DAY d:DAY")
def _spaced_iso(match: Match) -> Any:
    """2016 10 16."""
    if match.tokens[match.first].has("NUMWORD") or match.get("mo") > 12:
        return None
    return dated(match.get("y"), match.get("mo"), match.get("d"))


@dates("y:YEAR (DASH|SLASH) mo:DAY", "mo:DAY (DASH|SLASH) y:YEAR")
def _spaced_month(match: Match) -> Days | None:
    """2016 - 11, when nothing around joins it to more digits."""
    more = ("DASH", "SLASH", "NUM", "MONTH", "COLON", "QLETTER", "HLETTER")
    if not 1 <= match.get("mo") <= 12 or match.follows(*more) or match.precedes(*more):
        return None
    return once(*month_of(match.get("y"), match.get("mo")), grain="month")


@dates("f:(FOR|FORBACK)? mo:MONTH")
def _month(match: Match) -> Days | None:
    month, token = match.get("mo"), match.tokens[match.last - 1]
    if token.has("WEAK") and not _strong_month(match, token):
        return None
    before = match.before()
    if before is not None and before.text == "это" and token.text == "марта":
        return None  # a name: это Марта из кадров
    return Days("month", lambda year: month_of(year, month), Cycle.YEARLY, backward=looks_back(match))


def looks_back(match: Match) -> bool:
    """For May, за май: behind such a word what comes back every year is the latest one; "на май" is none."""
    before = match.tokens[match.first]
    return before.has("FORBACK") or (before.has("FOR") and match.setting.vocabulary.articles)


def _strong_month(match: Match, token: Token) -> bool:
    """Whether a word like "may" is a month here: after a word that dates follow, or at the end."""
    if token.has("MODAL") and match.precedes("OR", "NOT"):
        return False
    if match.get("f") is not None or in_context(match) or match.precedes("YEAR", "YEARTAIL"):
        return True
    rest = match.tokens[match.last :]
    at_end = not rest or (len(rest) == 1 and not rest[0].has("OTHER"))
    return (at_end or (len(rest) == 1 and not rest[0].text.isalpha())) and not match.follows("THE", "NOT", "PRONOUN")


@dates("(ON|ATDAY|FOR)? THE? d:DOM DAYWORD")
def _numbered_day(match: Match) -> Days | None:
    """15-го числа; in "с 15 по 20 числа" the little word belongs to the range."""
    if match.tokens[match.first].has("TO") and match.follows("DAY", "ORDINAL"):
        return None
    return monthly_day(match.get("d"))


@dates("w:WEEKDAY COMMA? (ON|IN)? (THE|OPENING)? d:DOM")
def _weekday_and_day(match: Match) -> Days | None:
    """Thu 15th, Monday 21, Friday the 22nd: the next month in which they agree."""
    weekday, number = match.get("w"), match.tokens[match.last - 1]
    if match.precedes("MONTH", "MERIDIEM", "SHORTMERIDIEM", "OCLOCK", "HOURS", "COLON", "UNIT", "AMOUNT", "PART"):
        return None
    if number.has("DAY") and (match.get("d") < 13 or match.precedes("DASH")):
        return None
    monthly = monthly_day(match.get("d"))

    def at(index: int) -> Span | None:
        span = monthly.at(index)
        return span if span and span[0].weekday() == weekday else None

    return Days("day", at, Cycle.MONTHLY, numbered=True, current=True)


def monthly_day(day: int) -> Days:
    """A day of whichever month."""

    def at(index: int) -> Span | None:
        found = day_of(index // 12, index % 12 + 1, day)
        return (found, found) if found else None

    return Days("day", at, Cycle.MONTHLY, numbered=True)


@dates("^ d:ORDINAL (COMMA|DOT)? $", "^ d:DAY DOT $")
def _alone(match: Match) -> Days | None:
    """25th, as the whole message."""
    return None if match.tokens[match.first].has("ORDWORD") else monthly_day(match.get("d"))


_COUNTED = (
    "UNIT", "AMOUNT", "MONTH", "WEEKDAY", "LASTWORD", "SHIFT", "HALF", "QUARTER", "DASH", "TO", "SLASH", "COLON",
    "MERIDIEM", "NUM", "DECADEPART", "VOID", "DURATION", "EDGE", "COUPLE", "SHORTMERIDIEM", "PART", "OF", "AND",
)  # fmt: skip
_BEFORE_DAY = ("UNTIL", "BY", "SINCE", "FROMOPEN", "AFTER", "BEFORE")
_AFTER_PLAIN_DAY = ("DOT", "COMMA", "BETWEEN", "AT", "FROM", "TIMEAT", "IN")


@dates("p:(ON|FOR|AT) THE? d:ORDINAL", "THE? d:ORDINAL", "ON THE? d:DAY", "THE d:DAY")
def _the_day(match: Match) -> Days | None:
    """The 24th, on 15: only where nothing is counted or numbered by it."""
    first, number, after = match.tokens[match.first], match.tokens[match.last - 1], match.after()
    follows = match.follows(*_BEFORE_DAY)
    if match.precedes(*_COUNTED) or (follows and match.first > 1 and match.tokens[match.first - 2].has("DATE")):
        return None
    named = follows or match.get("p") is not None or first.has("ON")
    word = after is not None and after.text.isalpha()
    if number.has("ORDINAL"):
        if not named and (number.has("ORDWORD") or not first.has("THE")):
            return None
        ordinary = word and after is not None and after.has("OTHER") and not after.has("AFTERDAY")
        return None if ordinary and (not named or number.has("ORDWORD")) else monthly_day(match.get("d"))
    if number.has("NUMWORD") or not match.setting.vocabulary.articles:
        return None
    return (
        None if word and not first.has("ON") and not match.precedes(*_AFTER_PLAIN_DAY) else monthly_day(match.get("d"))
    )


_BESIDE_WEEKDAY = (
    "DATE", "CLOCK", "PERIOD", "MONTH", "DAY", "ORDINAL", "TIMEAT", "PART", "DM", "HM", "OR", "FROM", "BETWEEN",
    "OPENING",
)  # fmt: skip


@dates("w:WEEKDAY")
def _weekday(match: Match) -> Days | None:
    weakness = match.tokens[match.first].meanings.get("WEAK", 0)
    if weakness == 3 and not match.follows("BY"):
        return None
    if weakness == 2 and match.follows("THE"):
        return None
    if weakness and not in_context(match):
        beside = _BESIDE_WEEKDAY if weakness > 1 else (*_BESIDE_WEEKDAY, "COMMA", "FOR", "NUM")
        if not match.follows(*beside) and not match.precedes(*beside):
            return None
    return weekly(match.get("w"))


def weekly(weekday: int) -> Days:
    """A weekday of whichever week; weeks are counted from the one that begins on 1 January of year 1."""

    def at(index: int) -> Span | None:
        found = _FIRST_MONDAY + DAY * (7 * index + weekday)
        return found, found

    return Days("day", at, Cycle.WEEKLY, weekday=weekday)


_FIRST_MONDAY = month_of(1, 1)[0]


@dates("h:HOLIDAY (COMMA|OF|IN)? y:YEAR YEARTAIL?", "h:HOLIDAY")
def _holiday(match: Match) -> Days:
    name = match.get("h")
    if (year := match.get("y")) is not None:
        return once(holiday(name, year))
    return Days("day", lambda index: (holiday(name, index),) * 2, Cycle.YEARLY)
