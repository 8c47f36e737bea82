"""`assistant web`: takes the portal's events and stores them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.catalogue import Catalogue
from assistant.intake.app import create_app
from assistant.intake.server import serve
from assistant.settings import load, require
from assistant.workers.inbox import Inbox


@click.command(epilog="\b\nExample:\n  REDIS_URL=redis://127.0.0.1:6379 assistant web")
def web() -> None:
    """Take the portal's events and store them until a worker answers. Needs REDIS_URL; `assistant run` sets it."""
    settings = load()
    require(settings, "redis_url", "client_id", "client_secret")
    catalogue = Catalogue.load(settings.intents_dir)
    with Portals(storage.connect(settings, storage.STATE_DB), settings) as portals:

        def installed(payload: Mapping[str, Any]) -> None:
            """ONAPPINSTALL brings the bot with it; ONAPPUNINSTALL leaves nothing behind."""
            if payload.get("event") == "ONAPPUNINSTALL":
                portals.uninstall(payload["auth"]["member_id"])
            else:
                portals.register(portals.install(payload), catalogue)

        serve(create_app(Inbox(settings).accept, portals.application_token, installed), settings.host, settings.port)
