"""Pictures of a report on quality: the confusion matrix and the confidence histogram, as PNG."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from assistant.understanding import Report

BINS = 20


def draw(report: Report, folder: Path, name: str) -> tuple[Path, Path]:
    """Write both pictures; their names begin with `name`."""
    import matplotlib as mpl  # noqa: PLC0415 - slow to import, and only pictures need it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / f"{name}_confusion.png", folder / f"{name}_confidence.png"
    for path, paint in zip(paths, (_confusion, _confidence), strict=True):
        figure = paint(plt, report)
        figure.savefig(path, dpi=110, bbox_inches="tight")
        plt.close(figure)
    return paths


def _confusion(plt: Any, report: Report) -> Any:
    """Shares of each expected intent, so that rare intents are seen as well."""
    names = sorted({name for v in report.verdicts for name in (v.example.intent, v.intent)})
    places = {name: place for place, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)))
    for verdict in report.verdicts:
        counts[places[verdict.example.intent], places[verdict.intent]] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    size = max(6.0, 0.28 * len(names))
    figure, axes = plt.subplots(figsize=(size + 2, size))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row, column in zip(*np.nonzero(counts), strict=True):
        colour = "white" if shares[row, column] > 0.5 else "black"
        axes.text(column, row, f"{counts[row, column]:.0f}", ha="center", va="center", fontsize=6, color=colour)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel("read as")
    axes.set_ylabel("expected")
    return figure


def _confidence(plt: Any, report: Report) -> Any:
    """How confident right and wrong readings were."""
    inside = [(v.confidence, v.best == v.example.intent) for v in report.verdicts if v.example.intent != "none"]
    outside = [v.confidence for v in report.verdicts if v.example.intent == "none"]
    groups = [[c for c, right in inside if right], [c for c, right in inside if not right], outside]
    figure, axes = plt.subplots(figsize=(7, 4))
    labels = ("right intent", "wrong intent", "out of scope")
    axes.hist(groups, bins=BINS, range=(0, 1), stacked=True, label=labels, color=("#2a9d8f", "#e76f51", "#8d99ae"))
    axes.set_xlabel("confidence")
    axes.set_ylabel("messages")
    axes.legend()
    return figure
