"""Entities that rules find better than learning: dates, phones, sums, numbers, words of states."""

from assistant.understanding.rules.found import Found, longest
from assistant.understanding.rules.pipeline import Circumstances, Pipeline

__all__ = ["Circumstances", "Found", "Pipeline", "longest"]
