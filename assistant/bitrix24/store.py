"""Redis as this package uses it: its failures have our type, and one flight at a time does expensive things."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from weakref import WeakValueDictionary

from redis import Redis, RedisError
from redis.exceptions import LockError

from assistant.errors import PortalUnavailableError, StoreUnavailableError


@contextmanager
def guarded() -> Iterator[None]:
    """Turns failures of Redis into `StoreUnavailableError`."""
    try:
        yield
    except RedisError as error:
        raise StoreUnavailableError(f"Redis: {type(error).__name__}") from error


@contextmanager
def one_flight(redis: Redis, key: str, *, holds: float, waits: float) -> Iterator[None]:
    """Only one thread of all processes is inside for a key; the others wait.

    Args:
        redis: where the lock lies.
        key: what is done, for example the key of the tokens that are renewed.
        holds: seconds after which a lock of a dead process is free again.
        waits: seconds to wait for the others.

    Raises:
        PortalUnavailableError: the others did not come to an end.
        StoreUnavailableError: Redis does not answer.
    """
    lock = redis.lock(f"flight:{key}", timeout=holds, sleep=0.03, blocking_timeout=waits, thread_local=False)
    with guarded():
        entered = lock.acquire()
    if not entered:
        raise PortalUnavailableError(f"{key}: somebody else has been at it for more than {waits:.0f} s")
    try:
        yield
    finally:
        # After `holds` seconds the lock may be another's; that is what the limit is for.
        with suppress(LockError), guarded():
            lock.release()


class _Flight:
    """What threads of this process do one after another."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


_flights: WeakValueDictionary[str, _Flight] = WeakValueDictionary()
_flights_lock = threading.Lock()


@contextmanager
def one_of_process(key: str) -> Iterator[None]:
    """Only one thread of this process is inside for a key: a crowd should not ask Redis again and again for a lock."""
    with _flights_lock:
        flight = _flights.get(key)
        if flight is None:
            flight = _flights[key] = _Flight()
    with flight.lock:
        yield
