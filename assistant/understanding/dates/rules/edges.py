"""Periods with one end: until Friday, since May, before 11 am, 2012 or after."""

from typing import Any

from assistant.understanding.dates.patterns import Match, Rules
from assistant.understanding.dates.rules.clocks import loose
from assistant.understanding.dates.rules.moments import at
from assistant.understanding.dates.values import Clock, Days, Exact, Moment, Open, Side

open_ends = Rules()

_SIDES = (
    ("BEFORE", Side.BEFORE),
    ("UNTIL", Side.UNTIL),
    ("BY", Side.BY),
    ("SINCE", Side.SINCE),
    ("FROMOPEN", Side.FROM),
    ("AFTER", Side.AFTER),
)


def _side(meanings: dict[str, Any]) -> Side | None:
    return next((side for category, side in _SIDES if category in meanings), None)


def _edge(match: Match) -> Days | Moment | Exact | None:
    """The known end: days, a moment, or a clock time of today."""
    clock: Clock | None = match.get("c")
    if clock is not None:
        days = match.get("d")
        return at(days, clock) if isinstance(days, Days) else Moment(clock)
    hour = match.get("h")
    if hour is not None:
        clock = loose(hour)
        days = match.get("d")
        return at(days, clock) if isinstance(days, Days) else Moment(clock)
    found: Days | Moment | Exact | None = match.get("d") or match.get("m") or match.get("x")
    return found


@open_ends(
    "d:DATE (COMMA|AT)? s:(BEFORE|UNTIL|SINCE|AFTER|BY) ABOUT? c:CLOCK",
    "s:(BEFORE|UNTIL|SINCE|AFTER|BY) ABOUT? c:CLOCK (ON|OF|COMMA)? THE? d:DATE",
    "d:DATE (COMMA|AT)? t:(UNTIL|BEFORE) ABOUT? h:HOUR",
)
def _moment(match: Match) -> Open | None:
    token = match.token("s") or match.token("t")
    side = _side(token.meanings) if token else None
    edge = _edge(match)
    if match.get("h") is not None and match.precedes("UNIT", "MONTH", "NUM", "AMOUNT", "DOT", "OTHER"):
        return None
    return Open(side, edge) if side and edge is not None else None


@open_ends("s:(BEFORE|UNTIL|BY|SINCE|AFTER) h:HOUR")
def _bare_hour(match: Match) -> Open | None:
    """By 6, до 5: only at the end of a message or a clause."""
    after, side = match.after(), _side(match.tokens[match.first].meanings)
    edge = _edge(match)
    if side is None or edge is None or (after is not None and not after.has("COMMA", "DOT")):
        return None
    return Open(side, edge)


@open_ends("(d:DAYS|m:MOMENT|c:CLOCK) COMMA? s:(ANDLATER|ANDEARLIER)")
def _and_later(match: Match) -> Open | None:
    if match.precedes("DATE", "PERIOD", "CLOCK", "MOMENT"):
        return None
    token = match.token("s")
    side = Side.FROM if token is not None and token.has("ANDLATER") else Side.UNTIL
    edge = _edge(match)
    return Open(side, edge) if edge is not None else None


@open_ends(
    "s:(BEFORE|UNTIL|BY|SINCE|AFTER|FROMOPEN) (ON|THE|IN|ABOUT)* (d:DAYS|m:MOMENT|c:CLOCK|x:INSTANT)",
    "s:FROM c:CLOCK",
    "s:(FROM|FROMOPEN) m:MOMENT",
)
def _open(match: Match) -> Open | Days | Moment | None:
    token = match.tokens[match.first]
    side = _side(token.meanings) or (Side.FROM if token.has("FROM") else None)
    edge = _edge(match)
    if edge is None or side is None:
        return None
    if side is Side.BY and token.has("AT") and isinstance(edge, Days) and edge.grain == "day":
        return edge
    if token.has("FROM") and any(each.has("ABOUT") for each in match.tokens[match.first : match.last]):
        return None
    return Open(side, edge)
