"""Notifications of people; one with the tag of an earlier one takes its place."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.sandbox.changes import Changes


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification; author 0 is the portal itself."""

    id: int
    user_id: int
    author_id: int
    text: str
    tag: str


class Notifications:
    """What people were notified of."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.rows: dict[int, Notification] = {}

    def add(self, changes: Changes, user_id: int, author_id: int, text: str, tag: str) -> int:
        """Notify a person; the new notification's id."""
        for row in [row for row in self.rows.values() if tag and (row.user_id, row.tag) == (user_id, tag)]:
            del self.rows[row.id]
        row = Notification(next(self._numbers), user_id, author_id, text, tag)
        self.rows[row.id] = row
        changes.publish("notify.add", {"id": row.id, "user_id": user_id, "text": text})
        return row.id
