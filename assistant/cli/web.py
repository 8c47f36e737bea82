"""`assistant web`: takes the portal's events and stores them, and lets people connect."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import click

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.catalogue import Catalogue
from assistant.connecting import Connecting
from assistant.dialogue import Presses, Waiting
from assistant.intake.app import create_app
from assistant.intake.door import UNINSTALL
from assistant.intake.secret_path import SecretPath
from assistant.intake.server import serve
from assistant.settings import load, require, require_portal
from assistant.workers.dead import Dead
from assistant.workers.inbox import Inbox


@click.command(epilog="\b\nExample:\n  REDIS_URL=redis://127.0.0.1:6379 assistant web")
def web() -> None:
    """Take the portal's events and store them until a worker answers. Needs REDIS_URL; `assistant run` sets it."""
    settings = load()
    require(settings, "redis_url")
    require_portal(settings)
    catalogue = Catalogue.load(settings.intents_dir)
    redis = storage.connect(settings, storage.STATE_DB)
    with Portals(redis, settings, forget=Dead(redis).wipe) as portals:

        def installed(payload: Mapping[str, Any]) -> None:
            """ONAPPINSTALL brings the bot with it; ONAPPUNINSTALL leaves nothing behind."""
            if str(payload["event"]).upper() == UNINSTALL:
                portals.uninstall(payload["auth"]["member_id"])
            else:
                portals.register(portals.install(payload), catalogue)

        def budgets() -> list[dict[str, float]]:
            states = [portals.budget(member_id) for member_id in portals.installed()]
            return [
                {"free": round(state.free, 1), "size": state.size, "rate": state.rate, "waiting": state.waiting}
                for state in states
                if state and state.limited
            ]

        hook = portals.webhook
        secret_path = SecretPath(hook.id, portals.events_path, hook.pin) if hook else None
        inbox, presses = Inbox(settings), Presses(redis)
        connecting = Connecting(portals, presses, Waiting(redis, presses), inbox.accept, settings.lang, time.time)
        known = portals.application_token
        app = create_app(inbox.accept, known, installed, secret_path, connecting.arrive, budgets=budgets)
        serve(app, settings.host, settings.port)
