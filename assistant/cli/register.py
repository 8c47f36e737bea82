"""`assistant register`: brings the bot and its commands on the portal in line with `intents/`."""

from __future__ import annotations

import click

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.catalogue import Catalogue
from assistant.errors import AssistantError
from assistant.settings import Settings, load, require, require_portal


@click.command(epilog="\b\nExample:\n  assistant register")
@click.option("--portal", "member_id", help="The portal's member_id; not needed when one portal is installed.")
def register(member_id: str | None) -> None:
    """Create or update the bot and its slash commands; remove what is no longer in intents/. Safe to repeat."""
    settings = load()
    require(settings, "redis_url")
    require_portal(settings)
    redis = storage.connect(settings, storage.STATE_DB)
    with Portals(redis, settings) as portals:
        for each in [member_id] if member_id else portals.installed():
            changes = portals.register(each, Catalogue.load(settings.intents_dir))
            click.echo(f"{each}: {changes}")


def bring_all(settings: Settings) -> None:
    """Bring the bots of all installed portals to what the settings say, and tell what changed or failed."""
    catalogue = Catalogue.load(settings.intents_dir)
    redis = storage.connect(settings, storage.STATE_DB)
    with Portals(redis, settings) as portals:
        for each in portals.installed():
            try:
                changes = portals.register(each, catalogue)
            except AssistantError as error:
                click.echo(f"{each}: the bot could not be registered: {error}", err=True)
            else:
                click.echo(f"{each}: {changes}", err=True)
