"""A worker process: dramatiq's threads, the pump, the notices and the leases, from warm-up to a clean stop."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable

import dramatiq
from dramatiq.worker import Worker

from assistant import storage
from assistant.settings import Settings
from assistant.workers import scripts
from assistant.workers.broker import HintBroker
from assistant.workers.conversations import Conversations, Handle
from assistant.workers.due import Due
from assistant.workers.inbox import Turns
from assistant.workers.leases import Leases
from assistant.workers.notices import Notices, Tell
from assistant.workers.presence import Heirs, Presence
from assistant.workers.pump import Pump
from assistant.workers.regular import Regular
from assistant.workers.rounds import Rounds

log = logging.getLogger(__name__)

IDLE = 1000
"""Milliseconds after which an idle thread looks whether it has to stop."""
STOP_WITHIN = 28.0
"""Seconds for the answers under way when the process is asked to stop."""


def run_worker(
    settings: Settings,
    handle: Handle,
    notice: Tell,
    *,
    daily: Callable[[], None] | None = None,
    each_second: Callable[[], object] | None = None,
    warm_up: Callable[[], None] | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Work until SIGTERM, SIGINT or `stop`; answers under way are finished, the rest waits in Redis.

    Args:
        settings: where Redis is, how many `threads`.
        handle: answers an event; called in several threads, never twice at once for one conversation.
        notice: tells somebody who waits; called in threads of its own.
        daily: called once a day by one of all processes, in a thread of its own; when it raises, again an hour later.
        each_second: called by every process, in a thread of its own.
        warm_up: loads what the first answer needs; nothing is taken before it returns.
        stop: ends the work as a signal does; signals are left alone then.
    """
    if stop is None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    if warm_up:
        warm_up()
    redis = storage.connect(settings, storage.STATE_DB)
    broker = HintBroker(settings)
    due = Due(redis)
    stopping = threading.Event()
    leases = Leases(redis)
    notices = Notices(due, notice)
    pump = Pump(due, notices, Heirs(redis), Rounds(due, daily) if daily else None)
    regular = Regular(each_second) if each_second else None
    presence = Presence(redis)
    conversations = Conversations(Turns(redis, settings.dead_days), leases, handle, stopping)
    dramatiq.actor(broker=broker, queue_name=scripts.QUEUE, actor_name=scripts.ACTOR)(conversations.work_on)
    worker = Worker(broker, worker_threads=settings.threads, worker_timeout=IDLE)
    worker.queue_prefetch = settings.threads  # more would be kept from other processes

    leases.start()
    notices.start()
    worker.start()
    pump.start()
    presence.start()
    if regular:
        regular.start()
    log.info("Worker is ready: %d threads", settings.threads)
    stop.wait()

    log.info("Worker stops")
    began = time.monotonic()
    stopping.set()
    presence.stop()
    if regular:
        regular.stop()
    pump.stop()
    worker.stop(timeout=int(STOP_WITHIN * 1000))
    for thread in worker.workers:
        # It gives many threads less time than it was told, although they stop side by side.
        thread.join(max(0.0, STOP_WITHIN - (time.monotonic() - began)))
    notices.stop(max(0.5, STOP_WITHIN - (time.monotonic() - began)))
    leases.stop()
    if any(thread.is_alive() for thread in worker.workers):
        log.error("An answer took longer than %.0f s; it is begun again by the next worker", STOP_WITHIN)
        logging.shutdown()
        os._exit(1)
    broker.redis.close()
    redis.close()
    log.info("Worker stopped")
