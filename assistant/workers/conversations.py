"""The work on one conversation: its events one after another, each answered before it leaves the inbox."""

from __future__ import annotations

import logging
import random
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from redis import RedisError

from assistant.errors import AssistantError, PortalBusyError, StoreUnavailableError
from assistant.models import Event
from assistant.workers import entries
from assistant.workers.inbox import Answer, Turn, Turns
from assistant.workers.leases import Leases
from assistant.workers.lives import own_name

log = logging.getLogger(__name__)

MOST_CRASHES = 4
"""An event under which so many workers died is given up. From the second on it is tried alone, see `turn.lua`. Workers
that died without it speak for it, as many as these at most: then something else ends them, or another event does."""
FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
"""Seconds between the tries of an event that failed; doubled with each."""
GIVE_UP_AFTER = 3600.0
"""Seconds after which a failing event is given up."""
PAUSE = 0.2
"""Seconds between tries while Redis is away."""
PATIENCE_WHEN_STOPPING = 5.0
REMEMBERED = 1000
"""Answered events that a process keeps in mind, in case Redis comes back from the disk without knowing of them."""

Handle = Callable[[Event], None]
"""Answers an event, the message is sent when it returns. An error with `.retry`: it is called again later, the
answer was not sent. Any other error gives the event up. It may be called again for an event after a crash."""


class Conversations:
    """Works on conversations in any number of threads."""

    def __init__(self, turns: Turns, leases: Leases, handle: Handle, stopping: threading.Event) -> None:
        self._turns = turns
        self._leases = leases
        self._handle = handle
        self._stopping = stopping
        self._name = own_name()
        self._lock = threading.Lock()
        self._at_work: dict[str, bool] = {}
        """Conversations that a thread of this process is at, and whether another one was asked to meanwhile."""
        self._answered: OrderedDict[bytes, None] = OrderedDict()

    def work_on(self, conversation: str) -> None:
        """Answer everything that waits in a conversation, unless another worker is at it."""
        if not self._arrive(conversation):
            return
        try:
            self._work_on(conversation)
            while self._asked_again(conversation):
                self._work_on(conversation)
        except BaseException:
            with self._lock:
                del self._at_work[conversation]
            raise

    def _arrive(self, conversation: str) -> bool:
        """Redis tells too whether somebody is at it, but not when it comes back without its last second."""
        with self._lock:
            first = conversation not in self._at_work
            self._at_work[conversation] = not first
            return first

    def _asked_again(self, conversation: str) -> bool:
        """Whether to go on; if not, it has been left."""
        with self._lock:
            again = self._at_work.pop(conversation)
            if again:
                self._at_work[conversation] = False
            return again

    def _work_on(self, conversation: str) -> None:
        token = f"{self._name}/{secrets.token_hex(8)}"  # names who has the lease
        turn = self._insist(lambda: self._turns.begin(conversation, token))
        if turn.answer is not Answer.GO:
            return
        try:
            while turn.answer is Answer.GO:
                self._leases.hold(conversation, token)
                if self._stopping.is_set():
                    self._insist(lambda: self._turns.leave(conversation, token))
                    return
                turn = self._one(conversation, token, turn)
        finally:
            self._leases.drop(conversation, token)

    def _one(self, conversation: str, token: str, turn: Turn) -> Turn:
        try:
            event = entries.decode(turn.entry)
        except (ValueError, KeyError, IndexError) as unknown:
            log.error("%s cannot be read (%s), it is put aside", _id(turn), type(unknown).__name__)  # noqa: TRY400
            return self._insist(lambda: self._turns.discard(conversation, token, turn.entry))
        if turn.crashes >= MOST_CRASHES + min(turn.others, MOST_CRASHES):
            error = AssistantError(f"{turn.crashes} workers died of it")
            return self._bury(conversation, token, turn, error)
        try:
            if turn.entry not in self._answered:
                self._handle(event)
        except Exception as error:  # noqa: BLE001 - whatever it is, the conversation goes on
            if not _may_pass(error) or time.time() - event.received > GIVE_UP_AFTER:
                return self._bury(conversation, token, turn, error)
            return self._postpone(conversation, token, turn, error)
        self._remember(turn.entry)
        return self._insist(lambda: self._turns.finish(conversation, token, turn.entry))

    def _remember(self, entry: bytes) -> None:
        with self._lock:
            self._answered[entry] = None
            if len(self._answered) > REMEMBERED:
                self._answered.popitem(last=False)

    def _postpone(self, conversation: str, token: str, turn: Turn, error: Exception) -> Turn:
        delay = min(FIRST_DELAY * 2 ** min(turn.retries, 16), LONGEST_DELAY)
        delay = max(FIRST_DELAY, delay * random.uniform(0.75, 1.0))
        if isinstance(error, PortalBusyError):
            delay = max(delay, error.retry_after)
        phrase, error_id = _name(error)
        error_id = turn.error or error_id  # the person was told the first
        log.warning("%s failed (%s, id %s), again in %.1f s", _id(turn), _short(error), error_id, delay)
        return self._insist(
            lambda: self._turns.postpone(conversation, token, turn.entry, delay=delay, phrase=phrase, error=error_id)
        )

    def _bury(self, conversation: str, token: str, turn: Turn, error: Exception) -> Turn:
        phrase, error_id = _name(error)
        log.error("%s is given up (%s, id %s)", _id(turn), _short(error), error_id, exc_info=error)
        return self._insist(
            lambda: self._turns.bury(
                conversation, token, turn.entry, reason=_short(error), phrase=phrase, error=error_id
            )
        )

    def _insist(self, ask: Callable[[], Turn]) -> Turn:
        """What was answered must leave its inbox: outlast any time without Redis."""
        deadline = None
        while True:
            try:
                return ask()
            except RedisError as error:
                if deadline is None:
                    log.warning("Redis is away: %s", type(error).__name__)
                    deadline = float("inf")
                if self._stopping.is_set():
                    deadline = min(deadline, time.monotonic() + PATIENCE_WHEN_STOPPING)
                if time.monotonic() > deadline:
                    return Turn(Answer.LEFT)
                time.sleep(PAUSE)


def _may_pass(error: Exception) -> bool:
    return error.retry if isinstance(error, AssistantError) else isinstance(error, RedisError)


def _name(error: Exception) -> tuple[str, str]:
    if isinstance(error, AssistantError):
        return error.phrase, error.id
    known = StoreUnavailableError() if isinstance(error, RedisError) else AssistantError()
    return known.phrase, known.id


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if isinstance(error, AssistantError) else type(error).__name__


def _id(turn: Turn) -> str:
    return f"Event {turn.entry.split(b' ', 1)[0].decode()}"
