"""A portal whose bot is not called: its events wait until they are fetched."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import SecretStr
from redis import Redis

from assistant import storage
from assistant.catalogue import Catalogue
from assistant.errors import StoreUnavailableError
from assistant.models import Event
from assistant.polling import Pace, Poller
from assistant.settings import Settings
from tests.bitrix24.conftest import (  # noqa: F401 - fixtures
    Company,
    Handler,
    catalogue,
    company,
    handler,
    portals,
    redis,
)
from tests.portal_in_a_box import RunningSandbox

QUICK = Pace(busy=0.01, awake=60.0, idle=0.01, longest=0.05)
PATIENCE = 15.0


@pytest.fixture
def settings(redis_settings: Settings, sandbox: RunningSandbox) -> Settings:
    secret = SecretStr(sandbox.options.client_secret)
    given = {"client_id": sandbox.options.client_id, "client_secret": secret, "oauth_url": sandbox.url}
    return redis_settings.model_copy(update={**given, "transport": "fetch"})


@dataclass
class Stored:
    """Takes events as the inbox does, unless it is told to fail."""

    events: list[Event] = field(default_factory=list)
    failing: bool = False

    def accept(self, events: Any) -> tuple[bool, ...]:
        if self.failing:
            raise StoreUnavailableError("told to fail")
        return tuple(self._accept(event) for event in events)

    def _accept(self, event: Event) -> bool:
        new = all(event.id != each.id for each in self.events)
        self.events += [event] if new else []
        return new

    def texts(self) -> list[str]:
        return [event.text for event in self.events]


@dataclass
class Office:
    """The portal with its fetching bot."""

    company: Company
    redis: Redis
    bot_id: int
    stored: Stored = field(default_factory=Stored)

    def say(self, text: str, login: str = "anna") -> None:
        body = {"as": login, "dialog": "bot", "text": text}
        self.company.sandbox.http.post("/_sandbox/say", json=body).raise_for_status()

    def offset(self) -> int | None:
        stored = self.redis.get(storage.offset(self.company.member_id, self.bot_id))
        return int(stored) if isinstance(stored, bytes) else None

    def waiting(self) -> list[str]:
        """Texts that the portal has not been allowed to forget."""
        page = self.company.portals.fetch(self.company.member_id, self.bot_id, None)
        return [event.data["message"]["text"] for event in page.events]

    def poller(self) -> Poller:
        return Poller(self.company.portals, self.stored.accept, self.redis, QUICK)


@pytest.fixture
def office(company: Company, catalogue: Catalogue, redis: Redis) -> Office:  # noqa: F811
    company.portals.register(company.member_id, catalogue)
    return Office(company, redis, company.portals.bot(company.member_id).id)


@pytest.fixture
def start() -> Iterator[Callable[[Poller], threading.Event]]:
    """Run pollers in threads; the event that is given ends one."""
    running: list[tuple[threading.Thread, threading.Event]] = []

    def started(poller: Poller) -> threading.Event:
        stop = threading.Event()
        thread = threading.Thread(target=poller.run, args=(stop,))
        running.append((thread, stop))
        thread.start()
        return stop

    yield started
    for _, stop in running:
        stop.set()
    for thread, _ in running:
        thread.join()


def eventually(good: Callable[[], object]) -> None:
    """Until it is so."""
    until = time.monotonic() + PATIENCE
    while not good():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.01)
