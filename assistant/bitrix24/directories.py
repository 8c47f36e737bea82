"""Things that seldom change, for ten minutes as one person sees them; for an hour where none are to be had anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from redis import Redis

from assistant import storage
from assistant.bitrix24.store import guarded, one_flight, one_of_process
from assistant.errors import PortalBusyError, PortalUnavailableError

LOADING_HOLDS = 40.0
"""Seconds."""
LOADING_WAITS = 30.0


class Directories:
    """Cached directories of one person, for one question; nobody sees what another may read."""

    def __init__(self, redis: Redis, member_id: str, person: int, *, short: Callable[[], bool] = lambda: False) -> None:
        """`short` tells whether a request would have to wait for long."""
        self.age = 0.0
        """Seconds since the oldest was read that was given although it was too old; 0: all are new."""
        self._short = short
        self._redis = redis
        self._member_id = member_id
        self._person = person

    def find(self, name: str) -> Any:
        """A directory as it was stored, `None` when it is not there or too old."""
        found, age = self._stored(name)
        return found if age < storage.DIRECTORY_LIFE else None

    def keep(self, name: str, content: object) -> None:
        """Store a directory: anything that is JSON."""
        with guarded():
            self._redis.set(self._key(name), json.dumps(content, ensure_ascii=False), ex=storage.DIRECTORY_KEPT)

    def load(self, name: str, read: Callable[[], object]) -> Any:
        """A directory, read by one at a time when it is not there."""
        found = self.find(name)
        if found is not None:
            return found
        key = self._key(name)
        with one_of_process(key):
            found = self.find(name)
            if found is not None:
                return found
            with one_flight(self._redis, key, holds=LOADING_HOLDS, waits=LOADING_WAITS):
                found = self.find(name)
                if found is None:
                    self.keep(name, found := read())
                return found

    def lately(self, name: str, read: Callable[[], object]) -> Any:
        """The same, or an older one where the portal does not answer or a request would have to wait; see `age`."""
        found, age = self._stored(name)
        if found is not None and age < storage.DIRECTORY_LIFE:
            return found
        if found is None or not self._short():
            try:
                return self.load(name, read)
            except (PortalBusyError, PortalUnavailableError):
                if found is None:
                    raise
        self.age = max(self.age, age)
        return found

    def find_entries(self, name: str, ids: Collection[int]) -> dict[int, Any]:
        """Entries of a directory that is filled bit by bit, such as people by id."""
        wanted = sorted(set(ids))
        if not wanted:
            return {}
        with guarded():
            stored = self._redis.hmget(self._key(name), [str(each) for each in wanted])
        return {each: json.loads(entry) for each, entry in zip(wanted, stored, strict=True) if entry is not None}

    def keep_entries(self, name: str, entries: Mapping[int, object]) -> None:
        """Store entries; all of a directory grow old together, ten minutes after the first."""
        if not entries:
            return
        key = self._key(name)
        content = {str(each): json.dumps(entry, ensure_ascii=False) for each, entry in entries.items()}
        with guarded(), self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(key, mapping=content)  # type: ignore[arg-type]
            pipe.expire(key, storage.DIRECTORY_LIFE, nx=True)
            pipe.execute()

    def _stored(self, name: str) -> tuple[Any, float]:
        """A directory and its age in seconds; `None` when there is none."""
        with guarded(), self._redis.pipeline(transaction=True) as pipe:
            pipe.get(self._key(name))
            pipe.pttl(self._key(name))
            stored, left = pipe.execute()
        return (None, 0.0) if stored is None else (json.loads(stored), storage.DIRECTORY_KEPT - left / 1000)

    def _key(self, name: str) -> str:
        return storage.directory(self._member_id, self._person, name)
