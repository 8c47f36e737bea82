"""What is stored of an installed portal, field by field, so that writers do not undo each other."""

from __future__ import annotations

import hmac
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

from redis import Redis

from assistant import storage
from assistant.bitrix24.bot.connection import Api
from assistant.bitrix24.sealing import Seal
from assistant.bitrix24.store import guarded

log = logging.getLogger(__name__)

_TOKEN = "application_token"  # noqa: S105 - the name of a field
REMEMBERED = 5.0
"""Seconds for which a process believes what it read: a removed portal is refused after that at the latest."""


@dataclass(frozen=True, slots=True)
class RegisteredBot:
    """The bot as it was registered last."""

    id: int = 0
    """0 before the registration."""
    digest: str = ""
    """Of its settings."""
    commands: Mapping[str, str] = field(default_factory=dict)
    """Digests of what was registered, by command: the portal tells titles in one language only."""
    api: Api = "v2"
    """The generation that registered it: events come in its form."""
    transport: Literal["webhook", "fetch"] = "webhook"
    """How it hears of events."""
    command_ids: Mapping[str, int] = field(default_factory=dict)
    """Ids of the commands of a `v1` bot: the portal lists none."""


class PortalRecords:
    """Installed portals by `member_id`."""

    def __init__(self, redis: Redis, seal: Seal) -> None:
        self._redis = redis
        self._seal = seal
        self._application_tokens: dict[str, tuple[float, str | None]] = {}
        self._bots: dict[str, tuple[float, RegisteredBot]] = {}

    def save(self, member_id: str, *, client_endpoint: str, application_token: str) -> None:
        """Store a proved installation."""
        content = {"client_endpoint": client_endpoint, _TOKEN: self._seal.close(application_token.encode())}
        with guarded(), self._redis.pipeline() as pipe:
            pipe.hset(storage.portal(member_id), mapping=content)  # type: ignore[arg-type]
            pipe.expire(storage.portal(member_id), storage.TOKEN_LIFE)
            pipe.execute()
        self._application_tokens.pop(member_id, None)

    def all(self) -> tuple[str, ...]:
        """`member_id` of every installed portal."""
        pattern = storage.portal("*")
        with guarded():
            keys = [bytes(key).decode() for key in self._redis.scan_iter(match=pattern, count=1000)]
        return tuple(sorted(key.removeprefix(pattern.removesuffix("*")) for key in keys))

    def remove(self, member_id: str) -> None:
        """Forget a portal."""
        with guarded():
            self._redis.delete(storage.portal(member_id))
        self._application_tokens.pop(member_id, None)
        self._bots.pop(member_id, None)

    def application_token(self, member_id: str) -> str | None:
        """What proves that an event comes from the portal; `None` for unknown portals. Read again every 5 s."""
        until, token = self._application_tokens.get(member_id, (0.0, None))
        if token is None or until < time.monotonic():
            token = self._opened(member_id)
            # Unknown ones are not remembered: anybody can invent them.
            if token is not None:
                self._application_tokens[member_id] = (time.monotonic() + REMEMBERED, token)
        return token

    def pin(self, member_id: str, occasion: str, application_token: str) -> str:
        """The application token that was seen first on an occasion: this one, when there was none before."""
        key, name = storage.portal(member_id), f"first_token:{occasion}"
        with guarded(), self._redis.pipeline() as pipe:
            pipe.hsetnx(key, name, application_token)
            pipe.hget(key, name)
            pipe.expire(key, storage.TOKEN_LIFE)
            _, pinned, _ = pipe.execute()
        return bytes(pinned).decode()

    def knows(self, member_id: str, application_token: str) -> bool:
        """The portal is installed and this is its application token; takes the same time for near misses."""
        known = self.application_token(member_id)
        return known is not None and hmac.compare_digest(known.encode(), application_token.encode())

    def client_endpoint(self, member_id: str) -> str:
        """Where its methods are called, empty for unknown portals."""
        return self._field(member_id, "client_endpoint") or ""

    def bot(self, member_id: str, *, fresh: bool = False) -> RegisteredBot:
        """The registered bot. Read again every 5 s, or now: another process may have changed it."""
        until, bot = self._bots.get(member_id, (0.0, RegisteredBot()))
        if fresh or not bot.id or until < time.monotonic():
            stored = self._field(member_id, "bot")
            bot = RegisteredBot(**json.loads(stored)) if stored else RegisteredBot()
            self._bots[member_id] = (time.monotonic() + REMEMBERED, bot)
        return bot

    def save_bot(self, member_id: str, bot: RegisteredBot) -> None:
        """Store what was registered."""
        content = json.dumps(asdict(bot))
        with guarded():
            self._redis.hset(storage.portal(member_id), "bot", content)
        self._bots.pop(member_id, None)

    def _opened(self, member_id: str) -> str | None:
        sealed = self._field(member_id, _TOKEN)
        token = self._seal.open(sealed.encode()) if sealed else None
        if sealed and token is None:
            log.error("Portal %s: no key of ASSISTANT_TOKEN_KEYS opens its record; its events are refused", member_id)
        return token.decode() if token else None

    def _field(self, member_id: str, name: str) -> str | None:
        key = storage.portal(member_id)
        with guarded(), self._redis.pipeline(transaction=False) as pipe:
            # A portal that is used stays; the life only removes those that went away without a word.
            pipe.hget(key, name)
            pipe.expire(key, storage.TOKEN_LIFE)
            stored, _ = pipe.execute()
        return stored.decode() if isinstance(stored, bytes) else None
