"""`assistant dead`: the messages that were given up, and why."""

from __future__ import annotations

from collections.abc import Iterator

import click

from assistant.cli.moments import shown
from assistant.cli.store import stored
from assistant.models import EventKind
from assistant.workers.dead import Dead, DeadLetter


@click.command(
    epilog="""\b
Examples:
  assistant dead
  assistant dead 7F3A --text"""
)
@click.argument("event_id", metavar="[ID]", required=False)
@click.option("--text", "with_text", is_flag=True, help="Also what people wrote, which is personal.")
def dead(*, event_id: str | None, with_text: bool) -> None:
    """List messages that were given up, the newest first; or show one whole.

    ID is an event's id, the beginning of one, or the id of the error that the person was told.
    """
    with stored() as (settings, redis):
        letters = Dead(redis, settings.dead_days)
        if event_id:
            for line in _whole(one(letters, event_id), with_text=with_text):
                click.echo(_harmless(line))
            return
        found, unreadable = letters.letters(), letters.unreadable()
    for letter in found:
        for line in _short(letter, with_text=with_text):
            click.echo(_harmless(line))
    if unreadable:
        click.echo(f"{unreadable} more cannot be read by this version")
    if found:
        click.echo("Once the cause is gone: assistant replay ID, or assistant replay --all", err=True)
    elif not unreadable:
        click.echo("No message was given up.", err=True)


def one(letters: Dead, name: str) -> DeadLetter:
    """The letter that an admin means.

    Raises:
        click.ClickException: none fits, or several do.
    """
    found = letters.find(name)
    if len(found) > 1:
        fitting = "\n".join(f"  {letter.event.id}  {shown(letter.at)}" for letter in found)
        raise click.ClickException(f"Several fit {name!r}, say more of the id:\n{fitting}")
    if not found:
        raise click.ClickException(f"No message that was given up fits {name!r}. They are listed by: assistant dead")
    return found[0]


def who(letter: DeadLetter) -> str:
    """The person of an event, for an admin."""
    person = letter.event.person
    return f"{_harmless(person.name)} ({person.id})" if person.name else f"person {person.id}"


def _harmless(text: str) -> str:
    """On one line, and without what would steer the terminal: anybody may have written it."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def _short(letter: DeadLetter, *, with_text: bool) -> Iterator[str]:
    event = letter.event
    yield f"{event.id}  {shown(letter.at)}  error {letter.error}"
    yield f"    {who(letter)}, portal {event.portal}, {event.kind}"
    yield f"    {letter.reason}"
    if with_text and event.text:
        yield f"    “{event.text}”"


def _whole(letter: DeadLetter, *, with_text: bool) -> Iterator[str]:
    event = letter.event
    rows = {
        "id": event.id,
        "given up": shown(letter.at),
        "reason": letter.reason,
        "error": letter.error,
        "portal": event.portal,
        "who": who(letter),
        "kind": str(event.kind),
        "dialog": f"{event.dialog.id} (group)" if event.dialog.group else event.dialog.id,
        "message": str(event.message_id),
        "command": str(event.command_id or ""),
        "button": event.params if event.kind is EventKind.PRESS else "",
        "bot": str(event.bot_id),
        "language": event.lang,
        "sent": shown(event.ts) if event.ts else "",
        "accepted": shown(event.received) if event.received else "",
        "text": event.text if with_text or not event.text else f"{len(event.text)} characters, shown by --text",
    }
    return (f"{name:<9} {value}" for name, value in rows.items() if value)
