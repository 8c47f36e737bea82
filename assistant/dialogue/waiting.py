"""The question of somebody who has to connect first: it is answered as soon as that is done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from assistant import storage
from assistant.models import Dialog, Event, EventKind

if TYPE_CHECKING:
    from redis import Redis

    from assistant.dialogue.presses import Presses
    from assistant.models import Action

_EVENTS = TypeAdapter(Event)


class Waiting:
    """The last question of each person that waits, for an hour."""

    def __init__(self, redis: Redis, presses: Presses) -> None:
        self._redis = redis
        self._presses = presses

    def keep(self, event: Event, action: Action) -> None:
        """Keep what was asked as the press of a button that does it, in the private chat.

        The text alone would not do: it may have answered a question that is no longer open.
        """
        private = Dialog(str(event.person.id))
        pressed = replace(
            event,
            id=f"{event.id}c",  # the event itself is answered: its identity is spent
            kind=EventKind.PRESS,
            dialog=private,
            text="",
            command_id=0,
            params=self._presses.keep(action, event.portal, event.person.id, private.id),
        )
        key = storage.waiting(event.portal, event.person.id)
        self._redis.set(key, _EVENTS.dump_json(pressed), ex=storage.WAITING_LIFE)

    def find(self, portal: str, person: int) -> Event | None:
        """The press to be accepted, `None` when nothing waits."""
        raw = self._redis.get(storage.waiting(portal, person))
        try:
            return _EVENTS.validate_json(raw) if raw is not None else None
        except ValidationError:
            return None  # written by another version

    def drop(self, portal: str, person: int) -> None:
        """It waits no longer."""
        self._redis.delete(storage.waiting(portal, person))
