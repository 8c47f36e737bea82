"""`assistant key`: makes a key that encrypts people's tokens."""

from __future__ import annotations

import click

from assistant.bitrix24.sealing import new_key


@click.command(epilog="\b\nExample:\n  echo ASSISTANT_TOKEN_KEYS=$(assistant key) >> .env")
def key() -> None:
    """Make a key for ASSISTANT_TOKEN_KEYS. To change it later put the new one before the old: NEW,OLD."""
    click.echo(new_key())
