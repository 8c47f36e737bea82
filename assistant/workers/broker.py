"""dramatiq on Redis, woken instead of polling; its messages are mere hints that a conversation has work.

What must not get lost lies in the inboxes and in the set of due things. So dramatiq's delays and retries, which get
stuck when Redis is away for long, are switched off: no delay queue exists.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Any, NoReturn

import dramatiq
from dramatiq.broker import Consumer, MessageProxy
from dramatiq.brokers.redis import RedisBroker
from redis import Redis, RedisError

from assistant import storage
from assistant.settings import Settings
from assistant.workers.lives import own_name
from assistant.workers.scripts import NAMESPACE, WAKE

log = logging.getLogger(__name__)

HEARTBEAT_TIMEOUT = 15_000
"""Milliseconds after which the hints of a silent worker go back to the queue."""
ALWAYS = 1_000_000
"""Look for silent workers with each fetch: cheap, the database holds nothing but the queue."""
PAUSE = 0.25
"""Seconds between tries while Redis is away."""


class HintBroker(RedisBroker):
    """A broker whose consumers wait for a token instead of polling."""

    def __init__(self, settings: Settings) -> None:
        self.redis: Redis = storage.connect(settings, storage.QUEUE_DB)
        super().__init__(  # type: ignore[no-untyped-call]
            client=self.redis,
            middleware=[],
            namespace=NAMESPACE,
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
            maintenance_chance=ALWAYS,
        )
        self.broker_id = own_name()  # its death is seen before its silence

    @property
    def consumer_class(self) -> type[HintConsumer]:
        """What a worker reads the queue with."""
        return HintConsumer

    def declare_queue(self, queue_name: str) -> None:
        """As usual, without the queue of delayed messages."""
        if queue_name not in self.queues:
            self.emit_before("declare_queue", queue_name)
            self.queues.add(queue_name)
            self.emit_after("declare_queue", queue_name)

    def enqueue(self, message: dramatiq.Message[Any], *, delay: int | None = None) -> NoReturn:
        """Hints are made by the scripts that store the work."""
        raise NotImplementedError("put events into an inbox instead of sending messages")


class HintConsumer(Consumer):
    """Fetches hints; survives any time without Redis."""

    def __init__(self, broker: HintBroker, queue_name: str, prefetch: int, timeout: int) -> None:
        """`timeout` in milliseconds bounds the waiting for one hint."""
        self._broker = broker
        self._queue = queue_name
        self._prefetch = prefetch
        self._timeout = timeout / 1000
        self._fetched: list[bytes] = []
        self._at_work: set[str] = set()
        self._room = threading.Event()
        self._unacknowledged: list[str] = []
        self._away = False

    def __next__(self) -> MessageProxy | None:
        """The next hint, or nothing within the timeout."""
        if not self._fetched:
            try:
                self._fetch()
            except RedisError as error:
                if not self._away:
                    log.warning("The queue is away: %s", type(error).__name__)
                self._away = True
                time.sleep(PAUSE)
                return None
            if self._away:
                log.warning("The queue is back")
            self._away = False
        if not self._fetched:
            return None
        message: dramatiq.Message[Any] = dramatiq.Message.decode(self._fetched.pop(0))
        self._at_work.add(message.message_id)
        return MessageProxy(message)

    def ack(self, message: MessageProxy) -> None:
        """The hint was followed; when Redis is away it is told with the next fetch."""
        hint = message.options["redis_message_id"]
        try:
            self._broker.do_ack(self._queue, hint)
        except RedisError:
            self._unacknowledged.append(hint)
        self._at_work.discard(message.message_id)
        self._room.set()

    nack = ack  # what failed lies in its inbox, a hint is of no further use

    def requeue(self, messages: Any) -> None:
        """Give back what was fetched and not begun."""
        hints = [message.options["redis_message_id"] for message in messages]
        if hints:
            self._broker.do_requeue(self._queue, *hints)

    def close(self) -> None:
        """Give back what was fetched and not even read; without Redis the sweep makes new hints."""
        messages = [dramatiq.Message.decode(data) for data in self._fetched]
        self._fetched = []
        try:
            self.requeue(messages)
        except RedisError:
            log.warning("The queue is away, %d hints were not given back", len(messages))

    def _fetch(self) -> None:
        while self._unacknowledged:
            self._broker.do_ack(self._queue, self._unacknowledged[-1])
            self._unacknowledged.pop()
        self._room.clear()
        room = max(0, self._prefetch - len(self._at_work))
        self._take(room)  # without room, too: it is the heartbeat
        if self._fetched:
            return
        if not room:
            self._room.wait(self._timeout)
        elif self._broker.redis.blpop([WAKE], timeout=self._timeout):
            self._take(room)

    def _take(self, count: int) -> None:
        self._fetched = [data for data in self._broker.do_fetch(self._queue, count) if data is not None]
