"""Values behind `=` of a mark: `[in june](period=2026-06-01..2026-06-30)`."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from assistant.models import Amount, EntityValue, Period

_AMOUNT = re.compile(r"^(?P<min>[\d.]*?)(?P<dots>\.\.)?(?P<max>(?<=\.\.)[\d.]*)?(?:\s*(?P<currency>[A-Z]{3}))?$")


def value_of(type_: str, written: str) -> EntityValue:
    """The value that a mark gives.

    Raises:
        ValueError: it has not the form of its type; the text shows one that has.
    """
    match type_:
        case "period":
            first, _, last = written.partition("..")
            try:
                return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first))
            except ValueError:
                raise ValueError(f"{written}: a period is written 2026-06-01..2026-06-30 or 2026-06-01") from None
        case "datetime":
            try:
                return dt.datetime.fromisoformat(written)
            except ValueError:
                raise ValueError(f"{written}: a datetime is written 2026-06-11T15:00") from None
        case "amount":
            found = _AMOUNT.match(written.strip())
            if not found or not (found["min"] or found["max"]):
                raise ValueError(f"{written}: an amount is written 1000..5000 EUR, 1000.. or ..5000")
            low = Decimal(found["min"]) if found["min"] else None
            high = Decimal(found["max"]) if found["max"] else None
            return Amount(low, high if found["dots"] else low, found["currency"])
        case "ticket" | "alert":
            if not written.isdecimal():
                raise ValueError(f"{written}: a number is written 1234")
            return int(written)
        case _:
            return written
