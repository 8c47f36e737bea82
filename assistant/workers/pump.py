"""Starts what is due, and calls for conversations that were left alone."""

from __future__ import annotations

import logging
import threading
import time

from redis import RedisError

from assistant.workers.due import Due
from assistant.workers.notices import Notices
from assistant.workers.presence import Heirs
from assistant.workers.rounds import Rounds

log = logging.getLogger(__name__)

LONGEST_SLEEP = 0.5
"""Seconds; not more than the shortest delay of a retry, so that one made by another process is not late."""
SWEEP_EVERY = 1.0
"""Seconds."""
LOOK_EVERY = 0.5
"""Seconds between looks for workers that died."""
SETTLE = 3.0
"""Seconds without sweeps after Redis was away: who still works takes its lease back first."""
PAUSE = 0.25


class Pump:
    """A thread over the set of due things; several processes may have one each."""

    def __init__(self, due: Due, notices: Notices, heirs: Heirs, rounds: Rounds | None = None) -> None:
        """Without `rounds` nothing is done daily."""
        self._due = due
        self._notices = notices
        self._heirs = heirs
        self._rounds = rounds
        self._planned = rounds is None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pump", daemon=True)
        self._next_sweep = time.monotonic() + SWEEP_EVERY
        self._next_look = 0.0

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; everything stays in Redis."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        away = False
        while not self._stop.is_set():
            try:
                pause = self._once()
                if away:
                    log.warning("Redis is back")
                away = False
            except RedisError as error:
                if not away:
                    log.warning("Redis is away: %s", type(error).__name__)
                away = True
                self._next_sweep = time.monotonic() + SETTLE
                pause = PAUSE
            except Exception:
                log.exception("Something due has a form that is not known, it is dropped")
                pause = PAUSE
            self._stop.wait(pause)

    def _once(self) -> float:
        if time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + LOOK_EVERY
            freed = self._heirs.take_over()
            if freed:
                log.info("%d conversations of a worker that died are taken over", freed)
        if time.monotonic() >= self._next_sweep:
            self._next_sweep = time.monotonic() + SWEEP_EVERY
            called = self._due.sweep()
            if called:
                log.info("%d conversations were left alone and are called again", called)
        if not self._planned:
            self._due.plan_round()
            self._planned = True
        taken = self._due.take()
        for notice in taken.notices:
            self._notices.put(notice)
        if taken.round and self._rounds:
            self._rounds.begin()
        return LONGEST_SLEEP if taken.following is None else min(max(taken.following, 0.0), LONGEST_SLEEP)
