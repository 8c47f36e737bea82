"""`assistant register`: brings the bot and its commands on the portal in line with `intents/`."""

from __future__ import annotations

import click

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.catalogue import Catalogue
from assistant.settings import load, require


@click.command(epilog="\b\nExample:\n  assistant register")
@click.option("--portal", "member_id", help="The portal's member_id; not needed when one portal is installed.")
def register(member_id: str | None) -> None:
    """Create or update the bot and its slash commands; remove what is no longer in intents/. Safe to repeat."""
    settings = load()
    require(settings, "redis_url", "client_id", "client_secret")
    redis = storage.connect(settings, storage.STATE_DB)
    with Portals(redis, settings) as portals:
        for each in [member_id] if member_id else portals.installed():
            changes = portals.register(each, Catalogue.load(settings.intents_dir))
            click.echo(f"{each}: {changes}")
