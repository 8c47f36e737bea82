"""An answer before it has words: phrases with values, and buttons with actions. No language in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from assistant.models.message import File, KeyStyle
from assistant.models.period import Amount, Money, Period
from assistant.models.step import Action, Ask


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


@dataclass(frozen=True, slots=True)
class Press:
    """A button that acts on the server."""

    action: Action


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A button that opens a page."""

    url: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A button that puts a text into the person's input field."""

    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """One button: what it says and what it does."""

    label: Phrase
    does: Press | OpenLink | Call | Prompt
    style: KeyStyle = KeyStyle.BASE


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: lines from top to bottom, then rows of buttons."""

    lines: tuple[Phrase, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows, at most three buttons each, the likeliest first."""
    personal: bool = True
    """Holds data of the portal: in a group it goes to the person privately."""
    shareable: bool = True
    """What is personal may be shown in the group on a press of the person who asked there."""
    files: tuple[File, ...] = ()
    question: Ask | None = None
    """What the person is asked by it, where that is more exact than the step that led here."""
