"""Moments as an admin types and reads them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import click

UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def shown(at: float) -> str:
    """Unix seconds in this machine's zone, which is named: `2026-11-22 14:03:11+01:00`."""
    return datetime.fromtimestamp(at, UTC).astimezone().isoformat(" ", "seconds")


def since(_ctx: click.Context, _param: click.Parameter, text: str) -> float:
    """The Unix seconds of an option: a time ago (`12h`, `7d`, `2w`), or a day (`2026-11-01`) from its midnight here."""
    ago = re.fullmatch(r"(\d{1,4})([hdw])", text)
    if ago:
        return (datetime.now(UTC) - int(ago[1]) * UNITS[ago[2]]).timestamp()
    try:
        return datetime.fromisoformat(text).astimezone().timestamp()
    except (ValueError, OverflowError):
        raise click.BadParameter(f"{text!r} is neither like 12h, 7d or 2w nor a day like 2026-11-01") from None
