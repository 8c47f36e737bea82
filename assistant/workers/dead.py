"""Events that were given up: to be looked at and, once the cause is gone, to be handled again."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

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

    def __init__(self, redis: Redis, days: int = 14, clock: Callable[[], float] = time.time) -> None:
        self._redis = redis
        self._life = days * storage.DAY
        self._clock = clock

    def letters(self) -> list[DeadLetter]:
        """All that this version can read and whose time is not over."""
        return [letter for _, letter in self._kept() if letter]

    def unreadable(self) -> int:
        """How many there are that another version made and this one cannot read."""
        return sum(letter is None for _, letter in self._kept())

    def find(self, name: str) -> list[DeadLetter]:
        """Those of an event's id, of the beginning of one, or of the id of the error that the person was told."""
        wanted = name.strip().lower()
        letters = self.letters() if wanted else []
        exact = [each for each in letters if each.event.id == wanted]
        return exact or [each for each in letters if each.event.id.startswith(wanted) or each.error.lower() == wanted]

    def replay(self, event_id: str, inbox: Inbox) -> bool:
        """Put an event back into its inbox. False: there is none of this id.

        What it has changed already is not changed again: a change has the key of its draft, not that of the event.

        Raises:
            StoreUnavailableError: it is not sure that it was stored; it stays in the list.
        """
        for text, letter in self._kept():
            if letter and letter.event.id == event_id:
                # Its own id was seen, and its age would give it up again.
                inbox.accept([replace(letter.event, id=f"{event_id}r", received=self._clock())])
                self._remove(text)
                return True
        return False

    def wipe(self, portal: str, people: Collection[int] = ()) -> None:
        """Remove the letters of a portal, or of some of its people only."""
        for text in self._texts():
            letter = _letter(json.loads(text))
            if letter and letter.event.portal == portal and (not people or letter.event.person.id in people):
                self._remove(text)

    def expire(self) -> None:
        """Remove those whose time is over."""
        for text in self._texts():
            if not self._lives(json.loads(text)):
                self._remove(text)

    def _kept(self) -> Iterator[tuple[bytes, DeadLetter | None]]:
        for text in self._texts():
            values = json.loads(text)
            if self._lives(values):
                yield text, _letter(values)

    def _lives(self, values: dict[str, Any]) -> bool:
        return bool(values["at"] > self._clock() - self._life)

    def _texts(self) -> list[bytes]:
        return cast("list[bytes]", self._redis.lrange(storage.DEAD, 0, -1))

    def _remove(self, text: bytes) -> None:
        self._redis.lrem(storage.DEAD, 1, text)  # type: ignore[arg-type]  # bytes are taken as well


def _letter(values: dict[str, Any]) -> DeadLetter | None:
    """`None`: another version made it."""
    try:
        return DeadLetter(entries.from_json(values["event"]), values["at"], values["reason"], values["error"])
    except (KeyError, ValueError):
        return None
