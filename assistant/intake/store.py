"""Stores events off the event loop: one thread, all events that wait in one round trip."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from assistant.errors import AssistantError, StoreUnavailableError
from assistant.models import Event

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200
"""Deliveries a round trip."""
WITHIN = 0.9
"""Seconds; who waited longer was answered that it is not stored."""

Accept = Callable[[Sequence[Event]], tuple[bool, ...]]
"""Stores a group of events in one round trip; True for each that is new, False for each that was accepted before.

Raises `StoreUnavailableError` when it is not sure that they are stored. Given none it only tries whether it could."""

Waiting = tuple[Sequence[Event], asyncio.Future[None], float]


class Store:
    """A thread around `accept`. `put` belongs to the event loop that called `start`."""

    def __init__(self, accept: Accept) -> None:
        self._accept = accept
        self._waiting: SimpleQueue[Waiting | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Begin, on the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    def stop(self) -> None:
        """Store what waits and end."""
        self._waiting.put(None)
        self._thread.join(2.0)

    async def put(self, events: Sequence[Event]) -> None:
        """Return when the events are stored.

        Raises:
            StoreUnavailableError: they are not, or it is not sure.
        """
        assert self._loop is not None
        future: asyncio.Future[None] = self._loop.create_future()
        timer = self._loop.call_later(WITHIN, _too_late, future)
        self._waiting.put((events, future, time.monotonic() + WITHIN))
        try:
            await future
        finally:
            timer.cancel()

    def _run(self) -> None:
        assert self._loop is not None
        while (first := self._waiting.get()) is not None:
            group = [first]
            last = False
            try:
                while len(group) < MOST_AT_ONCE and not last:
                    other = self._waiting.get_nowait()
                    if other is None:
                        last = True
                    else:
                        group.append(other)
            except Empty:
                pass
            error = self._store(group)
            try:
                self._loop.call_soon_threadsafe(_settle, group, error)
            except RuntimeError:  # the loop is closed: nobody waits any more
                return
            if last:
                return

    def _store(self, group: list[Waiting]) -> AssistantError | None:
        now = time.monotonic()
        events = [event for events, _, deadline in group if deadline > now for event in events]
        try:
            self._accept(events)
        except AssistantError as error:
            return error
        except Exception:
            log.exception("Events were not stored")
            return StoreUnavailableError("events were not stored")
        return None


def _settle(group: list[Waiting], error: AssistantError | None) -> None:
    for _, future, _ in group:
        if future.done():
            continue
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)


def _too_late(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_exception(StoreUnavailableError("Redis did not answer in time"))
