"""Buttons carry only a random id; what they do, for whom and where stays here."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from assistant import storage
from assistant.models import Action, Ask, Cancel, Run, Share

if TYPE_CHECKING:
    from redis import Redis


class Refusal(StrEnum):
    """Why a press does nothing."""

    EXPIRED = "expired_press"
    """Unknown, typed by hand, or too old."""
    FOREIGN = "foreign_press"
    """Made for somebody else, or copied into another dialog."""
    SPENT = "spent_press"
    """Works once and was pressed before."""


@dataclass(frozen=True, slots=True)
class _Kept:
    portal: str
    person: int
    dialog: str
    run: Run | None = None
    ask: Ask | None = None
    share: Share | None = None
    spent: bool = False


_KEPT = TypeAdapter(_Kept)


class Presses:
    """The actions behind buttons."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def keep(self, action: Action, portal: str, person: int, dialog: str) -> str:
        """Keep an action for a day; the id is all that the button will carry."""
        kept = _Kept(
            portal,
            person,
            dialog,
            run=action if isinstance(action, Run) else None,
            ask=action if isinstance(action, Ask) else None,
            share=action if isinstance(action, Share) else None,
        )
        press_id = storage.press_mark(portal, person) + secrets.token_urlsafe(12)
        self._put(press_id, kept)
        return press_id

    def take(self, press_id: str, portal: str, person: int, dialog: str) -> Action | Refusal:
        """The action of a press, if this person may press it here."""
        raw = self._redis.get(storage.press(press_id)) if press_id else None
        if raw is None:
            return Refusal.EXPIRED
        try:
            kept = _KEPT.validate_json(raw)
        except ValidationError:
            return Refusal.EXPIRED
        if (kept.portal, kept.person, kept.dialog) != (portal, person, dialog):
            return Refusal.FOREIGN
        return Refusal.SPENT if kept.spent else kept.run or kept.ask or kept.share or Cancel()

    def spend(self, press_id: str, portal: str, person: int, dialog: str) -> None:
        """The button did what it does once; what it held is forgotten."""
        self._put(press_id, _Kept(portal, person, dialog, spent=True))

    def drop(self, press_ids: Collection[str]) -> None:
        """These buttons are gone: whoever presses them still comes too late."""
        if press_ids:
            self._redis.delete(*map(storage.press, press_ids))

    def _put(self, press_id: str, kept: _Kept) -> None:
        self._redis.set(storage.press(press_id), _KEPT.dump_json(kept, exclude_defaults=True), ex=storage.PRESS_LIFE)
