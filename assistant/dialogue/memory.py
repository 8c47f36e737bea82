"""Keeps the states of dialogs in Redis. One worker at a time works on a dialog: its lease is the lock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from assistant import storage
from assistant.dialogue.state import State

if TYPE_CHECKING:
    from redis import Redis

_STATES = TypeAdapter(State)


class Memory:
    """States by portal, dialog and person, the language of each person, and what was just told where."""

    def __init__(self, redis: Redis, days: int = 1) -> None:
        self._redis = redis
        self._life = days * storage.DAY

    def load(self, portal: str, dialog: str, person: int) -> State:
        """The state; a new or forgotten dialog has one with the language that the person wrote in elsewhere."""
        raw, lang = self._redis.mget(storage.dialog_state(portal, dialog, person), storage.language(portal, person))
        state = _read(raw)
        return replace(state, lang=lang.decode()) if isinstance(lang, bytes) and not state.lang else state

    def save(self, portal: str, dialog: str, person: int, state: State) -> None:
        """Remember it for its days, the language for half a year."""
        with self._redis.pipeline(transaction=False) as both:
            stored = _STATES.dump_json(state, exclude_defaults=True)
            both.set(storage.dialog_state(portal, dialog, person), stored, ex=self._life)
            if state.lang:
                both.set(storage.language(portal, person), state.lang, ex=storage.LANGUAGE_LIFE)
            both.execute()

    def told(self, portal: str, dialog: str, occasion: str) -> bool:
        """Whether this was answered there a short while ago: the portal may tell of one occasion twice."""
        return bool(self._redis.exists(storage.told(portal, dialog, occasion)))

    def tell(self, portal: str, dialog: str, occasion: str) -> None:
        """It is answered there."""
        self._redis.set(storage.told(portal, dialog, occasion), 1, ex=storage.TOLD_LIFE)


def _read(raw: bytes | str | None) -> State:
    if raw is None:
        return State()
    try:
        return _STATES.validate_json(raw)
    except ValidationError:
        return State()  # written by another version: starting anew is better than failing
