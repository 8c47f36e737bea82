"""Single days and months: 15 July 2026, the 24th, Friday, 15.07, в мае."""

from typing import Any

from assistant.understanding.dates.calendar import DAY, Span, day_of, month_of
from assistant.understanding.dates.holidays import holiday
from assistant.understanding.dates.numbers import full_year
from assistant.understanding.dates.patterns import VOID, Match, Rules
from assistant.understanding.dates.shapes import yearly_day
from assistant.understanding.dates.values import Cycle, Days, once

dates = Rules()

_CONTEXT = frozenset(
    ("IN", "ON", "OF", "FROM", "TO", "UNTIL", "BY", "BEFORE", "SINCE", "AFTER", "BETWEEN", "FOR", "FORBACK", "DURING",
     "SHIFT", "ATDAY", "AND", "DASH", "TILLWORD", "EDGE", "HALF", "ABOUT", "ORDINAL", "LASTWORD", "NEARESTTO", "SLASH")
)  # fmt: skip


def in_context(match: Match) -> bool:
    """Whether the match stands alone in its message or after a word that dates follow."""
    before, after = match.before(), match.after()
    if all("OTHER" not in token.meanings for token in match.tokens):
        return True
    if before is None and (after is None or (match.last == len(match.tokens) - 1 and "OTHER" not in after.meanings)):
        return True
    if before is None and after is not None and not after.meanings.keys().isdisjoint(("DASH", "COMMA")):
        return match.last + 1 < len(match.tokens) and "OTHER" not in match.tokens[match.last + 1].meanings
    return before is not None and not before.meanings.keys().isdisjoint(_CONTEXT)


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
    last = "LASTNIGHT" in match.tokens[match.first].meanings
    return once(match.setting.today - DAY * last).with_part("tonight")


@dates(
    "y:YEAR SEP mo:MONTH SEP d:DOM",
    "y:YEAR mo:MONTH d:DOM",
    "y:YEAR SEP d:DAY SEP mo:MONTH",
    "d:DOM DOT? SEP? (UNIT? OF)? THE? mo:MONTH (COMMA|OF|SEP|IN)? OF? (y:YEAR AD? YEARTAIL?|y2:YEAR2 YEARTAIL?)",
    "d:DOM DOT? SEP? (UNIT? OF)? THE? mo:MONTH",
    "mo:MONTH DOT? SEP? THE? d:DOM DOT? (COMMA|SEP|OF|IN)? OF? (y:YEAR AD? YEARTAIL?|y2:YEAR2 YEARTAIL?)",
    "mo:MONTH DOT? SEP? THE? d:DOM",
    "mo:MONTH COMMA d:ORDINAL",
    "d:DAY SEP y:YEAR SEP mo:MONTH",
    "mo:MONTH SEP y:YEAR SEP d:DAY",
)
def _day_of_month(match: Match) -> Any:
    year, short, day = match.get("y"), match.get("y2"), match.get("d")
    before = match.before()
    if before is not None and "MONTH" in before.meanings and "MONTH" not in match.tokens[match.first].meanings:
        return None
    if not _glued(match) or ("YEAR" in match.tokens[match.first].meanings and before and before.meanings.keys() & {"ORDINAL", "DAY"}):
        return None
    if match.first + 1 < match.last and "UNIT" in match.tokens[match.first + 1].meanings:
        unit = match.tokens[match.first + 1].meanings["UNIT"]
        if unit != "day":
            return None
    if short is not None:
        year = _short_year(match, short)
        if year is None:
            return None
    month_token = match.token("mo")
    weak_month = month_token is not None and "WEAK" in month_token.meanings
    if weak_month and month_token is not None and month_token.text in {"may", "sun"} and _verb_like(match):
        return None
    return dated(year, match.get("mo"), day)


def _glued(match: Match) -> bool:
    """Whether hyphens and slashes inside a written date have no spaces around them."""
    text = match.setting.text
    return all(
        token.meanings.keys().isdisjoint(("DASH", "SLASH"))
        or not (text[token.start - 1 : token.start] + text[token.end : token.end + 1]).isspace()
        and " " not in text[token.start - 1 : token.end + 1]
        for token in match.tokens[match.first : match.last]
    )


def _verb_like(match: Match) -> bool:
    """Whether "may" follows a bare number and goes on as a verb: "only 2 may attend"."""
    after = match.after()
    return (
        match.tokens[match.last - 1].text == "may"
        and after is not None
        and "OTHER" in after.meanings
        and after.text in {"be", "have", "attend", "not", "need", "get", "come", "take", "want", "also", "still"}
    )


def _short_year(match: Match, year: int) -> int | None:
    """A two-digit year after a day and a month: 96, 87, or 15 when nothing else is made of it."""
    after, token = match.after(), match.token("y2")
    number = token.text if token else ""
    if after is not None and not after.meanings.keys().isdisjoint(
        ("COLON", "MERIDIEM", "SHORTMERIDIEM", "TO", "HOURS", "OCLOCK", "UNIT", "MONTH", "AMOUNT", "NUM")
    ):
        return None
    if int(number or 0) > 31:
        return year
    before_year = match.tokens[match.last - 2]
    plain = before_year is match.token("mo") and "DAY" in match.tokens[match.first].meanings
    return year if plain and int(number or 0) > 12 and (after is None or "DASH" not in after.meanings) else None


@dates("mo:MONTH (DASH|SLASH|COMMA|OF|IN|SINCE)? (SHIFT? UNIT OF|OF)? (y:YEAR AD? YEARTAIL?|q:QUOTE? y2:YEAR2)", "y:YEAR AD? YEARTAIL? (SEP|COMMA)? mo:MONTH")
def _month_of_year(match: Match) -> Days | None:
    year = match.get("y")
    if year is None:
        token = match.token("y2")
        if token is None or (int(token.text) < 32 and match.get("q") is None):
            return None
        year = full_year(token.text)
    return once(*month_of(year, match.get("mo")), grain="month")


@dates("d:DAY DOT t:DM")
def _spaced(match: Match) -> Any:
    """26. 10.21: the month and the year stand together."""
    token = match.tokens[match.last - 1]
    month, _, year = token.text.partition(".")
    if len(year) != 2 or not 1 <= int(month) <= 12:
        return None
    return dated(full_year(year), int(month), match.get("d"))


@dates("dm:DM (COMMA|DOT|OF|SLASH|DASH)? (y:YEAR AD?) YEARTAIL?", "dm:DM")
def _day_and_month(match: Match) -> Any:
    days: Days = match.get("dm")
    token = match.tokens[match.first]
    if (year := match.get("y")) is not None:
        span = days.at(year)
        return once(span[0], numbered=True) if span else VOID
    return days if _is_date(match, token) else None


def _is_date(match: Match, token: Any) -> bool:
    """Whether 15.07 or 1.5 is a date: not before an amount, after "version", or a bare decimal in a sentence."""
    before, after = match.before(), match.after()
    if before is not None and not before.meanings.keys().isdisjoint(("VOID", "PLUS", "COLON")):
        return False
    if after is not None:
        if not after.meanings.keys().isdisjoint(("AMOUNT", "VOID", "PLUS", "HOURS")):
            return False
        unit = after.meanings.get("UNIT")
        if unit is not None and "FRACTION" not in token.meanings:
            return False
        if unit is not None and "DM" in token.meanings and token.text in {"1/2", "1/4", "3/4", "1/3", "2/3"}:
            return False
    if "NUM" not in token.meanings or len(token.text.split(".")[-1]) == 2:
        return True
    if after is not None and not after.meanings.keys().isdisjoint(("DASH", "DOT", "TO", "CLOCK", "AND", "TIMEAT")):
        return True
    if before is not None and "COMMA" in before.meanings:
        return match.first > 1 and "WEEKDAY" in match.tokens[match.first - 2].meanings
    dates_before = ("WEEKDAY", "RELDAY", "DATE", "AT", "NOT")
    return in_context(match) or (before is not None and not before.meanings.keys().isdisjoint(dates_before))


@dates("a:DAY DASH b:DAY")
def _hyphenated(match: Match) -> Any:
    """15-07, 2-15: only glued, and where no other reading is left."""
    first, last, after = match.tokens[match.first], match.tokens[match.last - 1], match.after()
    padded = last.text.startswith("0")
    if not _glued(match) or "NUMWORD" in first.meanings:
        return None
    if after is not None and after.meanings.keys().isdisjoint(_AFTER_HYPHENATED) and not (padded and "OTHER" in after.meanings):
        return None
    day, month = match.get("a"), match.get("b")
    if month > 12:
        day, month = month, day
    if not padded and (not (day > 12 >= month) or not (in_context(match) or after is None)):
        return None
    return yearly_day(month, day) if month <= 12 and day_of(2024, month, day) else None


_AFTER_HYPHENATED = frozenset(("COMMA", "DOT", "DASH", "TO", "AT", "TIMEAT", "CLOCK", "CLOSING", "UNTIL"))


@dates("y:YEAR mo:DAY d:DAY")
def _spaced_iso(match: Match) -> Any:
    """2016 10 16."""
    if "NUMWORD" in match.tokens[match.first].meanings or match.get("mo") > 12:
        return None
    return dated(match.get("y"), match.get("mo"), match.get("d"))


@dates("y:YEAR (DASH|SLASH) mo:DAY", "mo:DAY (DASH|SLASH) y:YEAR")
def _spaced_month(match: Match) -> Any:
    """2016 - 11."""
    if not 1 <= match.get("mo") <= 12 or not in_context_or_open(match):
        return None
    return once(*month_of(match.get("y"), match.get("mo")), grain="month")


def in_context_or_open(match: Match) -> bool:
    """Whether nothing around joins the match to more digits."""
    near = [token for token in (match.before(), match.after()) if token is not None]
    return all(token.meanings.keys().isdisjoint(("DASH", "SLASH", "NUM", "MONTH", "COLON", "QLETTER", "HLETTER")) for token in near)


@dates("f:(FOR|FORBACK)? mo:MONTH")
def _month(match: Match) -> Days | None:
    token = match.tokens[match.last - 1]
    if "WEAK" in token.meanings and not _strong_month(match, token):
        return None
    month = match.get("mo")
    days = Days("month", lambda year: month_of(year, month), Cycle.YEARLY)
    return Days("month", days.at, Cycle.YEARLY, backward=match.get("f") is not None)


def _strong_month(match: Match, token: Any) -> bool:
    """Whether a word like "may" is a month here: after a word that dates follow, or alone."""
    before, after = match.before(), match.after()
    if token.text == "may" and after is not None and ("OR" in after.meanings or "NOT" in after.meanings):
        return False
    if match.get("f") is not None or in_context(match):
        return True
    if after is None or (match.last == len(match.tokens) - 1 and "OTHER" not in after.meanings):
        return before is None or not before.meanings.keys() & {"THE", "NOT"} and before.text not in {
            "i", "you", "he", "she", "it", "we", "they", "to",
        }  # fmt: skip
    if token.text in {"мае", "мая"}:
        return True
    return "YEAR" in after.meanings or "YEARTAIL" in after.meanings


@dates("(ON|ATDAY|FROM|TO|UNTIL|BY|FOR|SINCE|BEFORE|AFTER|BETWEEN)? THE? d:DOM DAYWORD")
def _numbered_day(match: Match) -> Days:
    return monthly_day(match.get("d"))


@dates("w:WEEKDAY COMMA? (ON|IN)? (THE|OPENING)? d:DOM")
def _weekday_and_day(match: Match) -> Days | None:
    """Thu 15th, Monday 21, Friday the 22nd: the next month in which they agree."""
    day, weekday, after = match.get("d"), match.get("w"), match.after()
    number = match.tokens[match.last - 1]
    if after is not None and not after.meanings.keys().isdisjoint(
        ("MONTH", "MERIDIEM", "SHORTMERIDIEM", "OCLOCK", "HOURS", "COLON", "UNIT", "AMOUNT", "PART")
    ):
        return None
    if "DAY" in number.meanings and (day < 13 or (after is not None and "DASH" in after.meanings)):
        return None
    monthly = monthly_day(day)

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
    return None if "ORDWORD" in match.tokens[match.first].meanings else monthly_day(match.get("d"))


@dates("p:(ON|FOR|FORDAY|AT) THE? d:ORDINAL", "THE? d:ORDINAL", "ON THE? d:DAY", "THE d:DAY")
def _the_day(match: Match) -> Days | None:
    """The 24th, on 15: only where nothing is counted or numbered by it."""
    after, before, token = match.after(), match.before(), match.tokens[match.last - 1]
    follows = before is not None and not before.meanings.keys().isdisjoint(_BEFORE_DAY)
    if follows and match.first > 1 and "DATE" in match.tokens[match.first - 2].meanings:
        return None
    named = follows or match.get("p") is not None or "ON" in match.tokens[match.first].meanings
    if not named and "THE" not in match.tokens[match.first].meanings:
        return None
    if after is not None:
        if not after.meanings.keys().isdisjoint(
            ("UNIT", "AMOUNT", "MONTH", "WEEKDAY", "LASTWORD", "SHIFT", "HALF", "QUARTER", "DASH", "TO", "SLASH",
             "COLON", "MERIDIEM", "NUM", "DECADEPART", "VOID", "DURATION", "EDGE", "COUPLE", "SHORTMERIDIEM", "PART", "OF", "AND")
        ):  # fmt: skip
            return None
        if "OTHER" in after.meanings and after.text.isalpha() and (not named or "ORDWORD" in token.meanings):
            if after.text not in _AFTER_DAY:
                return None
    if "NUMWORD" in token.meanings or ("ORDWORD" in token.meanings and not named):
        return None
    if "DAY" in token.meanings and "ON" not in match.tokens[match.first].meanings and after is not None:
        if after.meanings.keys().isdisjoint(("DOT", "COMMA", "BETWEEN", "AT", "FROM", "TIMEAT", "IN")):
            return None if after.text.isalnum() else monthly_day(match.get("d"))
    if match.setting.vocabulary.language == "ru" and "DAY" in token.meanings:
        return None
    return monthly_day(match.get("d"))


_BEFORE_DAY = frozenset(("UNTIL", "BY", "SINCE", "FROMOPEN", "AFTER", "BEFORE"))
_AFTER_DAY = frozenset(("with", "please", "if", "because", "so", "then", "is", "was", "works", "when"))


@dates("w:WEEKDAY")
def _weekday(match: Match) -> Days | None:
    token, after = match.tokens[match.first], match.after()
    if "WEAK" in token.meanings and not in_context(match):
        before = match.before()
        known = ("DATE", "CLOCK", "PERIOD", "MONTH", "DAY", "ORDINAL", "COMMA", "TIMEAT", "PART", "DM", "NUM", "HM", "FOR", "OR", "FROM", "BETWEEN", "OPENING")
        near = [each for each in (before, after) if each is not None]
        if not any(not each.meanings.keys().isdisjoint(known) for each in near):
            return None
        if token.text in {"sun", "среда", "среды", "среде", "средой"} and not any(
            not each.meanings.keys().isdisjoint(set(known) - {"COMMA", "FOR", "NUM"}) for each in near
        ):
            return None
    if token.text in {"среде", "средой"} and "BY" not in (match.before() or token).meanings:
        return None
    if token.text == "sun" and match.before() is not None and "THE" in (match.before() or token).meanings:
        return None
    return weekly(match.get("w"))


def weekly(weekday: int) -> Days:
    """A weekday of whichever week; weeks are counted from the one that begins on 1 January of year 1."""

    def at(index: int) -> Span | None:
        day = day_of(1, 1, 1)
        assert day is not None
        found = day + DAY * (7 * index + weekday)
        return found, found

    return Days("day", at, Cycle.WEEKLY, weekday=weekday)


@dates("h:HOLIDAY (COMMA|OF|IN)? y:YEAR YEARTAIL?", "h:HOLIDAY")
def _holiday(match: Match) -> Days:
    name = match.get("h")
    if (year := match.get("y")) is not None:
        return once(holiday(name, year))
    return Days("day", lambda index: (holiday(name, index),) * 2, Cycle.YEARLY)
