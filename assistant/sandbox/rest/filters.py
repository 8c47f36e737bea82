"""Filters, orders and pages of list methods (settings/how-to-call-rest-api/list-methods-pecularities)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.sandbox.rest.parameters import mapping
from assistant.sandbox.rest.registry import Listing, RestError
from assistant.sandbox.rest.values import comparable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from assistant.sandbox.rest.fields import Field
    from assistant.sandbox.rest.registry import Call

PAGE = 50
UNCOUNTED = "-1"
"""The start that leaves the count out."""
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_PREFIX = re.compile(r"^(!=%|!%=|!@|!%|!=|>=|<=|=%|%=|[><@%=!])?(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a family of methods takes in `filter` and `order`."""

    fields: dict[str, Field]
    """By the spelling that this family uses."""
    code: str
    """The error code of complaints."""
    logic: bool = False
    """Whether `logic` groups nest."""

    def predicate(self, condition: Any) -> Callable[[Any], bool]:
        """What a filter asks of a row.

        Raises:
            RestError: for a field or a value that cannot be filtered by.
        """
        if not isinstance(condition, dict | list):
            raise RestError(self.code, f"Invalid filter: {condition!r} is no map")
        pairs = condition.items() if isinstance(condition, dict) else enumerate(condition)
        parts: list[Callable[[Any], bool]] = []
        either = False
        for raw, value in pairs:
            key = str(raw)
            if self.logic and key.lower() == "logic":
                either = str(value).upper() == "OR"
            elif self.logic and key.lstrip("_").isdigit():
                parts.append(self.predicate(value))
            else:
                parts.append(self._test(key, value))
        if len(parts) == 1:
            return parts[0]
        if either:
            return lambda row: any(part(row) for part in parts)
        return _all(parts)

    def matching(self, rows: Iterable[Any], condition: Any) -> list[Any]:
        """The rows that a filter lets through."""
        if not condition:
            return list(rows)
        test = self.predicate(condition)
        return [row for row in rows if test(row)]

    def listed(self, call: Call, readable: Callable[[], Iterable[Any]], default: dict[str, str]) -> list[Any]:
        """The readable rows that a call's filter lets through, in the order that it asks for.

        Raises:
            RestError: for what cannot be filtered or ordered by.
        """
        condition, order = mapping(call, "filter"), mapping(call, "order")
        identity = next(name for name, known in self.fields.items() if known.name == "ID")
        bounds = {key: value for key, value in condition.items() if _bounds(key, identity, value)}
        rest = {key: value for key, value in condition.items() if key not in bounds}
        question = (call.user.id, call.method, str(call.params.get("entityTypeId")), repr(rest))
        company = call.portal.company
        kept = call.portal.matches.find(company.changes, question, lambda: self.matching(readable(), rest))
        rows = kept.within({key.removesuffix(identity): float(value or 0) for key, value in bounds.items()})
        direction = str(order.get(identity, "")).upper()
        if len(order) == 1 and direction in ("ASC", "DESC"):
            return rows if direction == "ASC" else rows[::-1]
        return self.ordered(rows, order, default)

    def ordered(self, rows: list[Any], order: Any, default: dict[str, str]) -> list[Any]:
        """The rows in the order asked for, equal ones by id.

        Raises:
            RestError: for an unknown field or direction.
        """
        wanted = order if isinstance(order, dict) and order else default
        rows.sort(key=lambda row: row.id)
        for name, direction in reversed(wanted.items()):
            if name not in self.fields:
                raise RestError(self.code, f"Invalid order: field '{name}' is not allowed in order")
            if str(direction).upper().partition(",")[0] not in ("ASC", "DESC"):
                text = f"allowed sort directions are `ASC, DESC`. But got '{direction}' for field '{name}'"
                raise RestError(self.code, f"Invalid order: {text}")
            rows.sort(key=_sorting(self.fields[name]), reverse=str(direction).upper().startswith("DESC"))
        return rows

    def _test(self, key: str, value: Any) -> Callable[[Any], bool]:
        match = _PREFIX.match(key)
        prefix, name = (match[1] or "", match[2]) if match else ("", key)
        known = self.fields.get(name)
        if known is None:
            raise RestError(self.code, f"Invalid filter: field '{name}' is not allowed in filter")
        try:
            return _compare(known, prefix, value)
        except (ValueError, TypeError) as error:
            raise RestError(self.code, f"Invalid filter: field '{name}' has invalid value") from error


def _bounds(key: str, identity: str, value: Any) -> bool:
    """Whether a condition bounds the ids; a reference to a place that is not there leaves an empty value."""
    if not key.endswith(identity) or key.removesuffix(identity) not in _COMPARISONS:
        return False
    return value in (None, "") or str(value).isdecimal()


def _sorting(known: Field) -> Callable[[Any], Any]:
    read: Callable[[Any], Any] = known.read
    return (lambda row: read(row).casefold()) if known.kind == "text" else read


def _compare(known: Field, prefix: str, value: Any) -> Callable[[Any], bool]:
    if isinstance(value, dict):
        value = list(value.values())
    if "%" in prefix:
        return _like(known, prefix, str(value))
    negative = prefix.startswith("!")
    read: Callable[[Any], Any] = known.read
    if prefix in _COMPARISONS:
        return _beyond(known, prefix, comparable(known.kind, value))
    wanted = {comparable(known.kind, each) for each in (value if isinstance(value, list) else [value])}
    if known.kind in ("many", "multi"):
        return lambda row: (not wanted.isdisjoint(map(str, read(row)))) is not negative
    if known.kind == "text":
        return lambda row: (read(row).casefold() in wanted) is not negative
    if len(wanted) == 1:
        (single,) = wanted
        return (lambda row: read(row) != single) if negative else (lambda row: read(row) == single)
    return (lambda row: read(row) not in wanted) if negative else (lambda row: read(row) in wanted)


def _all(parts: list[Callable[[Any], bool]]) -> Callable[[Any], bool]:
    """Whether a row passes every test; asked for each row of each page, so it makes no generator."""

    def passes(row: Any) -> bool:
        for part in parts:  # noqa: SIM110
            if not part(row):
                return False
        return True

    return passes


def _beyond(known: Field, prefix: str, bound: Any) -> Callable[[Any], bool]:
    read: Callable[[Any], Any] = known.read
    beyond = _COMPARISONS[prefix]
    if known.kind == "moment":
        # An absent moment is neither before nor after anything.
        return lambda row: bool(at := read(row)) and beyond(at, bound)
    return lambda row: beyond(read(row), bound)


def _like(known: Field, prefix: str, value: str) -> Callable[[Any], bool]:
    negative = prefix.startswith("!")
    if prefix.strip("!") == "%":
        pattern = re.compile(re.escape(value), re.IGNORECASE)
    else:
        joined = ".*".join(re.escape(part) for part in value.split("%"))
        pattern = re.compile(rf"\A{joined}\Z", re.IGNORECASE | re.DOTALL)
    read: Callable[[Any], Any] = known.read
    return lambda row: (pattern.search(str(read(row))) is not None) is not negative


def page(rows: list[Any], start: Any) -> tuple[list[Any], int, int | None]:
    """One page of fifty rows, the total, and where the next page starts; `start` -1 leaves the count out."""
    if str(start) == UNCOUNTED:
        return rows[:PAGE], 0, None
    try:
        offset = int(start or 0)
    except (TypeError, ValueError):
        offset = 0
    offset = max(offset, 0)
    following = offset + PAGE
    return rows[offset:following], len(rows), following if following < len(rows) else None


def listing(rows: Collection[Any], start: Any, shown: Callable[[list[Any]], Any]) -> Listing:
    """A page as a method's result."""
    chosen, total, following = page(list(rows), start)
    return Listing(shown(chosen), total, following, pages=1, counted=int(str(start) != UNCOUNTED))
