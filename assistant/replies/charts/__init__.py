"""`Chart` → PNG, to be read on a phone."""

from assistant.replies.charts.chart import draw

__all__ = ["draw"]
