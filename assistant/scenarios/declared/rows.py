"""Which rows stay, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from assistant.catalogue import Condition
from assistant.models import Link, Money, Value
from assistant.scenarios.declared.found import Row

Comparable = int | float | Decimal | str | float


def kept(rows: Sequence[Row], where: Mapping[str, Condition]) -> tuple[Row, ...]:
    """The rows that fulfil all conditions."""
    return tuple(row for row in rows if all(_fulfils(row.values[name], each) for name, each in where.items()))


def ordered(rows: Sequence[Row], sort: Sequence[str]) -> tuple[Row, ...]:
    """By the first field, then by the next; rows without a value last, whichever way it goes."""
    found = list(rows)
    for name in reversed(sort):
        field, down = name.removeprefix("-"), name.startswith("-")
        with_value = [row for row in found if not _empty(row.values[field])]
        with_value.sort(key=lambda row: _key(row.values[field]), reverse=down)
        found = with_value + [row for row in found if _empty(row.values[field])]
    return tuple(found)


def _fulfils(value: Value, condition: Condition) -> bool:
    if condition.given is not None and condition.given == _empty(value):
        return False
    if condition.at_least is None and condition.at_most is None and condition.is_ is None:
        return True
    if _empty(value):
        return False
    if condition.is_ is not None and str(value).casefold() != condition.is_.casefold():
        return False
    number = value.value if isinstance(value, Money) else value
    if not isinstance(number, int | float | Decimal):
        return condition.is_ is not None
    least, most = condition.at_least, condition.at_most
    return (least is None or number >= least) and (most is None or number <= most)


def _empty(value: Value) -> bool:
    return value in ("", ())


def _key(value: Value) -> tuple[str, Comparable]:
    """Sums of different currencies are not compared: those of one stand together."""
    match value:
        case Money(amount, currency):
            return (currency, amount)
        case Link(text):
            return ("", text.casefold())
        case datetime():
            return ("", value.timestamp())
        case date():
            return ("", value.toordinal())
        case int() | float() | Decimal():
            return ("", value)
        case _:
            return ("", str(value).casefold())
