"""Stretches that last an amount of time: from 15 July for two weeks, 4pm for 30 minutes."""

from assistant.understanding.dates.patterns import Match, Rules
from assistant.understanding.dates.rules.clocks import earlier, loose
from assistant.understanding.dates.rules.durations import stretched
from assistant.understanding.dates.values import Clock, ClockSpan, Days, Duration, Moment, MomentSpan

clocked = Rules()
lasting = Rules()


@lasting(
    "FROM? base:DATE COMMA? FOR d:DURATION",
    "FOR d:DURATION COMMA? (FROM|LASTING) base:DATE",
    "d:DURATION COMMA? s:LASTING base:DATE",
)
def _lasting(match: Match) -> Days | None:
    """Days counted from a day, that day included: two weeks from the 15th are 14 days."""
    duration: Duration = match.get("d")
    starter = match.token("s")
    if starter is not None and starter.has("FROM"):
        return None
    if duration.minutes and not duration.days:
        return None
    return stretched(match.get("base"), duration)


@lasting("m:MOMENT COMMA? FOR d:DURATION")
def _lasting_moment(match: Match) -> MomentSpan | None:
    duration: Duration = match.get("d")
    first: Moment = match.get("m")
    if not duration.minutes or duration.days or duration.months:
        return None
    return MomentSpan(first, Moment(earlier(first.clock, -int(duration.minutes)), first.days, first.part))


@clocked(
    "FROM? c:CLOCK COMMA? FOR d:DURATION",
    "FROM h:HOUR FOR d:DURATION",
    "FOR? d:DURATION (LASTING|FROM) (c:CLOCK|h:HOUR)",
)
def _lasting_clock(match: Match) -> ClockSpan | None:
    duration: Duration = match.get("d")
    if not duration.minutes or duration.days or duration.months:
        return None
    first: Clock = match.get("c") or loose(match.get("h"))
    return ClockSpan(first, earlier(first, -int(duration.minutes)))
