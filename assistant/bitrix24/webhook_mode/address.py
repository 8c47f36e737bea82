"""The address of an inbound webhook: where methods are called, and the portal's key that is made of it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from assistant.errors import SettingsError
from assistant.settings import EXAMPLES

PREFIX = "webhook-"
"""Begins the key of a portal that is known by its webhook: it has no `member_id`."""
_PATH = re.compile(r"/rest/(?P<owner>\d{1,18})/(?P<secret>[A-Za-z0-9]{6,64})/?")
_KEY = re.compile(r"[a-z0-9._-]{1,48}")
_OWN_MACHINE = {"127.0.0.1", "localhost"}


@dataclass(frozen=True, slots=True)
class Address:
    """The address, taken apart; its last piece is a secret."""

    portal_id: str
    """Made of the host: the same after the webhook is made anew, another when the portal is renamed."""
    endpoint: str = field(repr=False)
    """Where methods are called, with a slash at the end."""
    secret: str = field(repr=False)

    @classmethod
    def of(cls, url: str) -> Self:
        """The address in the setting.

        Raises:
            SettingsError: it is no address of a webhook; the text shows none of it.
        """
        parts = urlsplit(url.strip())
        path = _PATH.fullmatch(parts.path)
        encrypted = parts.scheme == "https" or parts.hostname in _OWN_MACHINE
        if path is None or not parts.hostname or not encrypted:
            raise SettingsError(
                f"ASSISTANT_WEBHOOK_URL is no address of an inbound webhook, like {EXAMPLES['webhook_url']}"
            )
        host = parts.netloc.rpartition("@")[2].lower().replace(":", "-")
        key = host if _KEY.fullmatch(host) else hashlib.sha256(host.encode()).hexdigest()[:32]
        endpoint = f"{parts.scheme}://{parts.netloc}/rest/{path['owner']}/{path['secret']}/"
        return cls(PREFIX + key, endpoint, path["secret"])
