"""The drawing itself: words above each bar, so that long names have the whole width."""

from __future__ import annotations

import gc
import io
import threading
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D

from assistant.replies.charts.letters import Letters

if TYPE_CHECKING:
    from assistant.replies.charts.chart import Bar, Panel, Worded

WIDTH = 360.0
SHARPNESS = 2
"""Dots a pixel, as on phones."""
MARGIN = 14.0
ROOM = WIDTH - 2 * MARGIN
BAR, GAP = 12.0, 11.0
BETWEEN = 22.0
"""Above and below the line between two panels."""
TITLE = Letters(bold=True, pixels=15.0)
SUBTITLE = Letters(bold=True, pixels=14.0)
HEADING = Letters(bold=True, pixels=12.5)
LABEL = Letters(bold=False, pixels=12.5)
FIGURE = Letters(bold=True, pixels=12.5)
NOTE = Letters(bold=False, pixels=11.0)
INK, PALE, FILL, TRACK = "#1B2733", "#55616D", "#0072B2", "#E3E9EF"
"""Blue on grey differs in brightness too, whatever colours the eye can tell apart."""

_drawing = threading.Lock()
"""The fonts of the library are for one thread at a time."""


def paint(chart: Worded) -> bytes:
    """The PNG."""
    with _drawing:
        height = _Sheet(None).paint(chart)
        figure = Figure(figsize=(WIDTH / 100, height / 100), dpi=100 * SHARPNESS, facecolor="white")
        FigureCanvasAgg(figure)
        _Sheet(figure, height).paint(chart)
        with io.BytesIO() as file:
            figure.savefig(file, format="png", metadata={"Software": None})
            png = file.getvalue()
        del figure
        gc.collect(1)  # a figure is full of circles, and each keeps its dots
        return png


class _Sheet:
    """A sheet that is written from top to bottom; without a figure it only measures."""

    def __init__(self, figure: Figure | None, height: float = 0.0) -> None:
        self._figure = figure
        self._height = height
        self._at = MARGIN

    def paint(self, chart: Worded) -> float:
        """Everything; gives the height."""
        self._text(chart.title, TITLE, most=3)
        self._at += 4
        for number, panel in enumerate(chart.panels):
            if number:
                self._at += BETWEEN
                self._box(MARGIN, ROOM, 1.0, TRACK)
            self._panel(panel)
        return self._at + MARGIN

    def _panel(self, panel: Panel) -> None:
        self._at += GAP
        self._text(panel.heading, SUBTITLE, most=2)
        for group in panel.groups:
            if group.heading:
                self._at += GAP
                self._text(group.heading, HEADING, most=2)
            for bar in group.bars:
                self._at += GAP
                self._bar(bar, centred=panel.centred)
        if panel.notes:
            self._at += GAP
        for note in panel.notes:
            self._text(note, NOTE, most=4, ink=PALE)

    def _bar(self, bar: Bar, *, centred: bool) -> None:
        figure = FIGURE.shortened(FIGURE.known(bar.figure), ROOM)
        left = ROOM - FIGURE.width(figure) - 10
        label = LABEL.known(bar.label)
        if left < ROOM * 0.4:
            self._text(label, LABEL, most=2)
            left = 0.0
        lines = LABEL.lines(label, left, most=2) if left else []
        for line in lines:
            self._write(line, MARGIN, LABEL)
            if line is not lines[-1]:
                self._at += LABEL.height
        self._write(figure, WIDTH - MARGIN, FIGURE, end=True)
        self._at += LABEL.height + 3
        start = MARGIN + (ROOM * (1 - bar.share) / 2 if centred else 0.0)
        self._box(MARGIN, ROOM, BAR, TRACK)
        if bar.share:
            self._box(start, max(ROOM * bar.share, 2.0), BAR, FILL, hatched=bar.hatched)
        self._at += BAR

    def _text(self, text: str, letters: Letters, most: int, ink: str = INK) -> None:
        for line in letters.lines(letters.known(text), ROOM, most):
            self._write(line, MARGIN, letters, ink=ink)
            self._at += letters.height

    def _write(self, text: str, x: float, letters: Letters, *, end: bool = False, ink: str = INK) -> None:
        if self._figure is None:
            return
        self._figure.text(
            x,
            self._height - self._at - letters.pixels,
            text,
            fontproperties=letters.properties,
            color=ink,
            horizontalalignment="right" if end else "left",
            verticalalignment="baseline",
            parse_math=False,  # dollars are money
            transform=self._pixels,
        )

    def _box(self, x: float, width: float, height: float, colour: str, *, hatched: bool = False) -> None:
        if self._figure is None:
            return
        box = Rectangle(
            (x, self._height - self._at - height),
            width,
            height,
            facecolor="white" if hatched else colour,
            edgecolor=colour,
            hatch="/////" if hatched else None,
            linewidth=1 if hatched else 0,
            transform=self._pixels,
        )
        self._figure.add_artist(box)

    @property
    def _pixels(self) -> Affine2D:
        return Affine2D().scale(SHARPNESS)
