"""Files between the moment when an answer is planned and the moment when the portal has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import storage
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from redis import Redis

    from assistant.models import Event


class SpooledFileGoneError(AssistantError):
    """A file was not sent in time; it has to be made anew."""


@dataclass(frozen=True, slots=True)
class Spool:
    """Keeps the bytes in Redis, so that whoever goes on after a crash sends the file that the text speaks of.

    A file stays for seconds: until it is sent, or as long as its event is tried again. Methods raise `RedisError`.
    """

    redis: Redis

    def keep(self, event: Event, number: int, content: bytes) -> str:
        """Store the file of an event with this number; the key is given back."""
        key = storage.spooled(event.portal, event.person.id, event.id, number)
        self.redis.set(key, content, ex=storage.SPOOL_LIFE)
        return key

    def take(self, key: str) -> bytes:
        """The content.

        Raises:
            SpooledFileGoneError: it is no longer there.
        """
        content = self.redis.get(key)
        if not isinstance(content, bytes):
            raise SpooledFileGoneError(f"{key} is no longer kept")
        return content

    def drop(self, key: str) -> None:
        """It is sent, or nobody will send it."""
        self.redis.delete(key)
