"""Clock times: 15:30, 3 pm, half past seven, в 3 часа дня, and spans of them."""

from assistant.understanding.dates.patterns import Match, Rules
from assistant.understanding.dates.values import Clock, ClockSpan

written = Rules()
spoken = Rules()

_HALF_DAY = 12 * 60


def with_meridiem(clock: Clock, meridiem: str) -> Clock | None:
    """The clock time before (a) or after (p) noon; "any" leaves it open."""
    if clock.hour > 12:
        return Clock(clock.hour, clock.minute)
    if meridiem == "any":
        return clock
    return Clock(clock.hour % 12 + (12 if meridiem == "p" else 0), clock.minute)


def in_part(clock: Clock, part: str | None) -> Clock:
    """The clock time in a part of the day: 3 in the afternoon is 15:00, 2 at night is 2:00."""
    if part is None or clock.hour > 12 or not clock.loose:
        return clock
    hour = clock.hour % 12
    if part == "afternoon" or (part == "evening" and hour) or (part == "night" and hour >= 6):
        hour += 12
    elif part == "tonight":
        hour += 12 if hour else 0
    elif part == "morning" and clock.hour == 12:
        hour = 12
    return Clock(hour, clock.minute)


def compact(digits: str) -> Clock:
    """Hours and minutes written without a mark: 1730, 730, 0630."""
    hour, minute = int(digits[:-2]), int(digits[-2:])
    return Clock(hour % 24, minute, loose=hour <= 12 and not digits.startswith("0"))


def span(first: Clock, last: Clock) -> ClockSpan:
    """A span of clock times; an end that could be before or after noon follows the other end."""
    if first.loose and not last.loose:
        ways = [Clock(first.hour % 12 + add, first.minute) for add in (0, 12)]
        earlier = [way for way in ways if way.minutes < last.minutes]
        first = max(earlier or ways, key=lambda way: way.minutes)
    elif last.loose and not first.loose:
        ways = [Clock(last.hour % 12 + add, last.minute) for add in (0, 12)]
        later = [way for way in ways if way.minutes > first.minutes]
        last = min(later or ways, key=lambda way: way.minutes)
    elif first.loose and last.loose and last.minutes <= first.minutes and last.hour < 12:
        last = Clock(last.hour + 12, last.minute)
        first = Clock(first.hour, first.minute)
    return ClockSpan(first, last)


def _loose(hour: int, minute: int = 0, *, zero: bool = False) -> Clock:
    return Clock(hour % 24, minute, loose=hour <= 12 and not zero)


def _hour(match: Match, name: str = "h") -> Clock | None:
    """The clock time of an hour capture; a leading zero says that it is before noon."""
    token = match.token(name)
    if token is None:
        return None
    return _loose(match.get(name), zero=token.text.startswith("0"))


@written("cw:CLOCKWORD")
def _word(match: Match) -> Clock:
    return Clock(match.get("cw"))


@written(
    "c:CLOCK ap:(MERIDIEM|SHORTMERIDIEM)",
    "n:HHMM (ap:MERIDIEM)",
    "hm:HM ap:MERIDIEM",
    "h:HOUR mn:MINUTE ap:MERIDIEM",
    "h:NUMWORD DASH mn:NUMWORD ap:MERIDIEM",
    "h:HOUR OCLOCK? (IN THE)? ap:MERIDIEM",
)
def _meridiem(match: Match) -> Clock | None:
    clock = match.get("c") or match.get("hm")
    if clock is None and (digits := match.get("n")):
        clock = compact(digits)
    if clock is None:
        clock = _loose(match.get("h"), match.get("mn") or 0)
    return with_meridiem(clock, match.get("ap"))


@written("c:CLOCK HOURS", "hm:HM (HOURS|OCLOCK)", "n:HHMM (HOURS|OCLOCK)", "c:CLOCK OCLOCK mn:MINUTE?")
def _counted(match: Match) -> Clock | None:
    after = match.after()
    if after is not None and "NUM" in after.meanings and after.start == match.tokens[match.last - 1].end:
        return None
    if digits := match.get("n"):
        return compact(digits)
    clock: Clock = match.get("c") or match.get("hm")
    if (minute := match.get("mn")) is not None:
        return Clock(clock.hour, minute, clock.loose)
    return clock


@written("h:HOUR DASH? ISH")
def _about(match: Match) -> Clock | None:
    """5ish."""
    return _hour(match)


@written("h:HOUR OCLOCK mn:MINUTE?", "h:HOUR HOURS mn:MINUTE UNIT?")
def _oclock(match: Match) -> Clock | None:
    before = match.before()
    if "UNIT" not in match.tokens[match.first + 1].meanings or (before and "AT" in before.meanings):
        return _loose(match.get("h"), match.get("mn") or 0)
    return None


@written("h:HOUR HOURS (IN|AT)? THE? p:PART", "c:CLOCK COMMA? (IN|AT)? THE? p:PART")
def _hours_of_part(match: Match) -> Clock | None:
    if "UNIT" in match.tokens[match.last - 1].meanings and "AGO" in _categories_after(match):
        return None
    return in_part(match.get("c") or _loose(match.get("h")), match.get("p"))


@written("h:HOUR (IN|AT) THE? p:PART", "h:HOUR p:PART")
def _hour_of_part(match: Match) -> Clock | None:
    last = match.tokens[match.last - 1]
    before = match.before()
    if "UNIT" in last.meanings and not (before and "TIMEAT" in before.meanings and last.text == "дня"):
        return None
    return in_part(_loose(match.get("h")), match.get("p"))


@written("h:HOUR u:HOURS")
def _hours(match: Match) -> Clock | None:
    """An hour counted in hours is a clock time only after a preposition of time, or written together: 15h."""
    before, number, unit = match.before(), match.tokens[match.first], match.tokens[match.first + 1]
    if before is not None and not before.meanings.keys().isdisjoint(
        ("TIMEAT", "BY", "UNTIL", "TO", "FROM", "AFTER", "BEFORE", "DASH", "ABOUT", "RELDAY", "BETWEEN")
    ):
        if not _categories_after(match).isdisjoint(("AGO", "LATER")):
            return None
        named = "FOR" not in before.meanings or "TIMEAT" in before.meanings
        return _loose(match.get("h")) if named and unit.text not in {"hours", "hour", "hr", "hrs"} else None
    together = number.end == unit.start and len(unit.text) == 1
    durations = ("WITHIN", "FOR", "IN", "SHIFT", "IN_DURATION", "NUM", "UNIT", "AND")
    if together and (before is None or "YEAR" in before.meanings or before.meanings.keys().isdisjoint(durations)):
        after = _categories_after(match)
        return None if after & {"AGO", "LATER", "NUM"} else _loose(match.get("h"))
    return None


def _categories_after(match: Match) -> set[str]:
    after = match.after()
    return set(after.meanings) if after else set()


@written(
    "(n:NUM mu:UNIT?|ARTICLE? q:QUARTER|ARTICLE? half:HALF) w:(AFTER|TO|BEFORE|UNTIL) (c:CLOCK|h:HOUR OCLOCK?)",
)
def _past(match: Match) -> Clock | None:
    """Half past seven, a quarter to noon, 20 minutes past eight."""
    unit, number = match.get("mu"), match.get("n")
    if number is not None and (number >= 60 or (unit is not None and unit != "minute")):
        return None
    before, after, token = match.before(), match.after(), match.token("w")
    word = token.text if token else ""
    if word not in _PAST | _TO or (before is not None and "FROM" in before.meanings):
        return None
    if number is not None and unit is None:
        counted = after is not None and "OTHER" in after.meanings and after.text.isalpha()
        if counted and (before is None or "AT" not in before.meanings):
            return None
        if word != "past" and (word == "until" or not _minute_like(match)):
            return None
    minutes = int(number) if number is not None else 15 if match.get("q") else 30
    clock: Clock = match.get("c") or _loose(match.get("h"))
    total = clock.minutes + (minutes if word in _PAST else -minutes)
    return Clock(total // 60 % 24, total % 60, clock.loose)


_PAST = frozenset(("past", "after", "nach"))
_TO = frozenset(("to", "till", "until", "til", "before", "of", "vor"))


def _minute_like(match: Match) -> bool:
    """Whether "ten to five" is a clock time and not a range: round minutes after "at" or "it's", or in words."""
    before = match.before()
    return match.get("n") in {5, 10, 15, 20, 25} and (
        (before is not None and not before.meanings.keys().isdisjoint(("AT", "ITS"))) or "NUMWORD" in match.tokens[match.first].meanings
    )


@written("hh:HALFHOUR")
def _half_hour(match: Match) -> Clock:
    """Полтретьего."""
    return _loose(match.get("hh") - 1 or 12, 30)


@written("half:HALF o:(ORDINAL|ORDWORD)")
def _half_of_hour(match: Match) -> Clock | None:
    """Половина третьего."""
    hour = match.get("o")
    after = match.after()
    if after is not None and not after.meanings.keys().isdisjoint(("MONTH", "UNIT", "OF")):
        return None
    return _loose(hour - 1 or 12, 30) if match.setting.vocabulary.language == "ru" and 1 <= hour <= 12 else None


@written("QUARTERFRACTION o:(ORDINAL|ORDWORD)")
def _quarter_of_hour(match: Match) -> Clock | None:
    """Четверть третьего."""
    return _loose(match.get("o") - 1 or 12, 15)


@written("MINUS (n:NUM mu:UNIT?|q:QUARTERFRACTION) (c:CLOCK|h:HOUR)")
def _without(match: Match) -> Clock | None:
    """Без пятнадцати три."""
    minutes = 15 if match.get("q") else int(match.get("n"))
    clock: Clock = match.get("c") or _loose(match.get("h"))
    total = clock.minutes - minutes
    return Clock(total // 60 % 24, total % 60, clock.loose) if 0 < minutes < 60 else None


@written("h:HOUR DASH? mn:MINUTE u:UNIT?", "h:NUMWORD DASH? mn:NUMWORD u:UNIT?")
def _hour_and_minutes(match: Match) -> Clock | None:
    hour, minute, unit = match.get("h"), match.get("mn"), match.get("u")
    before, after = match.before(), match.after()
    words = "NUMWORD" in match.tokens[match.first].meanings
    if before is None or before.meanings.keys().isdisjoint(("TIMEAT", "ABOUT", *(("FROM", "TO", "BETWEEN") * words))):
        return None
    if hour > 24 or not 10 <= minute < 60 and "0" not in match.tokens[match.last - 1].text[:1]:
        return None
    if (unit is not None and unit not in {"minute", "hour"}) or (after and "MONTH" in after.meanings):
        return None
    token = match.token("h")
    return _loose(int(hour), int(minute), zero=token is not None and token.text.startswith("0"))


@written("(TIMEAT|ABOUT) n:HHMM")
def _compact(match: Match) -> Clock | None:
    after = match.after()
    if after is not None and not after.meanings.keys().isdisjoint(("AMOUNT", "UNIT", "YEARTAIL", "OTHER", "DASH", "SLASH", "MONTH")):
        return None
    digits: str = match.get("n")
    before = match.tokens[match.first]
    year = len(digits) == 4 and digits[:2] in {"19", "20"} and "IN" in before.meanings and int(digits[2:]) > 0
    return None if year else compact(digits)


@written("TIMEAT hm:HM")
def _dotted(match: Match) -> Clock | None:
    clock: Clock = match.get("hm")
    after = match.after()
    return None if after is not None and "AMOUNT" in after.meanings else clock


@written("h:HOUR ap:SHORTMERIDIEM")
def _short(match: Match) -> Clock | None:
    """At 3p: only beside a preposition of time or a day."""
    before, after = match.before(), match.after()
    beside_day = ("RELDAY", "WEEKDAY", "TO", "DASH", "MONTH", "AT", "FROM", "BETWEEN")
    prepositions = ("AND", "UNTIL", "BEFORE", "AFTER", "ABOUT", "SINCE", "BY")
    if before is None or before.meanings.keys().isdisjoint((*beside_day, *prepositions)):
        if after is None or after.meanings.keys().isdisjoint(beside_day):
            return None
    return with_meridiem(_loose(match.get("h")), match.get("ap"))


@written("FROM? lhm:HM TILL rc:CLOCK", "FROM? lc:CLOCK TILL rhm:HM", "FROM lhm:HM TILL rhm:HM", "BETWEEN lhm:HM (AND|TILL) (rhm:HM|rc:CLOCK)")
def _dotted_span(match: Match) -> ClockSpan:
    return span(match.get("lhm") or match.get("lc"), match.get("rhm") or match.get("rc"))


@written(
    "(FROM|BETWEEN) ABOUT? THE? lc:CLOCK (TILL|AND|UNTIL) ABOUT? (rc:CLOCK|rh:HOUR)",
    "(FROM|BETWEEN) ABOUT? lh:HOUR (TILL|AND|UNTIL) ABOUT? rc:CLOCK",
    "lc:CLOCK (TILL|UNTIL) (rc:CLOCK|rh:HOUR)",
    "lh:HOUR TILL rc:CLOCK",
    "AFTER lc:CLOCK (BUT|AND)? BEFORE rc:CLOCK",
)
def _span(match: Match) -> ClockSpan | None:
    before, after = match.before(), match.after()
    if match.get("lh") is not None and "HOUR" in match.tokens[match.first].meanings:
        if before is not None and not before.meanings.keys().isdisjoint(("MONTH", "DOT")):
            return None
    if match.get("rh") is not None and after is not None:
        if not after.meanings.keys().isdisjoint(("MONTH", "UNIT", "AMOUNT", "OTHER", "SLASH", "COLON")):
            return None
    first = match.get("lc") or _hour(match, "lh")
    last = match.get("rc") or _hour(match, "rh")
    return span(first, last) if first and last else None


@written("b:(FROM|BETWEEN)? ln:HHMM (TILL|AND) rn:HHMM")
def _compact_span(match: Match) -> ClockSpan | None:
    left, right = match.get("ln"), match.get("rn")
    if len(left) < 4 or len(right) < 4 or (match.get("b") is None and not left.startswith("0")):
        return None
    years = "YEAR" in match.tokens[match.last - 1].meanings and left[:2] in {"19", "20"}
    return None if years else span(compact(left), compact(right))


@spoken("TIMEAT h:HOUR", "TIMEAT? ABOUT h:HOUR", "AT h:HOUR")
def _at(match: Match) -> Clock | None:
    """At 5: no clock time when something is counted ("в 5 отделах") or the preposition is one of purpose."""
    after, before, first = match.after(), match.before(), match.tokens[match.first]
    if "TIMEAT" not in first.meanings and not (before is not None and "DATE" in before.meanings):
        return None
    if after is not None:
        if not after.meanings.keys().isdisjoint(("AMOUNT", "UNIT", "DOT", "DASH", "SLASH", "COUPLE", "NUM", "MONTH", "VOID", "OF")):
            if "DOT" not in after.meanings and "DASH" not in after.meanings:
                return None
            if match.last + 1 < len(match.tokens) and "NUM" in match.tokens[match.last + 1].meanings:
                return None
        elif "OTHER" in after.meanings and after.text.endswith(match.setting.vocabulary.counted_endings):
            return None
    return _hour(match)
