"""Sentences without words: a key of the phrase book and the values that fill it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from assistant.models.period import Amount, Money, Period


@dataclass(frozen=True, slots=True)
class Link:
    """A text of the portal that opens something in the portal; the text is escaped when rendered."""

    text: str
    url: str
    """Portal-relative (`/crm/deal/details/7/`) or http(s)."""


@dataclass(frozen=True, slots=True)
class Call:
    """A phone number that can be tapped."""

    phone: str
    """E.164."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A text of the catalogue in all its languages; the reader's is shown, else the English one."""

    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the phrase book: `key` names it, `values` fill it."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    texts: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)
    """By language, of a sentence that is in no book: it stands in the file of an intent, maybe in plural forms."""


Value = (
    str
    | int
    | float
    | Decimal
    | date
    | datetime
    | Period
    | Money
    | Amount
    | Link
    | Call
    | Translated
    | Phrase
    | tuple["Value", ...]
)
"""What a phrase can hold. A `str` is data of the portal or of the person: it is escaped. A `datetime` has a zone.
A tuple of `Money` is a list of sums per currency, any other tuple is joined as the language joins lists."""
