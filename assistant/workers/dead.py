"""Events that were given up: to be looked at and, once the cause is gone, to be handled again."""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import cast

from redis import Redis

from assistant import storage
from assistant.models import Event
from assistant.workers import entries
from assistant.workers.inbox import Inbox


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that was given up."""

    event: Event
    at: float
    """When, Unix seconds."""
    reason: str
    error: str
    """The id that the person was told and the log has."""


class Dead:
    """The list of dead letters, the newest first, at most 1000. Methods raise `redis.RedisError`."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def letters(self) -> list[DeadLetter]:
        """All that this version can read."""
        return [_letter(text) for text in self._texts() if b'"unreadable"' not in text]

    def replay(self, event_id: str, inbox: Inbox) -> bool:
        """Put an event back into its inbox. False: there is none of this id."""
        for text in self._texts():
            if f'"id": "{event_id}"'.encode() in text:
                event = _letter(text).event
                # Its own id was seen, and its age would give it up again.
                inbox.accept([replace(event, id=f"{event.id}r", received=time.time())])
                self._redis.lrem(storage.DEAD, 1, text)  # type: ignore[arg-type]  # bytes are taken as well
                return True
        return False

    def wipe(self, portal: str, people: Collection[int] = ()) -> None:
        """Remove the letters of a portal, or of some of its people only."""
        for text in self._texts():
            if b'"unreadable"' in text:
                continue
            event = _letter(text).event
            if event.portal == portal and (not people or event.person.id in people):
                self._redis.lrem(storage.DEAD, 1, text)  # type: ignore[arg-type]  # bytes are taken as well

    def _texts(self) -> list[bytes]:
        return cast("list[bytes]", self._redis.lrange(storage.DEAD, 0, -1))


def _letter(text: bytes) -> DeadLetter:
    values = json.loads(text)
    return DeadLetter(entries.from_json(values["event"]), values["at"], values["reason"], values["error"])
