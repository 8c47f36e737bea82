"""Files of an answer before they are drawn or written: charts and spreadsheets. No language in here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from assistant.models.phrase import Link, Phrase, Value


class ChartKind(StrEnum):
    """How the bars of a chart are read."""

    BARS = "bars"
    """Each from the left: people, months."""
    FUNNEL = "funnel"
    """Centred below each other: the stages of a process in their order."""


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar with its label and its figure; nothing is said by length or colour alone."""

    label: Value
    value: float | Decimal
    """Its length; not negative."""
    text: Value
    """The figure as it is written beside it: `Money`, a number, or a phrase like "48 · 62 %"."""
    group: Phrase | None = None
    """A heading above the bars that follow each other in one group. Each group has a scale of its own, so sums of
    different currencies stand in different groups."""
    before: bool = False
    """Of the time before: hatched, so that it is told apart without colours."""


@dataclass(frozen=True, slots=True)
class ChartPanel:
    """Bars that are read together."""

    kind: ChartKind
    bars: tuple[ChartBar, ...]
    """Up to twelve; of more only the first twelve are drawn, and it says how many are not."""
    heading: Phrase
    """What the bars are."""
    note: Phrase | None = None
    """Small, below the bars: how it was counted."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Becomes a PNG."""

    title: Phrase
    """Whose, of when."""
    panels: tuple[ChartPanel, ...]
    """Below each other."""
    name: Phrase
    """Of the file, without the extension: what it shows."""
    caption: Phrase
    """The text of its message: what it shows, whose, of when."""


class ColumnKind(StrEnum):
    """What the cells of a column are; an empty cell is `None`."""

    TEXT = "text"
    """`str`, as the portal has it, or `Phrase`. Never a formula."""
    NUMBER = "number"
    MONEY = "money"
    """`Decimal`; the currency stands in a text column beside it."""
    DATE = "date"
    MOMENT = "moment"
    """`datetime` with zone, written in the reader's."""
    LINK = "link"
    """`Link`; one of the portal gets the portal's address."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    title: Phrase
    kind: ColumnKind = ColumnKind.TEXT


Cell = str | int | float | Decimal | date | datetime | Link | Phrase | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Becomes an XLSX of one sheet."""

    title: Phrase
    """Of the sheet's tab, at most 31 characters are shown."""
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    """As many cells as there are columns; read once, so it may be a generator."""
    name: Phrase
    """Of the file, without the extension: what it shows."""
    caption: Phrase
    """The text of its message: what it shows, whose, of when, how many rows."""


Attachment = Chart | Sheet
"""Sent after the text, each as a message of its own with its caption."""
