"""Clock times: 15:30, 3 pm, half past seven, в 3 часа дня."""

from assistant.understanding.dates.patterns import Match, Rules
from assistant.understanding.dates.values import Clock

written = Rules()
spoken = Rules()


def with_meridiem(clock: Clock, meridiem: str) -> Clock:
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
    if part == "morning":
        hour = clock.hour
    elif part == "afternoon" or (hour and (part != "night" or hour >= 6)):
        hour += 12
    return Clock(hour, clock.minute)


def compact(digits: str) -> Clock:
    """Hours and minutes written without a mark: 1730, 730, 0630."""
    return loose(int(digits[:-2]), int(digits[-2:]), zero=digits.startswith("0"))


def loose(hour: int, minute: int = 0, *, zero: bool = False) -> Clock:
    """A clock time that could be before or after noon unless the hour is above 12 or has a leading zero."""
    return Clock(hour % 24, minute, loose=hour <= 12 and not zero)


def earlier(clock: Clock, minutes: int) -> Clock:
    """The clock time so many minutes before (after, when negative)."""
    total = clock.minutes - minutes
    return Clock(total // 60 % 24, total % 60, clock.loose)


def _hour(match: Match) -> Clock:
    """The clock time of the hour `h`; a leading zero says that it is before noon."""
    token = match.token("h")
    return loose(match.get("h"), zero=token is not None and token.text.startswith("0"))


@written("cw:CLOCKWORD")
def _word(match: Match) -> Clock:
    return Clock(match.get("cw"))


@written(
    "c:CLOCK ap:(MERIDIEM|SHORTMERIDIEM)",
    "n:HHMM ap:MERIDIEM",
    "hm:HM ap:MERIDIEM",
    "h:HOUR mn:MINUTE ap:MERIDIEM",
    "h:NUMWORD DASH mn:NUMWORD ap:MERIDIEM",
    "h:HOUR OCLOCK? (IN THE)? ap:MERIDIEM",
)
def _meridiem(match: Match) -> Clock:
    clock = match.get("c") or match.get("hm")
    if clock is None:
        digits = match.get("n")
        clock = compact(digits) if digits else loose(match.get("h"), match.get("mn") or 0)
    return with_meridiem(clock, match.get("ap"))


@written(
    "c:CLOCK HOURS", "hm:HM (HOURS|OCLOCK|HOURWORD)", "n:HHMM (HOURS|OCLOCK|HOURWORD)", "c:CLOCK OCLOCK mn:MINUTE?"
)
def _counted(match: Match) -> Clock | None:
    after = match.after()
    if after is not None and after.has("NUM") and after.start == match.tokens[match.last - 1].end:
        return None
    if digits := match.get("n"):
        return compact(digits)
    clock: Clock = match.get("c") or match.get("hm")
    minute = match.get("mn")
    return clock if minute is None else Clock(clock.hour, minute, clock.loose)


@written("h:HOUR DASH? ISH")
def _about(match: Match) -> Clock:
    """5ish."""
    return _hour(match)


@written("h:HOUR OCLOCK mn:MINUTE?", "h:HOUR HOURS mn:MINUTE UNIT?")
def _oclock(match: Match) -> Clock | None:
    counted = match.tokens[match.first + 1].has("UNIT")
    return None if counted and not match.follows("AT") else loose(match.get("h"), match.get("mn") or 0)


@written("h:HOUR HOURS (IN|AT)? THE? p:PART", "c:CLOCK COMMA? (IN|AT)? THE? p:PART")
def _hours_of_part(match: Match) -> Clock | None:
    if match.tokens[match.last - 1].has("UNIT") and match.precedes("AGO"):
        return None
    return in_part(match.get("c") or loose(match.get("h")), match.get("p"))


@written("h:HOUR (IN|AT) THE? p:PART", "h:HOUR p:PART")
def _hour_of_part(match: Match) -> Clock | None:
    """8 вечера; what is also a unit needs a preposition: в 5 дня, not 5 дня."""
    if match.tokens[match.last - 1].has("UNIT") and not match.follows("TIMEAT"):
        return None
    return in_part(loose(match.get("h")), match.get("p"))


_BEFORE_HOURS = ("TIMEAT", "BY", "UNTIL", "TO", "FROM", "AFTER", "BEFORE", "DASH", "ABOUT", "RELDAY", "BETWEEN")
_BEFORE_DURATION = ("WITHIN", "FOR", "IN", "SHIFT", "IN_DURATION", "NUM", "UNIT", "AND")


@written("h:HOUR u:HOURS")
def _hours(match: Match) -> Clock | None:
    """An hour counted in hours is a clock time only after a preposition of time, or written together: 15h."""
    before, number, unit = match.before(), match.tokens[match.first], match.tokens[match.first + 1]
    if match.precedes("AGO", "LATER"):
        return None
    if before is not None and before.has(*_BEFORE_HOURS):
        return _hour(match) if before.has("TIMEAT") or not before.has("FOR") else None
    together = number.end == unit.start and len(unit.text) == 1 and not match.precedes("NUM")
    return _hour(match) if together and (match.follows("YEAR") or not match.follows(*_BEFORE_DURATION)) else None


@written(
    "(n:NUM mu:UNIT?|ARTICLE? q:QUARTER|ARTICLE? HALF) w:(MINUTESPAST|MINUTESTO) (c:CLOCK|h:HOUR OCLOCK?)",
)
def _past(match: Match) -> Clock | None:
    """Half past seven, a quarter to noon, 20 minutes past eight."""
    unit, number, word, after = match.get("mu"), match.get("n"), match.token("w"), match.after()
    if (number is not None and number >= 60) or unit not in {None, "minute"} or match.follows("FROM") or word is None:
        return None
    if number is not None and unit is None:
        counted = after is not None and after.has("OTHER") and after.text.isalpha()
        if (counted and not match.follows("AT")) or not (word.has("SHIFT") or _minute_like(match)):
            return None
    minutes = int(number) if number is not None else 15 if match.get("q") else 30
    clock: Clock = match.get("c") or loose(match.get("h"))
    return earlier(clock, -minutes if word.has("MINUTESPAST") else minutes)


def _minute_like(match: Match) -> bool:
    """Whether "ten to five" is a clock time and not a range: round minutes after "at" or "it's", or in words."""
    round_minutes = match.get("n") in {5, 10, 15, 20, 25}
    until = match.tokens[match.first + 1].has("TILLWORD")
    return round_minutes and not until and (match.follows("AT", "ITS") or match.tokens[match.first].has("NUMWORD"))


@written("hour:HALFHOUR", "HALFTO hour:ORDINAL")
def _half_hour(match: Match) -> Clock | None:
    """Полтретьего, половина третьего."""
    if match.get("hour") > 12 or match.precedes("MONTH", "UNIT", "OF"):
        return None
    return loose(match.get("hour") - 1 or 12, 30)


@written("QUARTERFRACTION hour:ORDINAL")
def _quarter_hour(match: Match) -> Clock | None:
    """Четверть третьего."""
    return loose(match.get("hour") - 1 or 12, 15) if match.get("hour") <= 12 else None


@written("MINUS (n:NUM UNIT?|QUARTERFRACTION) (c:CLOCK|h:HOUR)")
def _without(match: Match) -> Clock | None:
    """Без пятнадцати три."""
    number = match.get("n")
    minutes = 15 if number is None else int(number)
    return earlier(match.get("c") or loose(match.get("h")), minutes) if 0 < minutes < 60 else None


@written("h:HOUR DASH? mn:MINUTE u:UNIT?", "h:NUMWORD DASH? mn:NUMWORD u:UNIT?")
def _hour_and_minutes(match: Match) -> Clock | None:
    """At 3 15, from two thirty, в 03 45."""
    hour, minute, unit = match.get("h"), match.get("mn"), match.get("u")
    ranges = ("FROM", "TO", "BETWEEN") if match.tokens[match.first].has("NUMWORD") else ()
    beside_day = bool(ranges) and match.precedes("RELDAY", "WEEKDAY", "PART")
    if not (beside_day or match.follows("TIMEAT", "ABOUT", *ranges)) or match.precedes("MONTH"):
        return None
    last = match.token("mn")
    padded = last is not None and last.text.startswith("0")
    if hour > 24 or minute >= 60 or (minute < 10 and not padded) or unit not in {None, "minute", "hour"}:
        return None
    return loose(int(hour), int(minute), zero=match.tokens[match.first].text.startswith("0"))


@written("at:(TIMEAT|ABOUT) n:HHMM")
def _compact(match: Match) -> Clock | None:
    """At 1730, around 730; Russian "в 2024" is a year."""
    digits: str = match.get("n")
    if match.precedes("AMOUNT", "UNIT", "YEARTAIL", "OTHER", "DASH", "SLASH", "MONTH"):
        return None
    year = match.tokens[match.first].has("IN") and digits[:2] in {"19", "20"} and len(digits) == 4 and digits[2:] > "00"
    return None if year else compact(digits)


@written("TIMEAT hm:HM")
def _dotted(match: Match) -> Clock | None:
    clock: Clock = match.get("hm")
    return None if match.precedes("AMOUNT") else clock


_BESIDE_SHORT = ("RELDAY", "WEEKDAY", "TO", "DASH", "MONTH", "AT", "FROM", "BETWEEN")


@written("h:HOUR ap:SHORTMERIDIEM")
def _short(match: Match) -> Clock | None:
    """At 3p: only beside a preposition of time or a day."""
    prepositions = ("AND", "UNTIL", "BEFORE", "AFTER", "ABOUT", "SINCE", "BY")
    if not match.follows(*_BESIDE_SHORT, *prepositions) and not match.precedes(*_BESIDE_SHORT):
        return None
    return with_meridiem(loose(match.get("h")), match.get("ap"))


_COUNTED = ("AMOUNT", "UNIT", "SLASH", "COUPLE", "NUM", "MONTH", "VOID", "OF")


@spoken("TIMEAT h:HOUR", "TIMEAT? ABOUT h:HOUR", "AT h:HOUR")
def _at(match: Match) -> Clock | None:
    """At 5: no clock time when something is counted ("в 5 отделах") or the preposition is one of purpose."""
    after = match.after()
    if not match.tokens[match.first].has("TIMEAT") and not match.follows("DATE"):
        return None
    if after is not None and after.has("DOT", "DASH"):
        numbered = match.last + 1 < len(match.tokens) and match.tokens[match.last + 1].has("NUM")
        return None if numbered else _hour(match)
    if after is not None and after.has("OTHER") and after.text.endswith(match.setting.vocabulary.counted_endings):
        return None
    return None if match.precedes(*_COUNTED) else _hour(match)
