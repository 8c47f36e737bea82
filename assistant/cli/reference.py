"""Options that say for whom and when a text is read; shared by the commands that read texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]


def at_time(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--now` and `--lang`."""
    command = click.option("--lang", default="", help="Language of the text: en or ru.  [default: found in the text]")(
        command
    )
    return click.option("--now", type=click.DateTime(FORMATS), help="Reference time.  [default: now]")(command)


def with_model(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--model` and `--country`."""
    command = click.option("--country", help="Country of national phone numbers, ISO 3166.  [default: RU]")(command)
    return click.option("--model", type=click.Path(exists=True, path_type=Path), help="Model.  [default: model]")(
        command
    )


def moment(now: datetime | None) -> datetime:
    """Local time without zone."""
    return now or datetime.now().replace(microsecond=0)  # noqa: DTZ005 - local time of whoever types
