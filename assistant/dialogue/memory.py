"""Keeps the states of dialogs in Redis. One worker at a time works on a dialog: its lease is the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from assistant import storage
from assistant.dialogue.state import State

if TYPE_CHECKING:
    from redis import Redis

_STATES = TypeAdapter(State)


class Memory:
    """States by portal, dialog and person."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def load(self, portal: str, dialog: str, person: int) -> State:
        """The state, an empty one for a new or forgotten dialog."""
        raw = self._redis.get(storage.dialog_state(portal, dialog, person))
        if raw is None:
            return State()
        try:
            return _STATES.validate_json(raw)
        except ValidationError:
            return State()  # written by another version: starting anew is better than failing

    def save(self, portal: str, dialog: str, person: int, state: State) -> None:
        """Remember it for a day."""
        self._redis.set(
            storage.dialog_state(portal, dialog, person),
            _STATES.dump_json(state, exclude_defaults=True),
            ex=storage.DIALOG_LIFE,
        )
