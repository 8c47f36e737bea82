"""Keeps the leases of the conversations that this process works on."""

from __future__ import annotations

import logging
import threading
import time

from redis import Redis, RedisError

from assistant import storage
from assistant.workers import scripts
from assistant.workers.inbox import LEASE_LIFE

log = logging.getLogger(__name__)

BEAT = 1.0
"""Seconds."""
LONGEST_TURN = 300.0
"""Seconds after which a turn counts as stuck and its conversation may be taken over."""


class Leases:
    """The leases held by this process, extended by a thread of its own."""

    def __init__(self, redis: Redis) -> None:
        self._extend = scripts.load(redis, "extend")
        self._held: dict[str, tuple[str, float]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="leases", daemon=True)

    def start(self) -> None:
        """Begin to extend."""
        self._thread.start()

    def stop(self) -> None:
        """End; leases that are still held run out."""
        self._stop.set()
        self._thread.join()

    def hold(self, conversation: str, token: str) -> None:
        """A turn began."""
        self._held[conversation] = token, time.monotonic()

    def drop(self, conversation: str, token: str) -> None:
        """The conversation was left; a turn that another thread began meanwhile is kept."""
        held = self._held.get(conversation)
        if held and held[0] == token:
            del self._held[conversation]

    def beat(self) -> None:
        """Extend every lease that is held."""
        keys: list[str] = []
        tokens: list[str] = []
        for conversation, (token, since) in list(self._held.items()):
            if time.monotonic() - since > LONGEST_TURN:
                log.error("A turn is stuck for %.0f s, its lease is let go", LONGEST_TURN)
                self.drop(conversation, token)
                continue
            keys += storage.lease(conversation), storage.progress(conversation)
            tokens.append(token)
        try:
            if tokens:
                self._extend(keys, [int(LEASE_LIFE * 1000), *tokens])
        except RedisError as error:
            log.warning("Leases were not extended: %s", type(error).__name__)

    def _run(self) -> None:
        while not self._stop.wait(BEAT):
            self.beat()
