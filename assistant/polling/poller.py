"""Fetches the events of all portals, stores them, and only then lets the portals forget them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from redis import Redis, RedisError

from assistant import storage
from assistant.errors import AssistantError, BadEventError, StoreUnavailableError
from assistant.intake.events import fetched_events
from assistant.models import Event
from assistant.polling.leadership import Leadership
from assistant.polling.pace import Pace, Rhythm

if TYPE_CHECKING:
    from assistant.bitrix24 import FetchedEvent, Portals

log = logging.getLogger(__name__)

BEAT = 2.0
"""Seconds between two signs of life, and between two looks for new portals."""
AT_ONCE = 200
"""Events that are stored in one round trip."""

Accept = Callable[[Sequence[Event]], tuple[bool, ...]]
"""Stores a group of events; True for each that is new. Raises `StoreUnavailableError`."""
Bot = tuple[str, int]
"""`member_id` and the id of the bot."""


class Poller:
    """Asks one portal after the other, each in its own rhythm."""

    def __init__(self, portals: Portals, accept: Accept, redis: Redis, pace: Pace | None = None) -> None:
        self._portals = portals
        self._accept = accept
        self._redis = redis
        self._pace = pace or Pace()
        self._leadership = Leadership(redis)
        self._rhythms: dict[Bot, Rhythm] = {}
        self._due: dict[Bot, float] = {}
        self._look_for_bots = 0.0
        self._troubled: set[object] = set()

    def run(self, stop: threading.Event) -> None:
        """Fetch until `stop`; what is stored by then is confirmed with the next look of anybody."""
        while not stop.is_set():
            stop.wait(self._turn())
        self._leadership.release()

    def _turn(self) -> float:
        """Do what is due; the seconds until something is due again."""
        try:
            if not self._leadership.hold():
                return BEAT
            self._find_bots()
        except (RedisError, StoreUnavailableError) as error:
            self._trouble("Redis", error)
            return BEAT
        self._well("Redis")
        for bot in [bot for bot, due in self._due.items() if due <= time.monotonic()]:
            pause = self._look(bot)
            self._due[bot] = time.monotonic() + pause
        soonest = min(self._due.values(), default=float("inf")) - time.monotonic()
        return max(0.0, min(soonest, BEAT))

    def _find_bots(self) -> None:
        if time.monotonic() < self._look_for_bots:
            return
        bots = self._portals.fetching()
        self._due = {bot: self._due.get(bot, 0.0) for bot in bots}
        self._rhythms = {bot: self._rhythms.get(bot) or Rhythm(self._pace) for bot in bots}
        self._look_for_bots = time.monotonic() + BEAT

    def _look(self, bot: Bot) -> float:
        """Fetch and store one page; the seconds until the next look."""
        portal_id, bot_id = bot
        try:
            page = self._portals.fetch(portal_id, bot_id, self._offset(bot))
            events = [event for entry in page.events for event in _read(entry, portal_id)]
            for start in range(0, len(events), AT_ONCE):
                self._accept(events[start : start + AT_ONCE])
            self._redis.set(storage.offset(*bot), page.next_offset, ex=storage.TOKEN_LIFE)
        except (AssistantError, RedisError) as error:
            self._trouble(bot, error)
            return self._rhythms[bot].after_failure()
        self._well(bot)
        if page.events:
            log.info("Portal %s: %d events fetched, %d for us", portal_id, len(page.events), len(events))
        return self._rhythms[bot].after_look(time.monotonic(), events=bool(page.events), more=page.more)

    def _offset(self, bot: Bot) -> int | None:
        stored = self._redis.get(storage.offset(*bot))
        return int(stored) if isinstance(stored, bytes) else None

    def _trouble(self, where: object, error: Exception) -> None:
        """One line when it begins, not one for each try."""
        if where not in self._troubled:
            self._troubled.add(where)
            detail = error.detail if isinstance(error, AssistantError) else type(error).__name__
            log.warning("Events cannot be fetched (%s): %s", where, detail)

    def _well(self, where: object) -> None:
        if where in self._troubled:
            self._troubled.discard(where)
            log.info("Events are fetched again (%s)", where)


def _read(entry: FetchedEvent, portal_id: str) -> list[Event]:
    """The events in an entry; one that cannot be read must not hold up those behind it."""
    try:
        return fetched_events(entry.id, entry.kind, entry.date, dict(entry.data), portal=portal_id, now=time.time())
    except BadEventError as error:
        log.warning("Event %d of portal %s is left out: %s", entry.id, portal_id, error.detail)
    except Exception:
        log.exception("Event %d of portal %s is left out, this is our mistake", entry.id, portal_id)
    return []
