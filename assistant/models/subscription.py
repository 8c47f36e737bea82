"""A question that is answered again and again without being asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from assistant.models.rhythm import Rhythm, Span
from assistant.models.step import Run


@dataclass(frozen=True, slots=True)
class Subscription:
    """What somebody wants to get, and when."""

    id: str
    """Random; unique among all of them."""
    run: Run
    """The question; without a period when `span` says it, with one that never changes otherwise."""
    rhythm: Rhythm
    span: Span | None = None
    """The period as seen from the day of each delivery."""
    due: float = 0.0
    """When the next delivery comes, Unix seconds."""
    day: date | None = None
    """The day of the person's calendar that `due` was planned for."""
    done: date | None = None
    """The day whose delivery was handed over last: in no other zone it comes again."""
    paused: bool = False
    """The last delivery was not possible without the person or a right of theirs, which was told once."""

    @property
    def wish(self) -> tuple[Run, Span | None]:
        """What is asked for, whatever the rhythm."""
        return replace(self.run, read_as="", offset=0), self.span
