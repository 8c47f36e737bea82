"""Stretches that last an amount of time: from 15 July for two weeks, 4pm for 30 minutes."""

from itertools import pairwise

from assistant.understanding.dates.calendar import unit_span
from assistant.understanding.dates.patterns import Match, Rules, Setting, Token
from assistant.understanding.dates.rules.clocks import earlier, loose
from assistant.understanding.dates.rules.durations import amount, stretched
from assistant.understanding.dates.values import Clock, ClockSpan, Days, Duration, Moment, MomentSpan, once

clocked = Rules()
lasting = Rules()


@lasting(
    "FROM? base:DATE COMMA? FOR d:DURATION",
    "FOR d:DURATION COMMA? (FROM|LASTING) base:DATE",
    "d:DURATION COMMA? s:LASTING base:DATE",
    "(FROM|FROMOPEN) base:DATE COMMA? d:DURATION",
    "FROM? base:DATE COMMA? FOR u:ACCUSATIVE",
    "FOR u:ACCUSATIVE COMMA? (FROM|LASTING) base:DATE",
)
def _lasting(match: Match) -> Days | None:
    """Days counted from a day, that day included: two weeks from the 15th are 14 days."""
    duration: Duration | None = match.get("d") or _one(match.token("u"))
    starter = match.token("s")
    if duration is None or (starter is not None and starter.has("FROM") and not starter.has("FROMOPEN")):
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


def unstarted(tokens: list[Token], setting: Setting) -> list[Token]:
    """Amounts of time whose beginning nobody says: in a request they begin today ("off for two weeks").

    Elsewhere "на неделю" is the calendar's week.
    """
    found = []
    for before, token in pairwise(tokens):
        if not before.has("FOR") or before.has("FORBACK"):
            continue
        duration: Duration | None = token.meanings.get("DURATION") or _one(token)
        if duration is None or duration.minutes or duration.fine:
            continue
        days: Days | None = None
        if setting.lasting:
            days = stretched(once(setting.today), duration)
        elif token.has("ACCUSATIVE") and duration.unit != "day":
            span = unit_span(duration.unit, setting.today)
            days = once(*span, grain=duration.unit) if span else None
        if days is not None:
            found.append(Token(before.start, token.end, {"PERIOD": days}))
    return found


def _one(token: Token | None) -> Duration | None:
    """One unit, where the language says it without "one": на неделю."""
    return amount(1, token.meanings["UNIT"]) if token is not None and token.has("ACCUSATIVE") else None
