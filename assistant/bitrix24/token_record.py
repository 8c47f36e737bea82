"""A person's token pair with what is known of the person, and how both are written down."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Self

from assistant.errors import WithdrawnError

APPLICATION = 0
"""Stands for the application where a person's id is expected: its pair drives the bot and nothing else."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a token belongs to, as the portal told it."""

    id: int
    name: str = ""
    time_zone: str = ""
    """IANA name; empty is the portal's zone."""
    lang: str = ""
    """Two letters; empty when unknown."""
    departments: tuple[int, ...] = ()
    """Ids, as they were at the last daily look."""
    portal_zone: str = ""
    """The portal's zone as its clock shows it, for people without one."""


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What acts for somebody; the secrets do not show in `repr`."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    client_endpoint: str
    """Where methods are called, `https://PORTAL/rest/`."""
    expires: float = 0.0
    """Unix seconds."""
    scopes: tuple[str, ...] = ()
    oauth_host: str = ""
    """The authorization server that issued the pair."""


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """What is stored of one person; without a pair the person has to connect again."""

    identity: Identity
    pair: TokenPair | None

    def require(self) -> TokenPair:
        """The pair.

        Raises:
            WithdrawnError: it was withdrawn.
        """
        if self.pair is None:
            raise WithdrawnError(f"person {self.identity.id}: the tokens were withdrawn")
        return self.pair

    def withdrawn(self) -> Self:
        """The same person without tokens; language and time zone stay known."""
        return replace(self, pair=None)

    def pack(self) -> bytes:
        """The bytes that are encrypted and stored."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def unpack(cls, stored: bytes) -> Self:
        """The record in such bytes."""
        content = json.loads(stored)
        pair, identity = content["pair"], content["identity"]
        return cls(
            identity=Identity(**{**identity, "departments": tuple(identity["departments"])}),
            pair=TokenPair(**{**pair, "scopes": tuple(pair["scopes"])}) if pair else None,
        )
