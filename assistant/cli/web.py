"""`assistant web`: takes the portal's events and stores them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.catalogue import Catalogue
from assistant.intake.app import create_app
from assistant.intake.secret_path import SecretPath
from assistant.intake.server import serve
from assistant.settings import load, require, require_portal
from assistant.workers.inbox import Inbox


@click.command(epilog="\b\nExample:\n  REDIS_URL=redis://127.0.0.1:6379 assistant web")
def web() -> None:
    """Take the portal's events and store them until a worker answers. Needs REDIS_URL; `assistant run` sets it."""
    settings = load()
    require(settings, "redis_url")
    require_portal(settings)
    catalogue = Catalogue.load(settings.intents_dir)
    with Portals(storage.connect(settings, storage.STATE_DB), settings) as portals:

        def installed(payload: Mapping[str, Any]) -> None:
            """ONAPPINSTALL brings the bot with it; ONAPPUNINSTALL leaves nothing behind."""
            if payload.get("event") == "ONAPPUNINSTALL":
                portals.uninstall(payload["auth"]["member_id"])
            else:
                portals.register(portals.install(payload), catalogue)

        hook = portals.webhook
        secret_path = SecretPath(hook.id, portals.events_path, hook.pin) if hook else None
        app = create_app(Inbox(settings).accept, portals.application_token, installed, secret_path)
        serve(app, settings.host, settings.port)
