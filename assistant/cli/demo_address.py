"""Where the running demo can be found; `assistant ask` and `assistant doctor` read what `assistant demo` noted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import click
from pydantic import TypeAdapter, ValidationError

from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class DemoAddress:
    """The addresses of a running demo."""

    portal: str
    """Chat page and REST of the portal in a box."""
    intake: str
    redis: str
    """As `REDIS_URL` takes it."""
    client_id: str
    client_secret: str
    """Of the sandbox's application: a secret of nobody."""
    transport: Literal["webhook", "fetch"] = "webhook"


_NOTES = TypeAdapter(DemoAddress)


def _path(settings: Settings) -> Path:
    return settings.data_dir / "demo.json"


def note(settings: Settings, address: DemoAddress) -> None:
    """Remember where the demo runs; readable by this user only."""
    path = _path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(_NOTES.dump_json(DemoAddress(**asdict(address))))


def forget(settings: Settings) -> None:
    """The demo has ended."""
    _path(settings).unlink(missing_ok=True)


def read(settings: Settings) -> DemoAddress:
    """Where the demo runs.

    Raises:
        click.ClickException: no demo runs with this data directory.
    """
    try:
        return _NOTES.validate_json(_path(settings).read_bytes())
    except (OSError, ValidationError):
        raise click.ClickException("No demo runs here. Start it in another window: assistant demo") from None
