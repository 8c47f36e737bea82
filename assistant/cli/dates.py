"""`assistant dates`: dates and periods in texts."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import cast, get_args

import click

from assistant.cli.reference import at_time
from assistant.understanding.dates import Direction, dates_line


@click.command(
    epilog="""\b
Examples:
  echo "с 15 по 28 июля" | assistant dates --now 2026-06-10T09:00
  assistant dates --prefer past < messages.txt
A line that begins with { is JSON with text and, if wanted, now, lang, prefer."""
)
@click.option("--jsonl", is_flag=True, help="Lines are JSON; the same is found out line by line without it.")
@click.option("--prefer", type=click.Choice(get_args(Direction)), default="none", show_default=True,
              help="Where a day or month without a year looks.")  # fmt: skip
@at_time
def dates(*, now: datetime | None, lang: str, prefer: str, jsonl: bool) -> None:
    """Read one text a line from standard input and print the dates in it, one JSON object a line."""
    del jsonl
    for line in sys.stdin:
        print(dates_line(line, now=now, lang=lang or None, prefer=cast("Direction", prefer)), flush=True)
