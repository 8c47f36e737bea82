"""Events of a bot that belongs to no application: a secret in the path says whose they are.

The portal makes an application token up for such a bot and tells it nobody else, so the first one seen is pinned.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.types import Scope

from assistant.errors import AssistantError, BadEventError, StoreUnavailableError
from assistant.intake.delivery import part
from assistant.intake.door import StoringDoor
from assistant.intake.form import Payload
from assistant.intake.known_portals import LOOKUP_WITHIN
from assistant.intake.store import Store

LONGEST_TOKEN = 256


@dataclass(frozen=True, slots=True)
class SecretPath:
    """Where a portal without an application posts its events."""

    portal: str
    """Key of the portal."""
    path: str = field(repr=False)
    """The whole path; its last piece is the secret."""
    pin: Callable[[str], bool] = field(repr=False)
    """Whether an application token is the pinned one, or the first and pinned now. May block; may raise when Redis is
    away."""

    def leads(self, path: str) -> bool:
        """Whether this is the path, in constant time."""
        return hmac.compare_digest(path.encode(), self.path.encode())


class SecretPathDoor(StoringDoor):
    """`POST /b24/events/SECRET`; who came here knew the secret."""

    def __init__(self, known: SecretPath, store: Store) -> None:
        super().__init__(store)
        self._known = known
        self._pinned = ""

    def path_told(self, scope: Scope) -> str:
        """Without the secret."""
        return f"{scope['path'].rpartition('/')[0]}/…"

    async def portal_of(self, payload: Payload) -> str:
        """The one portal; what the delivery says of itself does not count.

        Raises:
            BadEventError: the token is missing or is not the pinned one (403).
            StoreUnavailableError: it cannot be found out now.
        """
        token = part(payload, "auth").get("application_token")
        if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN:
            raise BadEventError("auth[application_token] is missing", status=403)
        if self._pinned and hmac.compare_digest(token.encode(), self._pinned.encode()):
            return self._known.portal
        try:
            same = await asyncio.wait_for(asyncio.to_thread(self._known.pin, token), LOOKUP_WITHIN)
        except (AssistantError, TimeoutError) as error:
            raise StoreUnavailableError("the application token cannot be looked up") from error
        if not same:
            raise BadEventError("the application token is not the one that was seen first", status=403)
        self._pinned = token
        return self._known.portal
