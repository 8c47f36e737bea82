"""What answered which question, so that an edit of the question becomes an edit of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from assistant import storage
from assistant.dialogue.state import State
from assistant.models import Event, EventKind

if TYPE_CHECKING:
    from redis import Redis

EDITABLE = 60.0
"""Seconds after a question within which its edit is answered."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What went out for a question."""

    messages: Mapping[str, int] = field(default_factory=dict)
    """The message in each dialog; one whose id the portal did not tell is left out."""
    presses: tuple[str, ...] = ()
    """What stands behind the buttons."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answered question."""

    text: str
    at: float
    """When it was asked, Unix seconds."""
    before: State
    """What was remembered when it was asked."""
    sent: Sent


_ANSWERED = TypeAdapter(Answered)


class Answers:
    """Answered questions by the message that asked."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def keep(self, event: Event, answered: Answered) -> None:
        """Remember what answered the message of an event.

        A message of several commands has several answers: none of them is the one to edit.
        """
        key = _key(event)
        other = self._find(key)
        if other is not None and other.text != answered.text and event.kind is not EventKind.EDIT:
            answered = replace(answered, sent=Sent())
        self._redis.set(key, _ANSWERED.dump_json(answered, exclude_defaults=True), ex=storage.ANSWER_LIFE)

    def to_edit(self, event: Event) -> Answered | None:
        """What answered the question that this event edits; `None` when it is too late or nothing has changed."""
        answered = self._find(_key(event))
        if answered is None or not answered.sent.messages or answered.text == event.text:
            return None
        return answered if event.moment - answered.at <= EDITABLE else None

    def _find(self, key: str) -> Answered | None:
        raw = self._redis.get(key)
        if raw is None:
            return None
        try:
            return _ANSWERED.validate_json(raw)
        except ValidationError:
            return None  # written by another version


def _key(event: Event) -> str:
    return storage.answer(event.portal, event.dialog.id, event.person.id, event.message_id)
