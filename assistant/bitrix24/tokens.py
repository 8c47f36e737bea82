"""Token pairs of people and of the application: stored per portal and person, renewed by one at a time."""

from __future__ import annotations

from dataclasses import replace

from redis import Redis

from assistant import storage
from assistant.bitrix24.oauth import OAuth
from assistant.bitrix24.store import guarded, one_flight
from assistant.bitrix24.token_record import TokenPair, TokenRecord
from assistant.errors import NotConnectedError

RENEWAL_HOLDS = 45.0
"""Seconds; longer than the authorization server may take."""
RENEWAL_WAITS = 40.0


class Tokens:
    """The store of token pairs, shared by all processes."""

    def __init__(self, redis: Redis, oauth: OAuth) -> None:
        self._redis = redis
        self._oauth = oauth

    def find(self, member_id: str, person: int) -> TokenRecord | None:
        """What is stored of a person, `None` for strangers."""
        with guarded():
            stored = self._redis.get(storage.token(member_id, person))
        return TokenRecord.unpack(stored) if isinstance(stored, bytes) else None

    def load(self, member_id: str, person: int) -> TokenPair:
        """The pair of a person.

        Raises:
            NotConnectedError: there is none.
        """
        record = self.find(member_id, person)
        if record is None:
            raise NotConnectedError(f"portal {member_id}: person {person} never connected")
        return record.require()

    def save(self, member_id: str, person: int, record: TokenRecord) -> None:
        """Store a record for as long as its refresh token lives."""
        with guarded():
            self._redis.set(storage.token(member_id, person), record.pack(), ex=storage.TOKEN_LIFE)

    def renew(self, member_id: str, person: int, expired: TokenPair) -> TokenPair:
        """A working pair in place of an expired one; one renewal a person across all processes.

        The new pair is stored before anybody uses it: the old refresh token is spent.

        Raises:
            NotConnectedError: the refresh token is dead; the person's tokens are removed.
        """
        key = storage.token(member_id, person)
        with one_flight(self._redis, key, holds=RENEWAL_HOLDS, waits=RENEWAL_WAITS):
            record = self.find(member_id, person)
            if record is None:
                raise NotConnectedError(f"portal {member_id}: person {person} was disconnected")
            current = record.require()
            if current.access != expired.access:
                return current
            try:
                grant = self._oauth.renew(current.refresh, host=current.oauth_host)
            except NotConnectedError:
                self.save(member_id, person, record.withdrawn())
                raise
            # The address may have changed with the portal's name; an answer without one changes nothing.
            pair = replace(grant.pair, client_endpoint=grant.pair.client_endpoint or current.client_endpoint)
            self.save(member_id, person, TokenRecord(record.identity, pair))
            return pair

    def forget(self, member_id: str) -> None:
        """Remove every pair of a portal."""
        with guarded():
            for key in self._redis.scan_iter(match=storage.tokens_of(member_id), count=1000):
                self._redis.delete(key)
