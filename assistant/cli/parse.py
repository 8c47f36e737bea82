"""`assistant parse`: what messages mean, as JSON lines."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from assistant import understanding
from assistant.catalogue import Catalogue
from assistant.cli.reference import at_time, moment, with_model
from assistant.settings import load


@click.command(
    epilog="""\b
Examples:
  echo "how many deals did we win in june?" | assistant parse --now 2026-06-10T09:00
  assistant parse < messages.txt
A line that begins with { is JSON with text and, if wanted, now, lang, country."""
)
@at_time
@with_model
def parse(*, now: datetime | None, lang: str, country: str | None, model: Path | None) -> None:
    """Read one message a line from standard input and print one JSON object a line."""
    settings = load()
    engine = understanding.load(model or settings.model_dir, Catalogue.load(settings.intents_dir))
    for line in sys.stdin:
        print(understanding.parse_line(engine, line, moment(now), lang, country or settings.country), flush=True)
