"""Spans of clock times: from 9:30 to 11, 3-4pm, between 5 and 6 in the afternoon."""

from assistant.understanding.dates.patterns import Match, Rules
from assistant.understanding.dates.rules.clocks import compact, in_part, loose, with_meridiem
from assistant.understanding.dates.values import Clock, ClockSpan

written = Rules()
spoken = Rules()


def span(first: Clock, last: Clock) -> ClockSpan:
    """A span of clock times; an end that could be before or after noon follows the other end."""
    if first.loose and not last.loose:
        ways = _both_halves(first)
        earlier = [way for way in ways if way.minutes < last.minutes]
        first = max(earlier or ways, key=lambda way: way.minutes)
    elif last.loose and not first.loose:
        ways = _both_halves(last)
        later = [way for way in ways if way.minutes > first.minutes]
        last = min(later or ways, key=lambda way: way.minutes)
    elif first.loose and last.minutes <= first.minutes and last.hour < 12:
        first, last = Clock(first.hour, first.minute), Clock(last.hour + 12, last.minute)
    return ClockSpan(first, last)


def _both_halves(clock: Clock) -> list[Clock]:
    return [Clock(clock.hour % 12 + add, clock.minute) for add in (0, 12)]


@written(
    "FROM? lhm:HM TILL rc:CLOCK",
    "FROM? lc:CLOCK TILL rhm:HM",
    "FROM lhm:HM TILL rhm:HM",
    "BETWEEN lhm:HM (AND|TILL) (rhm:HM|rc:CLOCK)",
)
def _dotted(match: Match) -> ClockSpan | None:
    """9.30 - 4.30pm; two ends that are dates as well (10.09 - 14.09) are dates."""
    ends = [match.token("lhm"), match.token("rhm")]
    if all(end is not None and end.has("DM") for end in ends):
        return None
    return span(match.get("lhm") or match.get("lc"), match.get("rhm") or match.get("rc"))


@written(
    "(FROM|BETWEEN) ABOUT? THE? lc:CLOCK (TILL|AND|UNTIL) ABOUT? (rc:CLOCK|rh:HOUR)",
    "(FROM|BETWEEN) ABOUT? lh:HOUR (TILL|AND|UNTIL) ABOUT? rc:CLOCK",
    "lc:CLOCK (TILL|UNTIL) (rc:CLOCK|rh:HOUR)",
    "lh:HOUR TILL rc:CLOCK",
    "AFTER lc:CLOCK (BUT|AND)? BEFORE rc:CLOCK",
)
def _clocks(match: Match) -> ClockSpan | None:
    if match.tokens[match.first].has("HOUR") and match.follows("MONTH", "DOT"):
        return None
    if match.get("rh") is not None and match.precedes("MONTH", "UNIT", "AMOUNT", "OTHER", "SLASH", "COLON"):
        return None
    return span(_end(match, "l"), _end(match, "r"))


def _end(match: Match, side: str) -> Clock:
    """An end of a span: a clock time, or an hour whose leading zero says that it is before noon."""
    clock: Clock | None = match.get(f"{side}c")
    token = match.token(f"{side}h")
    if clock is not None or token is None:
        return clock or Clock(0)
    return loose(match.get(f"{side}h"), zero=token.text.startswith("0"))


@written("b:(FROM|BETWEEN)? ln:HHMM (TILL|AND) rn:HHMM")
def _compact(match: Match) -> ClockSpan | None:
    left, right = match.get("ln"), match.get("rn")
    if len(left) < 4 or len(right) < 4 or (match.get("b") is None and not left.startswith("0")):
        return None
    years = match.tokens[match.last - 1].has("YEAR") and left[:2] in {"19", "20"}
    return None if years else span(compact(left), compact(right))


@spoken("(FROM|BETWEEN|AT)? lh:HOUR (TILL|AND) (rh:HOUR|rc:CLOCK) (IN|AT)? THE? (p:PART|ap:MERIDIEM)")
def _of_part(match: Match) -> ClockSpan | None:
    """Between 5 and 6 in the afternoon."""
    left, right = _end(match, "l"), _end(match, "r")
    if (meridiem := match.get("ap")) is not None:
        return span(left, with_meridiem(right, meridiem))
    return span(left, in_part(right, match.get("p")))


@spoken("FROM ABOUT? lh:HOUR t:TO ABOUT? rh:HOUR", "FROMOPEN lh:HOUR t:TO rh:HOUR HOURS")
def _hours(match: Match) -> ClockSpan | None:
    """From 9 to 11, when nothing is counted after it; Russian "с 9 по 11" are days."""
    if match.precedes("AMOUNT", "UNIT", "OTHER", "MONTH", "NUM", "SLASH", "VOID"):
        return None
    till = match.token("t")
    return None if till is not None and till.has("ATDAY") else span(_end(match, "l"), _end(match, "r"))
