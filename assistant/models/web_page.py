"""What a browser shows to somebody who comes back from the portal's page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebPage:
    """A short page of plain text."""

    lang: str
    """Two letters."""
    title: str
    lines: tuple[str, ...]
    """Not escaped."""
    good: bool
    """It worked."""
