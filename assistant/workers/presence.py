"""Who is at work: for the supervisor that waits for it, the admin who looks, and who takes over from the dead."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from typing import cast

from redis import Redis, RedisError

from assistant import storage
from assistant.workers import scripts
from assistant.workers.lives import died, own_name

log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two signs of life."""
BELIEVED = 7.0
"""Seconds for which a sign of life is believed."""
KEYS = (storage.WORKERS, storage.WORK, storage.SUSPECT, storage.SUSPECTS, storage.DEATHS)
"""Of the script that takes over."""


class Presence:
    """A thread that gives signs of life from `start` to `stop`."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._name = own_name()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)

    def start(self) -> None:
        """The worker takes events from now on."""
        self._thread.start()

    def stop(self) -> None:
        """It does not any more."""
        self._stop.set()
        self._thread.join()
        with suppress(RedisError):
            self._redis.zrem(storage.WORKERS, self._name)

    def _run(self) -> None:
        while True:
            with suppress(RedisError):  # others tell that Redis is away
                now = _now(self._redis)
                self._redis.zadd(storage.WORKERS, {self._name: now})
                self._redis.zremrangebyscore(storage.WORKERS, "-inf", now - storage.DAY)
            if self._stop.wait(EVERY):
                return


def present(redis: Redis, *, since: float | None = None) -> int:
    """How many workers gave a sign of life lately, or since a time (Unix seconds of the Redis server).

    Raises:
        redis.RedisError: Redis does not answer.
    """
    seen = redis.zrangebyscore(storage.WORKERS, since or _now(redis) - BELIEVED, "+inf")
    return sum(not died(name.decode()) for name in cast("list[bytes]", seen))


class Heirs:
    """Takes over from worker processes of this machine that have died; a lease need not run out for that."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._takeover = scripts.load(redis, "takeover")

    def take_over(self) -> int:
        """Free what the dead had in hand; gives how many conversations were called again.

        Raises:
            redis.RedisError: Redis does not answer.
        """
        called = 0
        for name in cast("list[bytes]", self._redis.zrange(storage.WORKERS, 0, -1)):
            if died(name.decode()):
                args = (name, storage.lease(""), scripts.HEARTBEATS, storage.INBOX_LIFE)
                called += int(self._takeover(KEYS, args))
        return called


def _now(redis: Redis) -> float:
    seconds, micros = redis.time()
    return float(seconds) + float(micros) / 1e6
