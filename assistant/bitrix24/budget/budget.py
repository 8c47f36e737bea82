"""One budget for all processes: a request goes when its turn has come and the portal has room for it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from redis import Redis, RedisError

from assistant import storage
from assistant.bitrix24.answers import NeverSentError, OperationLimitError
from assistant.bitrix24.budget import scripts
from assistant.bitrix24.budget.caller import Caller, Urgency
from assistant.bitrix24.budget.state import BudgetState, paused_of
from assistant.bitrix24.store import guarded
from assistant.errors import PortalBusyError
from assistant.settings import Settings

log = logging.getLogger(__name__)

LONGEST_WAIT = 40.0
"""Seconds that a request waits for its turn before whoever asks is told to come back."""
LONGEST_NAP = 2.0
"""Seconds; turns come earlier when others give up."""
LONGEST_RETURN = 60.0


@dataclass(slots=True)
class Place:
    """The turn of one request."""

    ticket: str
    waited: float
    """Seconds; 0 when there was room at once."""
    paused: Mapping[str, float]
    """Methods that may not be called now, and for how many seconds."""
    operating_limit: float
    """Seconds of run time that the portal grants a method."""
    spent: dict[str, float] = field(default_factory=dict)
    """Methods whose run time this request used up, and for how many seconds."""


class Budget:
    """The portals' buckets (settings/performance/limits); one object a process, safe to share between threads."""

    def __init__(self, redis: Redis, settings: Settings, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._settings = settings
        self._sleep = sleep
        self._take = scripts.load(redis, "take")
        self._finish = scripts.load(redis, "finish")
        self._state = scripts.load(redis, "state")

    @contextmanager
    def place(self, host: str, caller: Caller) -> Iterator[Place]:
        """Wait for a turn, and give account of the request that is made inside.

        Raises:
            PortalBusyError: the turn would come too late; `retry_after` says when it is worth another try.
            StoreUnavailableError: without Redis nobody knows what the others do, so nothing is sent.
        """
        place = self._wait(host, caller)
        ending, away = "done", 0.0
        try:
            yield place
        except NeverSentError:
            ending = "unsent"
            raise
        except OperationLimitError:
            raise
        except PortalBusyError as refusal:
            ending, away = "refused", refusal.retry_after
            log.warning("%s refuses requests: fewer are sent for a while", host)
            raise
        finally:
            used = [each for pair in place.spent.items() for each in pair]
            # The ticket runs out by itself, and an answer that has come must not be lost.
            with suppress(RedisError):
                self._finish(self._keys(host), (*self._limits, place.ticket, ending, away, *used))

    def state(self, host: str) -> BudgetState:
        """How things stand.

        Raises:
            StoreUnavailableError: Redis does not answer.
        """
        with guarded():
            return BudgetState.of(self._state(self._keys(host), (*self._limits, storage.WORK)))

    def _wait(self, host: str, caller: Caller) -> Place:
        ticket, began, waited = "", time.monotonic(), 0.0
        keys = self._keys(host)
        while True:
            who = (ticket, caller.urgency.value, caller.person, LONGEST_NAP)
            with guarded():
                reply = self._take(keys, (*self._limits, *who))
            ticket, wait = reply[0].decode(), float(reply[1])
            if reply[2] == b"1":
                return Place(ticket, waited, paused_of(reply[3:]), self._settings.operating_limit)
            if caller.urgency is Urgency.NICETY or waited + wait > LONGEST_WAIT:
                with suppress(RedisError):
                    self._finish(keys, (*self._limits, ticket, "left", 0))
                raise PortalBusyError(
                    f"{host}: the turn would come in {wait:.0f} s", retry_after=min(wait, LONGEST_RETURN)
                )
            self._sleep(min(wait, LONGEST_NAP))
            waited = time.monotonic() - began

    @property
    def _limits(self) -> tuple[float, float]:
        return self._settings.budget_requests, self._settings.budget_rate

    def _keys(self, host: str) -> list[str]:
        return storage.budget(host.lower(), self._settings.source_address)
