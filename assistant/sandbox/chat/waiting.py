"""Events that wait for a bot in fetch mode (`imbot.v2/events/event-get.md`)."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

EVENTS_EPOCH = 1_780_000_000
"""Event ids go on after a restart: a reader keeps its offset."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One event with real types, as `imbot.v2.Event.get` hands it over."""

    id: int
    type: str
    date: str
    data: dict[str, Any]


class WaitingEvents:
    """Queues of events, one a bot; an event stays until an offset above its id confirms it."""

    def __init__(self) -> None:
        self._next = (int(time.time()) - EVENTS_EPOCH) * 10
        self._ids = itertools.count(self._next)
        self._queues: defaultdict[int, list[Waiting]] = defaultdict(list)

    def add(self, bot_id: int, kind: str, date: str, data: dict[str, Any]) -> None:
        """Keep an event for a bot."""
        number = next(self._ids)
        self._next = number + 1
        self._queues[bot_id].append(Waiting(number, kind, date, data))

    def confirm(self, bot_id: int, offset: int) -> None:
        """Drop the events with an id below the offset."""
        self._queues[bot_id] = [event for event in self._queues[bot_id] if event.id >= offset]

    def page(self, bot_id: int, limit: int) -> tuple[list[Waiting], int, bool]:
        """The oldest events, the offset that confirms them, and whether there are more."""
        queue = self._queues[bot_id]
        page = queue[:limit]
        return page, page[-1].id + 1 if page else self._next, len(queue) > limit
