"""For whom a request is made: that decides who goes first when places are few."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Urgency(IntEnum):
    """Classes of requests; a smaller one goes first."""

    ALERT = 0
    REPLY = 1
    """What the bot says: answers and notices."""
    QUESTION = 2
    REPORT = 3
    """Many requests for one answer."""
    POLLING = 4
    NICETY = 5
    """What is as well left out: it never waits for a place, and is not tried again."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. Inside a class people take turns, however many requests each of them has."""

    urgency: Urgency = Urgency.QUESTION
    person: str = ""
    """Any text that tells people apart."""
    shared: bool = False
    """Others call with the same authorization, so that calls which wait may leave as one batch."""


QUESTION = Caller()
