"""Invitations to connect: what a one-time `state` of the authorization stands for."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass

from redis import Redis

from assistant import storage
from assistant.bitrix24.store import guarded

LONGEST = 128
"""Characters of a `state` that are worth looking up."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """For whom a `state` was made; nobody else can use it."""

    portal: str
    person: int
    dialog: str
    """Where the button stands: the private chat of this person."""
    lang: str
    """Of the page that is shown at the end."""


class Invitations:
    """Open invitations, each for ten minutes and for one use."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def make(self, invitation: Invitation) -> str:
        """A new `state`. Redis only has its digest, so who reads Redis cannot use it."""
        state = secrets.token_urlsafe(32)
        with guarded():
            self._redis.set(_key(state), json.dumps(asdict(invitation)), ex=storage.INVITATION_LIFE)
        return state

    def take(self, state: str) -> Invitation | None:
        """What it stands for, once; `None` when it is forged, used up or too old."""
        if not 0 < len(state) <= LONGEST:
            return None
        with guarded():
            stored = self._redis.getdel(_key(state))
        return Invitation(**json.loads(stored)) if isinstance(stored, bytes) else None


def _key(state: str) -> str:
    return storage.invitation(hashlib.sha256(state.encode()).hexdigest())
