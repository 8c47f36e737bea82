"""One process at a time fetches; another takes over when it dies."""

from __future__ import annotations

from contextlib import suppress

from redis import Redis, RedisError
from redis.exceptions import LockError

from assistant import storage

LIFE = 10.0
"""Seconds after which the place of a dead process is free."""


class Leadership:
    """A lock that is held from look to look.

    While a look takes longer than the lock lives, two processes may fetch for a moment: events are stored once anyway.
    """

    def __init__(self, redis: Redis) -> None:
        self._lock = redis.lock(storage.POLLER, timeout=LIFE, blocking=False, thread_local=False)

    def hold(self) -> bool:
        """Take the place or keep it; False: another process has it.

        Raises:
            redis.RedisError: Redis does not answer.
        """
        if self._lock.local.token is not None:
            try:
                return bool(self._lock.reacquire())
            except LockError:
                self._lock.local.token = None
        return bool(self._lock.acquire())

    def release(self) -> None:
        """Let another process have it at once."""
        with suppress(LockError, RedisError):
            self._lock.release()


def led(redis: Redis) -> bool:
    """Whether some process fetches.

    Raises:
        redis.RedisError: Redis does not answer.
    """
    return bool(redis.exists(storage.POLLER))
