"""People let the assistant act for them, and take that back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from urllib.parse import urlencode

import httpx
from redis import Redis

from assistant import storage
from assistant.bitrix24.answers import ExpiredTokenError
from assistant.bitrix24.invitations import Invitation, Invitations
from assistant.bitrix24.oauth import OAuth
from assistant.bitrix24.ownership import owner
from assistant.bitrix24.store import guarded
from assistant.bitrix24.token_record import Identity, TokenPair, TokenRecord
from assistant.bitrix24.tokens import Tokens
from assistant.bitrix24.transport import Transport
from assistant.errors import ConsentError, NotConnectedError, NotServedError, Refusal
from assistant.settings import Settings

AUTHORIZE_PATH = "/oauth/authorize/"

Forget = Callable[[str, Collection[int]], None]
"""Wipes what others keep of people of a portal; without people, of all."""


class Permissions:
    """The way of a token pair into the store (settings/oauth), and out of it."""

    def __init__(
        self,
        redis: Redis,
        settings: Settings,
        transport: Transport,
        oauth: OAuth,
        tokens: Tokens,
        *,
        endpoint: Callable[[str], str],
        forget: Forget,
    ) -> None:
        """`endpoint` gives where methods of an installed portal are called; raises NotConnectedError for others."""
        self._redis = redis
        self._settings = settings
        self._transport = transport
        self._oauth = oauth
        self._tokens = tokens
        self._endpoint = endpoint
        self._forget = forget
        self._invitations = Invitations(redis)

    def invite(self, invitation: Invitation) -> str:
        """The address of the portal's page where this person, and nobody else, can connect within ten minutes.

        Raises:
            NotConnectedError: the application is not installed on this portal.
        """
        portal = httpx.URL(self._endpoint(invitation.portal))
        query = {"client_id": self._settings.client_id, "state": self._invitations.make(invitation)}
        return f"{portal.join(AUTHORIZE_PATH)}?{urlencode(query)}"

    def redeem(self, state: str) -> Invitation:
        """What a `state` that came back stands for; it is used up by that.

        Raises:
            ConsentError: it is forged, used up or too old.
        """
        invitation = self._invitations.take(state)
        if invitation is None:
            raise ConsentError("the state is unknown, used up or too old", reason=Refusal.STALE)
        return invitation

    def grant(self, invitation: Invitation, *, code: str, member_id: str, oauth_host: str) -> Identity:
        """Exchange the code, find out whose the pair is, and store it.

        Args:
            invitation: for whom it must be.
            code: lives for thirty seconds.
            member_id: the portal that the person comes back from.
            oauth_host: the authorization server that it names; only those of the settings are asked.

        Raises:
            ConsentError: another portal or person, a dead code, no employee; nothing is stored.
            PortalError: the vendor or the portal did not answer, or did not let us in.
        """
        if member_id != invitation.portal:
            raise ConsentError("somebody came back from another portal", reason=Refusal.OTHER_PORTAL)
        # Uninstalled while the person was looking at the page: there is nobody to answer any more.
        self._endpoint(invitation.portal)
        try:
            granted = self._oauth.exchange(code, host=oauth_host)
        except NotConnectedError as error:
            raise ConsentError(error.detail, reason=Refusal.LATE) from None
        if granted.member_id != invitation.portal:
            raise ConsentError("the code is of another portal", reason=Refusal.OTHER_PORTAL)
        identity = owner(self._transport, granted.pair, invitation.lang)
        if identity.id != invitation.person:
            detail = f"person {invitation.person} was invited, {identity.id} came"
            raise ConsentError(detail, reason=Refusal.OTHER_PERSON)
        try:
            self.check(identity)
        except NotServedError as error:
            raise ConsentError(error.detail, reason=Refusal.NOT_SERVED) from None
        # What was read before may be what these rights do not show.
        self._wipe([storage.directory(invitation.portal, identity.id, "*")])
        self._tokens.save(invitation.portal, identity.id, TokenRecord(identity, granted.pair))
        return identity

    def hand_over(self, member_id: str, pair: TokenPair, lang: str) -> Identity:
        """Take over a pair that somebody else obtained; see `Portals.store_token`."""
        try:
            identity = owner(self._transport, pair, lang)
        except ExpiredTokenError:
            pair = self._oauth.renew(pair.refresh).pair
            identity = owner(self._transport, pair, lang)
        self._tokens.save(member_id, identity.id, TokenRecord(identity, pair))
        return identity

    def check(self, identity: Identity) -> None:
        """Check that a person belongs to those whom the assistant works for.

        Raises:
            NotServedError: the settings name departments, and none of this person's.
        """
        served = self._settings.departments
        if served and not set(served) & set(identity.departments):
            raise NotServedError(f"person {identity.id} is in none of the departments of ASSISTANT_DEPARTMENTS")

    def withdraw(self, member_id: str, person: int) -> bool:
        """Wipe a person's tokens and all else that is kept of the person. False: there were no tokens."""
        removed = self._tokens.remove(member_id, person)
        self._wipe(storage.belongings(member_id, person))
        self._forget(member_id, [person])
        return removed

    def withdraw_all(self, member_id: str) -> None:
        """Wipe what is kept of all people of a portal, and the application's own tokens."""
        self._wipe(storage.belongings_of_all(member_id))
        self._forget(member_id, [])

    def _wipe(self, patterns: Iterable[str]) -> None:
        with guarded():
            for pattern in patterns:
                for key in self._redis.scan_iter(match=pattern, count=1000):
                    self._redis.delete(key)


class Permission:
    """The permission of one person, who can give and withdraw it."""

    def __init__(self, permissions: Permissions, member_id: str, person: int, *, lang: str, given: bool) -> None:
        self._permissions = permissions
        self._member_id = member_id
        self._person = person
        self._lang = lang
        self.given = given
        """There are tokens, as far as is known."""

    def invite(self) -> str:
        """The address of the page where this person connects; it belongs into the private chat."""
        return self._permissions.invite(Invitation(self._member_id, self._person, str(self._person), self._lang))

    def withdraw(self) -> bool:
        """Wipe the tokens. False: there were none."""
        return self._permissions.withdraw(self._member_id, self._person)
