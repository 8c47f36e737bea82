"""The log of REST calls, for tests and for the page."""

from __future__ import annotations

import itertools
import re
from collections import deque
from typing import Any

KEPT = 20_000
LONG = 2_000

_SECRET = re.compile(r"(botToken(?:\]|%5D)?=)[^&]+")
"""The token of a bot in a command of a batch."""


class Calls:
    """The latest calls, one row an HTTP request.

    A row: `n` (counts up from 1), `ts` (Unix seconds), `method`, `params`, `as` (a person's id or `bot`), `trace`
    (list of event ids), `status`, `error` (code or null), `ms`. Authorization values are never among the parameters.
    """

    def __init__(self) -> None:
        self._rows: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._numbers = itertools.count(1)

    def add(self, **row: Any) -> dict[str, Any]:
        """Note a call; long texts are cut."""
        kept = {"n": next(self._numbers), **row, "params": _cut(row["params"])}
        self._rows.append(kept)
        return kept

    def rows(self, after: int = 0, trace: str | None = None) -> list[dict[str, Any]]:
        """Rows with a number above `after`, and of one event when `trace` is given."""
        return [row for row in self._rows if row["n"] > after and (trace is None or trace in row["trace"])]


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        value = _SECRET.sub(r"\1…", value)
        return value if len(value) <= LONG else f"{value[:LONG]}… ({len(value)} characters)"
    if isinstance(value, dict):
        return {key: "…" if key == "botToken" else _cut(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_cut(inner) for inner in value]
    return value
