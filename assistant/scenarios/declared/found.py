"""What a source gives: rows with named values, and what it says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.models import Button, Phrase, Reply, Run, Value
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import say

Values = Mapping[str, Value]
"""By the names of `catalogue.SOURCES`; what is not there is an empty text or an empty tuple."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record."""

    values: Values
    record: Any = None
    """As the portal gave it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query needs of its source beside the slots."""

    fields: frozenset[str]
    """Of a row: some cost the portal a request."""
    dated_by: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was read."""

    rows: tuple[Row, ...]
    """In the source's own order."""
    tell: Callable[[Sequence[Row]], Values]
    """The values of an answer with these rows."""
    nothing: Callable[[], Reply]
    """What is said where there are none."""
    ways: Mapping[str, Button | None] = field(default_factory=dict)
    """The source's own buttons; `None` makes no sense now."""
    remarks: tuple[Phrase, ...] = ()
    """What would mislead when it stayed unsaid."""
    explain: Callable[[], Reply] | None = None
    """The view `why`."""


Reader = Callable[[Run, Portal, Wanted], Found | Reply]
"""Reads a source; a reply is the question that has to be answered first."""


def joined(pieces: tuple[Phrase, ...]) -> Phrase | str:
    """Words put together; empty without any."""
    return say("pieces", pieces=pieces) if pieces else ""
