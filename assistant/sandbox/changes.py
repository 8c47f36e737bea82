"""The bus of changes: what happens in the portal, for whoever wants to show it live."""

from __future__ import annotations

import asyncio
import itertools
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

QUEUE_SIZE = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `kind` like `task.add`, `deal.update`, `message.add`, `call`."""

    number: int
    kind: str
    payload: dict[str, Any]


class Subscription:
    """A listener's queue; a listener that falls behind loses the oldest changes."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[Change] = asyncio.Queue(QUEUE_SIZE)

    def put(self, change: Change) -> None:
        """Hand a change over from any thread."""
        self._loop.call_soon_threadsafe(self._put, change)

    def _put(self, change: Change) -> None:
        if self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(change)

    async def get(self) -> Change:
        """The next change."""
        return await self._queue.get()

    async def __aiter__(self) -> AsyncIterator[Change]:
        while True:
            yield await self._queue.get()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._changes.unsubscribe(self)


class Changes:
    """Fans changes out to subscribers."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._subscriptions: set[Subscription] = set()

    def publish(self, kind: str, payload: dict[str, Any]) -> None:
        """Tell every subscriber; callable from any thread."""
        change = Change(next(self._numbers), kind, payload)
        with self._lock:
            subscriptions = list(self._subscriptions)
        for subscription in subscriptions:
            subscription.put(change)

    def subscribe(self) -> Subscription:
        """Listen from now on, within a running event loop; use it as a context manager."""
        subscription = Subscription(self)
        with self._lock:
            self._subscriptions.add(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Stop listening."""
        with self._lock:
            self._subscriptions.discard(subscription)
