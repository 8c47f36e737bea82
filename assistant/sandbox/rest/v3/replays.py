"""Answers kept by `Idempotency-Key` (api-reference/rest-v3, "Повторный вызов без дублей")."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

LIFE = 86_400.0
"""Seconds for which the answer of a success is kept."""
LONGEST = 255


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer to a call that succeeded."""

    digest: str
    body: bytes
    until: float


class Replays:
    """Answers by caller, person, method and key."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int, str, str], Kept] = {}

    def find(self, caller: tuple[str, int, str, str]) -> Kept | None:
        """What was answered within the last day."""
        kept = self._kept.get(caller)
        return kept if kept and kept.until > time.time() else None

    def keep(self, caller: tuple[str, int, str, str], request: bytes, answer: bytes) -> None:
        """Keep the answer of a success; errors are not kept, a repeat runs the method again."""
        self._kept[caller] = Kept(digest(request), answer, time.time() + LIFE)


def digest(body: bytes) -> str:
    """Tells two bodies apart."""
    return hashlib.sha256(body).hexdigest()


def printable(key: str) -> bool:
    """Whether a key has a form that the portal takes."""
    return 0 < len(key) <= LONGEST and all(" " <= sign <= "~" for sign in key)
