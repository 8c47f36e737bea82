"""Kinds of values: how they are written in answers, read from filters, and compared."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from assistant.sandbox.clock import PORTAL_ZONE, day, iso, moment

Kind = Literal["int", "float", "text", "code", "moment", "day", "flag", "many", "multi"]
"""`code` is compared letter by letter, `text` without regard to case; `many` is a tuple of codes or ids; `multi` are
phones and e-mail addresses; a moment is Unix seconds, 0 for none."""


def classic(kind: Kind, value: Any) -> Any:
    """As classic methods write it: everything a text."""
    if kind == "moment":
        return iso(value) if value else ""
    if kind == "float":
        return f"{value:.2f}"
    if kind == "many":
        return [str(each) for each in value]
    plain = item(kind, value)
    return plain if plain is None or isinstance(plain, list) else str(plain)


def item(kind: Kind, value: Any) -> Any:
    """As crm.item.* writes it: numbers are numbers."""
    if kind == "moment":
        return iso(value) if value else None
    if kind == "day":
        return datetime(value.year, value.month, value.day, tzinfo=PORTAL_ZONE).isoformat()
    if kind == "float":
        return int(value) if value == int(value) else value
    if kind == "flag":
        return "Y" if value else "N"
    if kind == "many":
        return list(value)
    return value


def task(kind: Kind, value: Any) -> Any:
    """As tasks.task.* writes it: texts, and null for what is empty."""
    if kind in ("moment", "code") and not value:
        return None
    return classic(kind, value)


def truth(value: Any) -> bool:
    """Whether a flag is set, in any of the spellings that the portal takes."""
    return str(value).lower() in ("1", "y", "true")


def comparable(kind: Kind, value: Any) -> Any:
    """A value of a filter, in the form in which rows hold it.

    Raises:
        ValueError: when it is none of this kind.
    """
    if kind in ("int", "float"):
        return float(value) if value not in (None, "", False) else 0
    if kind == "moment":
        return moment(value) if value not in (None, "", False) else 0
    if kind == "day":
        return day(str(value))
    if kind == "flag":
        return truth(value)
    if kind == "text":
        return str(value or "").casefold()
    return "" if value is None else str(value)
