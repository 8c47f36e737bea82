"""`assistant replay`: messages that were given up are handled again."""

from __future__ import annotations

import click

from assistant.cli.dead import one, who
from assistant.cli.store import stored
from assistant.workers.dead import Dead
from assistant.workers.inbox import Inbox
from assistant.workers.presence import present


@click.command(
    epilog="""\b
Examples:
  assistant replay 7F3A
  assistant replay --all"""
)
@click.argument("event_ids", metavar="[ID]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All of them, the oldest first.")
def replay(*, event_ids: tuple[str, ...], everything: bool) -> None:
    """Put messages that were given up back into their inbox; they are answered as if they were written now.

    What such a message has changed in the portal already is not changed again. ID is as `assistant dead` takes it.
    """
    if bool(event_ids) == everything:
        raise click.UsageError("Say which: ids that `assistant dead` lists, or --all.")
    with stored() as (settings, redis):
        letters = Dead(redis, settings.dead_days)
        chosen = letters.letters()[::-1] if everything else [one(letters, each) for each in event_ids]
        inbox = Inbox(settings)
        try:
            for letter in chosen:
                if letters.replay(letter.event.id, inbox):
                    click.echo(f"{letter.event.id} of {who(letter)} waits to be answered")
        finally:
            inbox.close()
        if not chosen:
            click.echo("No message was given up.", err=True)
        elif not present(redis):
            click.echo("No worker is at work. Start one: assistant run, or assistant worker", err=True)
