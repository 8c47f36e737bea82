"""On which days people work in a portal, as it told last."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from pydantic import TypeAdapter, ValidationError
from redis import Redis

from assistant import storage
from assistant.models import WorkingHours

_STORED = TypeAdapter(WorkingHours)


class WorkingDays:
    """Of all portals, in Redis. Methods raise `redis.RedisError`."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def find(self, portal: str, ask: Callable[[], WorkingHours | None] = lambda: None) -> WorkingHours | None:
        """What is known, else what asking the portal brings; `None`: neither."""
        found = self._stored(portal)
        if found is None:
            found = ask()
            if found:
                self.keep(portal, found)
        return found

    def keep(self, portal: str, hours: WorkingHours) -> bool:
        """Remember what the portal told. True: it is not what was known."""
        known = self._stored(portal)
        self._redis.set(storage.working_days(portal), _STORED.dump_json(hours), ex=storage.WORKING_DAYS_LIFE)
        return known != hours

    def _stored(self, portal: str) -> WorkingHours | None:
        raw = cast("bytes | None", self._redis.get(storage.working_days(portal)))
        try:
            return _STORED.validate_json(raw) if raw is not None else None
        except ValidationError:
            return None  # of another version
