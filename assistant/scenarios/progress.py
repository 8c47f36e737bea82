"""How an answer that takes long says how far it is."""

from __future__ import annotations

from collections.abc import Callable

from assistant.models import Phrase

Progress = Callable[[Phrase], None]
"""Hears how far an answer is, as often as there is something new; what the person sees of it is its own business."""


def silent(_phrase: Phrase) -> None:
    """Nobody wants to know."""
