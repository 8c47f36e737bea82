"""One call of a REST method, with whatever its tries need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.bitrix24.budget import Caller
from assistant.effects import Permit


@dataclass(slots=True)
class Request:
    """See `Transport.call`."""

    endpoint: str
    method: str
    params: Mapping[str, Any]
    auth: str
    repeatable: bool
    trace: Sequence[str]
    caller: Caller
    waited: float = 0.0
    """Seconds in line for the budget, and for others to join."""
    permit: Permit | None = None
    """Of the journal, for what changes something."""
