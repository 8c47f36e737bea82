"""Token pairs of people and of the application: stored per portal and person, renewed by one at a time."""

from __future__ import annotations

import logging
from dataclasses import replace

from redis import Redis

from assistant import storage
from assistant.bitrix24.oauth import OAuth
from assistant.bitrix24.sealing import Seal
from assistant.bitrix24.store import guarded, one_flight
from assistant.bitrix24.token_record import APPLICATION, TokenPair, TokenRecord
from assistant.errors import NotConnectedError, WithdrawnError

log = logging.getLogger(__name__)

RENEWAL_HOLDS = 45.0
"""Seconds; longer than the authorization server may take."""
RENEWAL_WAITS = 40.0


class Tokens:
    """The store of token pairs, encrypted and shared by all processes."""

    def __init__(self, redis: Redis, oauth: OAuth, seal: Seal, days: int) -> None:
        """`days` without any use after which a record is removed."""
        self._redis = redis
        self._oauth = oauth
        self._seal = seal
        self._life = days * storage.DAY

    def find(self, member_id: str, person: int) -> TokenRecord | None:
        """What is stored of a person, `None` for strangers and when the key of the record is gone."""
        with guarded():
            stored = self._redis.get(storage.token(member_id, person))
        if not isinstance(stored, bytes):
            return None
        record = self._seal.open(stored)
        if record is None:
            log.warning("Portal %s, person %d: no key of ASSISTANT_TOKEN_KEYS opens the record", member_id, person)
            return None
        return TokenRecord.unpack(record)

    def load(self, member_id: str, person: int) -> TokenPair:
        """The pair of a person.

        Raises:
            NotConnectedError: there is none.
        """
        record = self.find(member_id, person)
        if record is None and not person:
            raise NotConnectedError(f"portal {member_id} is not installed: save the application's form there once more")
        if record is None:
            raise NotConnectedError(f"portal {member_id}: person {person} never connected")
        return record.require()

    def save(self, member_id: str, person: int, record: TokenRecord) -> None:
        """Store a record for as long as its refresh token lives."""
        with guarded():
            self._redis.set(storage.token(member_id, person), self._seal.close(record.pack()), ex=self._life)

    def remove(self, member_id: str, person: int) -> bool:
        """Wipe a record. False: there was none."""
        with guarded():
            return bool(self._redis.delete(storage.token(member_id, person)))

    def people(self, member_id: str) -> tuple[int, ...]:
        """Everybody of a portal of whom a record is stored, the application left out."""
        pattern = storage.tokens_of(member_id)
        with guarded():
            found = sorted(int(key.rpartition(b":")[2]) for key in self._redis.scan_iter(match=pattern, count=1000))
        return tuple(person for person in found if person != APPLICATION)

    def move(self, member_id: str, person: int, departments: tuple[int, ...], zone: str, portal_zone: str) -> bool:
        """Where the person works and lives now; how long the record lives stays as it is.

        An empty zone leaves the one that is known. True: the zone is another one.
        """
        key = storage.token(member_id, person)
        with one_flight(self._redis, key, holds=RENEWAL_HOLDS, waits=RENEWAL_WAITS):
            record = self.find(member_id, person)
            if record is None:
                return False
            known = record.identity
            moved = replace(
                known,
                departments=departments,
                time_zone=zone or known.time_zone,
                portal_zone=portal_zone or known.portal_zone,
            )
            if moved == known:
                return False
            with guarded():
                sealed = self._seal.close(replace(record, identity=moved).pack())
                self._redis.set(key, sealed, xx=True, keepttl=True)
            return (moved.time_zone, moved.portal_zone) != (known.time_zone, known.portal_zone)

    def renew(self, member_id: str, person: int, expired: TokenPair) -> TokenPair:
        """A working pair in place of an expired one; one renewal a person across all processes.

        The new pair is stored before anybody uses it: the old refresh token is spent.

        Raises:
            WithdrawnError: the refresh token is dead; the person's tokens are removed.
            NotConnectedError: the person disconnected meanwhile.
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
            except NotConnectedError as error:
                self._replace(member_id, person, record.withdrawn())
                raise WithdrawnError(error.detail) from None
            # The address may have changed with the portal's name; an answer without one changes nothing.
            pair = replace(grant.pair, client_endpoint=grant.pair.client_endpoint or current.client_endpoint)
            self._replace(member_id, person, TokenRecord(record.identity, pair))
            return pair

    def _replace(self, member_id: str, person: int, record: TokenRecord) -> None:
        """Store a record over the old one: who was disconnected meanwhile stays so."""
        key, sealed = storage.token(member_id, person), self._seal.close(record.pack())
        with guarded():
            kept = self._redis.set(key, sealed, ex=self._life, xx=True)
        if not kept:
            raise NotConnectedError(f"portal {member_id}: person {person} was disconnected")
