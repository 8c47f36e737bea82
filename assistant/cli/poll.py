"""`assistant poll`: fetches the bot's events, for assistants that the portal cannot reach."""

from __future__ import annotations

import signal
import threading

import click

from assistant import storage
from assistant.bitrix24 import Budget, Patience, Portals, Transport
from assistant.errors import SettingsError
from assistant.polling import Poller
from assistant.settings import load, require, require_portal
from assistant.workers.inbox import Inbox

ONCE = Patience(unavailable=(), busy=())
"""The next look is the next try."""


@click.command(epilog="\b\nExample:\n  ASSISTANT_TRANSPORT=fetch REDIS_URL=redis://127.0.0.1:6379 assistant poll")
def poll() -> None:
    """Fetch the bot's events and store them until a worker answers. Needs REDIS_URL; `assistant run` sets it.

    Several may run: one fetches, the others are ready to take over.
    """
    settings = load()
    require(settings, "redis_url")
    require_portal(settings)
    if settings.transport != "fetch":
        raise SettingsError("Events are posted to this assistant. To fetch them instead: ASSISTANT_TRANSPORT=fetch")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    redis = storage.connect(settings, storage.STATE_DB)
    transport = Transport(ONCE, ca_bundle=settings.ca_bundle, budget=Budget(redis, settings))
    with Portals(redis, settings, transport=transport) as portals:
        Poller(portals, Inbox(settings).accept, redis).run(stop)
