"""`assistant audit`: who changed what in the portal, or subscribed to what, through the assistant, and when."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from assistant.cli.moments import shown, since
from assistant.cli.store import stored
from assistant.effects import Entry, Journal


@click.command(
    epilog="""\b
Examples:
  assistant audit --since 24h
  assistant audit --since 2026-11-01 --person 7 --json"""
)
@click.option(
    "--since",
    "begin",
    metavar="TIME",
    default="7d",
    callback=since,
    show_default=True,
    help="12h, 7d, 2w ago, or a day: 2026-11-01.",
)
@click.option("--person", type=int, help="Only what this person wanted; the id that the portal knows them by.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def audit(*, begin: float, person: int | None, as_json: bool) -> None:
    """List what was changed in portals through the assistant, and who subscribed to what, the newest first.

    Its replies are not among it.

    It is remembered for ASSISTANT_JOURNAL_DAYS, 30 days. Texts of people are not shown.
    """
    with stored() as (settings, redis):
        entries = Journal(redis, settings.journal_days).entries(begin)
        found = [entry for entry in entries if person is None or entry.person == person]
    for entry in found:
        click.echo(_json(entry) if as_json else _line(entry))
    if not found:
        click.echo(f"Nothing was changed through the assistant since {shown(begin)}.", err=True)


def _line(entry: Entry) -> str:
    notes = []
    if entry.state == "doubt":
        notes.append("nobody knows yet whether it happened")
    if entry.undone:
        notes.append(f"undone {shown(entry.undone)}")
    words = (shown(entry.at), f"person {entry.person}", f"portal {entry.portal}", entry.what, *notes)
    return "  ".join(words)


def _json(entry: Entry) -> str:
    values = {
        "at": _utc(entry.at),
        "person": entry.person,
        "portal": entry.portal,
        "what": entry.what.partition(" ")[0],
        "id": entry.id,
        "state": entry.state,
        "undone": _utc(entry.undone) if entry.undone else None,
    }
    return json.dumps(values, ensure_ascii=False)


def _utc(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
