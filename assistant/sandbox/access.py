"""Who may call the portal: applications, their token pairs, and inbound webhooks."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.sandbox.company.records import User

APP_SCOPES = frozenset(
    {
        "imbot",
        "im",
        "user",
        "user_basic",
        "user_brief",
        "department",
        "crm",
        "task",
        "tasks",
        "calendar",
        "disk",
        "sonet_group",
        "telephony",
        "timeman",
    }
)
"""What a local application of the sandbox is granted, beside the basic scope."""

REFRESH_DAYS = 180
CODE_SECONDS = 30


@dataclass(slots=True)
class App:
    """A local application of the portal."""

    client_id: str
    client_secret: str = field(repr=False)
    handler: str
    """Base address of the application, without a slash at the end."""
    application_token: str = field(repr=False)
    scopes: frozenset[str] = APP_SCOPES
    installed: bool = False


@dataclass(frozen=True, slots=True)
class Webhook:
    """An inbound webhook: acts as its owner, without an application."""

    user_id: int
    secret: str = field(repr=False)
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Token:
    """A token pair of one person for one application; times are Unix seconds of the real clock."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    user_id: int
    client_id: str
    expires: float
    refresh_expires: float


class Tokens:
    """Issues, finds and rotates token pairs."""

    def __init__(self, lifetime: float) -> None:
        self.lifetime = lifetime
        self._by_access: dict[str, Token] = {}
        self._by_refresh: dict[str, Token] = {}
        self._codes: dict[str, tuple[str, int, float]] = {}

    def issue(self, app: App, user: User) -> Token:
        """A new pair; earlier pairs of the same person stay valid."""
        now = time.time()
        token = Token(
            access=secrets.token_hex(32),
            refresh=secrets.token_hex(32),
            user_id=user.id,
            client_id=app.client_id,
            expires=now + self.lifetime,
            refresh_expires=now + REFRESH_DAYS * 86400,
        )
        self._by_access[token.access] = token
        self._by_refresh[token.refresh] = token
        return token

    def find(self, access: str) -> Token | None:
        """The pair of an access token, expired or not."""
        return self._by_access.get(access)

    def spend(self, refresh: str, client_id: str) -> Token | None:
        """Take a refresh token out of use; None when it is unknown, spent, expired or another application's."""
        token = self._by_refresh.get(refresh)
        if token is None or token.client_id != client_id or token.refresh_expires < time.time():
            return None
        del self._by_refresh[refresh]
        return token

    def code(self, app: App, user: User) -> str:
        """A code for one exchange within thirty seconds."""
        code = secrets.token_hex(16)
        self._codes[code] = (app.client_id, user.id, time.time() + CODE_SECONDS)
        return code

    def spend_code(self, code: str, client_id: str) -> int | None:
        """The person of a code, once; None when it is unknown, spent, too old or another application's."""
        owner, user_id, until = self._codes.pop(code, ("", 0, 0.0))
        return user_id if owner == client_id and until >= time.time() else None
