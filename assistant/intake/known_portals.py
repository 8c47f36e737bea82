"""Which application token a portal must show; looked up rarely, compared with each delivery."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable

from assistant.errors import StoreUnavailableError

FRESH = 30.0
"""Seconds that a token is trusted without looking it up again."""
LOOK_AGAIN = 1.0
"""Seconds between look-ups of one portal for deliveries that do not fit: it may just have been installed."""
MOST = 1024
LOOKUP_WITHIN = 0.9
"""Seconds."""

ApplicationToken = Callable[[str], str | None]
"""`member_id` → the stored application token, `None`: not installed. May block; may raise when Redis is away."""


class KnownPortals:
    """A cache in front of the stored tokens; used on the event loop only."""

    def __init__(self, application_token: ApplicationToken) -> None:
        self._lookup = application_token
        self._cache: OrderedDict[str, tuple[str | None, float]] = OrderedDict()

    async def verify(self, member_id: str, token: str) -> bool:
        """Whether the portal is installed and this is its token, compared in constant time.

        Raises:
            StoreUnavailableError: it cannot be found out now.
        """
        known, since = self._cache.get(member_id, (None, float("-inf")))
        age = time.monotonic() - since
        if _same(known, token) and age < FRESH:
            return True
        if age < LOOK_AGAIN:
            return False
        try:
            stored = await asyncio.wait_for(asyncio.to_thread(self._lookup, member_id), LOOKUP_WITHIN)
        except Exception as error:
            if _same(known, token):
                return True
            raise StoreUnavailableError("the application token cannot be looked up") from error
        self._cache[member_id] = stored, time.monotonic()
        self._cache.move_to_end(member_id)
        if len(self._cache) > MOST:
            self._cache.popitem(last=False)
        return _same(stored, token)

    def forget(self, member_id: str) -> None:
        """Look it up again: it was installed or removed."""
        self._cache.pop(member_id, None)


def _same(known: str | None, token: str) -> bool:
    return bool(known) and hmac.compare_digest((known or "").encode(), token.encode())
