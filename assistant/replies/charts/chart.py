"""The words of a chart in the reader's language, and the door to the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from assistant.models import Chart, ChartBar, ChartKind, ChartPanel, Phrase, Value
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
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Bars with one scale."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Groups that are read together."""

    heading: str
    groups: tuple[Group, ...]
    centred: bool
    """The bars stand in the middle, as in a funnel."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worded:
    """All that is drawn."""

    title: str
    panels: tuple[Panel, ...]


def draw(chart: Chart, locale: Locale) -> bytes:
    """A PNG three times as wide as 360 px, at which it is legible; of the same chart always the same bytes."""
    # Here, since a worker that is never asked for a chart shall not pay for the library: 40 MB and half a second.
    from assistant.replies.charts.drawing import paint  # noqa: PLC0415

    return paint(worded(chart, Wording(locale, rich=False)))


def worded(chart: Chart, wording: Wording) -> Worded:
    """The chart with its texts; bars that follow each other under one heading are a group."""
    return Worded(wording.phrase(chart.title), tuple(_panel(each, wording) for each in chart.panels))


def _panel(panel: ChartPanel, wording: Wording) -> Panel:
    shown = panel.bars[:MOST]
    groups = tuple(_group(heading, tuple(bars), wording) for heading, bars in groupby(shown, lambda bar: bar.group))
    notes = [wording.phrase(panel.note)] if panel.note else []
    if left := len(panel.bars) - len(shown):
        notes.insert(0, wording.phrase(Phrase("more", {"count": left})))
    return Panel(wording.phrase(panel.heading), groups, panel.kind is ChartKind.FUNNEL, tuple(notes))


def _group(heading: Phrase | None, bars: tuple[ChartBar, ...], wording: Wording) -> Group:
    longest = max(float(bar.value) for bar in bars)

    def text(value: Value) -> str:
        return wording.phrase(Phrase("text", {"text": value}))

    def share(bar: ChartBar) -> float:
        return max(0.0, float(bar.value)) / longest if longest > 0 else 0.0

    return Group(
        wording.phrase(heading) if heading else "",
        tuple(Bar(text(bar.label), text(bar.text), share(bar), hatched=bar.before) for bar in bars),
    )
