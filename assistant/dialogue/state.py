"""What the assistant remembers of one person in one dialog."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant.models import Ask, Run, Slots

QUESTION_LIFE = timedelta(minutes=10)
"""After this time an answer no longer belongs to the question."""
CONFIRM = "confirm"
"""The slot of a yes-or-no question."""
CHANGE = "change"
"""The slot of the question what is to be different."""
_TALK = ("smalltalk.", "dialogue.", "help")
"""Intents whose answers nobody goes on from."""
FORGETS = "session.disconnect"
"""The intent after which nothing is remembered."""


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
class Client:
    """Whom a pronoun means."""

    name: str | None
    id: int | None = None
    kind: str | None = None

    @classmethod
    def of(cls, slots: Slots) -> Client | None:
        """The client of a step, if it has one."""
        if slots.client is None and slots.client_id is None:
            return None
        return cls(slots.client, slots.client_id, slots.client_kind)


@dataclass(frozen=True, slots=True)
class State:
    """Everything remembered; forgotten as a whole after a day of silence."""

    lang: str = ""
    """The language of the person's last message with words in it."""
    question: Question | None = None
    last: Run | None = None
    """What was answered last."""
    client: Client | None = None
    """Who was spoken of last."""
    message: int = 0
    """The question that the person asked last; 0 when a button was pressed since."""
    turned_away: bool = False
    """The person is of another company, or a bot, and was told so."""
    said: int = 0
    """The id of the last answer that the person got here."""

    def before(self, now: datetime) -> Run | None:
        """What a follow-up or a correction is about: the open question's step, else what was answered last."""
        return self.question.ask.run if self.question and self.question.open(now) else self.last

    def wanted(self, now: datetime) -> str:
        """The slot that an open question asks for; empty when none is open or it wants a yes or no."""
        question = self.question if self.question and self.question.open(now) else None
        return question.ask.slot if question and question.ask.slot not in {CONFIRM, CHANGE} else ""

    def answered(self, run: Run) -> State:
        """The state after a step was answered."""
        if run.intent == FORGETS:
            return State()
        if run.intent.startswith(_TALK):
            return self
        return replace(self, last=run, client=Client.of(run.slots) or self.client)
