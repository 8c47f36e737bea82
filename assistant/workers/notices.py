"""Tells people who wait what is going on, in threads that no slow answer holds up."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from redis import RedisError

from assistant.errors import AssistantError
from assistant.models import Event
from assistant.workers.due import Due, DueNotice, Notice, NoticeKind

log = logging.getLogger(__name__)

THREADS = 50
"""As many notices as go into one request: each waits there for the others."""
MOST_WAITING = 100
"""Notices beyond that are dropped: under such a load the answers matter more."""
MOST_TRIES = 8
TRY_AGAIN = 2.0
"""Seconds, doubled with each try."""

Tell = Callable[[Event, Notice], None]
"""Sends a notice to the person of an event; an error with `.retry` means that it was not sent."""


class Notices:
    """Threads that send notices."""

    def __init__(self, due: Due, tell: Tell) -> None:
        self._due = due
        self._tell = tell
        self._waiting: queue.Queue[DueNotice | None] = queue.Queue(MOST_WAITING)
        self._threads = [threading.Thread(target=self._run, name=f"notices-{n}", daemon=True) for n in range(THREADS)]

    def start(self) -> None:
        """Begin to send."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float) -> None:
        """Send what is waiting, for at most `timeout` seconds, and end."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join(timeout / THREADS)

    def put(self, notice: DueNotice) -> None:
        """Send it as soon as a thread is free."""
        try:
            self._waiting.put_nowait(notice)
        except queue.Full:
            log.warning("Too many notices: one of %s is dropped", notice.event.id)

    def _run(self) -> None:
        while (due := self._waiting.get()) is not None:
            try:
                # What stood in line meanwhile may be needless now.
                if due.notice.kind is NoticeKind.GAVE_UP or self._due.waits(due):
                    self._tell(due.event, due.notice)
            except Exception as error:
                retry = isinstance(error, AssistantError) and error.retry
                log.warning(
                    "Notice %s of %s was not sent: %s", due.notice.kind, due.event.id, error, exc_info=not retry
                )
                if retry:
                    self._put_off(due)

    def _put_off(self, due: DueNotice) -> None:
        if due.notice.kind is NoticeKind.GAVE_UP and due.tries >= MOST_TRIES:
            return
        try:
            self._due.again(due, TRY_AGAIN * 2**due.tries)
        except RedisError as error:
            log.warning("Notice of %s is lost: %s", due.event.id, type(error).__name__)
