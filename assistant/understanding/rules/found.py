"""What a rule found, in characters of the cleaned text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.models import EntityValue


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of text with a meaning."""

    type: str
    start: int
    end: int
    value: EntityValue
    by: str
    """The rule that found it: `words`, `dates`, `tagger` …"""
    also: tuple[tuple[int, int], ...] = ()
    """Further places that belong to it: "tomorrow call Anna *at 5*"."""

    def overlaps(self, other: Found) -> bool:
        """The two share a character."""
        return self.start < other.end and other.start < self.end


def longest(found: Iterable[Found]) -> tuple[Found, ...]:
    """Of pieces that overlap the longest, then the first; in the order of the text."""
    kept: list[Found] = []
    for piece in sorted(found, key=lambda piece: (piece.start - piece.end, piece.start)):
        if not any(piece.overlaps(other) for other in kept):
            kept.append(piece)
    return tuple(sorted(kept, key=lambda piece: piece.start))
