"""What the assistant remembers of one person in one dialog."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.models import Ask, Run

QUESTION_LIFE = timedelta(minutes=10)
"""After this time an answer no longer belongs to the question."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the assistant asked last and waits for."""

    ask: Ask
    at: datetime
    """When it was asked, with zone."""

    def open(self, now: datetime) -> bool:
        """Whether an answer still belongs to it."""
        return now - self.at < QUESTION_LIFE


@dataclass(frozen=True, slots=True)
class State:
    """Everything remembered; forgotten as a whole after a day of silence."""

    lang: str = ""
    """The language of the person's last message with words in it."""
    question: Question | None = None
    last: Run | None = None
    """What was answered last."""
