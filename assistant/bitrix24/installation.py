"""The installation of the application on a portal: what ONAPPINSTALL says and how it is proved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from assistant.bitrix24.oauth import Grant, OAuth
from assistant.bitrix24.transport import Transport
from assistant.errors import BadEventError, ForbiddenError, NotConnectedError, RejectedError


class _Auth(BaseModel):
    """The block `auth` of ONAPPINSTALL (api-reference/common/events/on-app-install)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    # The member id becomes part of a key.
    member_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
    refresh_token: Annotated[SecretStr, Field(min_length=1)]
    application_token: Annotated[SecretStr, Field(min_length=1)]


class Installation(BaseModel):
    """What the portal posts when the application is installed; nothing in it is true before `prove`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    auth: _Auth

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Installation:
        """The decoded form of the event.

        Raises:
            BadEventError: a field is missing or has the wrong form.
        """
        try:
            return cls.model_validate(dict(payload))
        except ValidationError as error:
            fields = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
            raise BadEventError(f"ONAPPINSTALL: missing or wrong: {fields}") from None

    def prove(self, oauth: OAuth, transport: Transport) -> Grant:
        """Let the vendor confirm the installation.

        Anybody can post an installation that names a portal of others and a server of his own. So the refresh token is
        exchanged at the authorization server, which alone knows the application's secret: the portal and its
        address are taken from that answer, and then the portal itself is asked (`app.info`).

        Returns:
            The portal, its address and the application's fresh token pair.

        Raises:
            BadEventError: status 403, the vendor or the portal does not know of this installation.
            PortalError: they could not be asked.
        """
        try:
            grant = oauth.renew(self.auth.refresh_token.get_secret_value())
        except (NotConnectedError, RejectedError) as error:
            raise BadEventError(f"ONAPPINSTALL was not confirmed: {error.detail}", status=403) from None
        if grant.member_id != self.auth.member_id:
            raise BadEventError("ONAPPINSTALL was not confirmed: its tokens are of another portal", status=403)
        try:
            transport.call(grant.pair.client_endpoint, "app.info", {}, auth=grant.pair.access, repeatable=True)
        except (NotConnectedError, ForbiddenError) as error:
            raise BadEventError(f"ONAPPINSTALL was not confirmed: {error.detail}", status=403) from None
        return grant
