"""The words of a chart in the reader's language, and the door to the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from assistant.models import Chart, ChartBar, ChartKind, Phrase, Value
from assistant.replies.locale import Locale
from assistant.replies.wording import Wording

MOST = 12
"""Bars that are read on a phone."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its words."""

    label: str
    figure: str
    share: float
    """Of the longest one in its group, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Group:
    """Bars with one scale."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Worded:
    """All that is drawn."""

    title: str
    groups: tuple[Group, ...]
    centred: bool
    """The bars stand in the middle, as in a funnel."""
    notes: tuple[str, ...]


def draw(chart: Chart, locale: Locale) -> bytes:
    """A PNG three times as wide as 360 px, at which it is legible; of the same chart always the same bytes."""
    # Here, since a worker that is never asked for a chart shall not pay for the library: 40 MB and half a second.
    from assistant.replies.charts.drawing import paint  # noqa: PLC0415

    return paint(worded(chart, Wording(locale, rich=False)))


def worded(chart: Chart, wording: Wording) -> Worded:
    """The chart with its texts; bars that follow each other under one heading are a group."""
    shown = chart.bars[:MOST]
    groups = tuple(_group(heading, tuple(bars), wording) for heading, bars in groupby(shown, lambda bar: bar.group))
    notes = [wording.phrase(chart.note)] if chart.note else []
    if left := len(chart.bars) - len(shown):
        notes.insert(0, wording.phrase(Phrase("more", {"count": left})))
    return Worded(wording.phrase(chart.title), groups, chart.kind is ChartKind.FUNNEL, tuple(notes))


def _group(heading: Phrase | None, bars: tuple[ChartBar, ...], wording: Wording) -> Group:
    longest = max(float(bar.value) for bar in bars)

    def text(value: Value) -> str:
        return wording.phrase(Phrase("text", {"text": value}))

    return Group(
        wording.phrase(heading) if heading else "",
        tuple(
            Bar(text(bar.label), text(bar.text), max(0.0, float(bar.value)) / longest if longest > 0 else 0.0)
            for bar in bars
        ),
    )
