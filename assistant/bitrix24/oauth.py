"""The authorization server: a token pair for a code or for a refresh token (settings/oauth)."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from assistant.bitrix24.answers import number
from assistant.bitrix24.token_record import TokenPair
from assistant.bitrix24.transport import UNSENT
from assistant.errors import NotConnectedError, PlanError, PortalUnavailableError, RejectedError
from assistant.settings import Settings, require

TRIES = 3
_DEAD = {"invalid_grant", "NOT_FOUND", "expired_token"}
"""The person has to authorise again."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the authorization server vouches for."""

    member_id: str
    user_id: int
    """0 when the answer does not say."""
    pair: TokenPair


class OAuth:
    """Obtains and renews token pairs; the client secret goes to hosts of the vendor only."""

    def __init__(self, http: httpx.Client, settings: Settings) -> None:
        self._http = http
        self._settings = settings

    def renew(self, refresh: str, *, host: str = "") -> Grant:
        """A new pair; the old refresh token is spent.

        Args:
            refresh: refresh token of the old pair.
            host: the authorization server that issued it; any host outside the allow-list is ignored.

        Raises:
            NotConnectedError: the refresh token is dead.
            PlanError: the portal's plan or payment ended.
            PortalUnavailableError: no usable answer.
            RejectedError: the application is unknown there.
            SettingsError: client id or secret is not set.
        """
        return self._ask(host, {"grant_type": "refresh_token", "refresh_token": refresh})

    def exchange(self, code: str, *, host: str = "") -> Grant:
        """The first pair of a person, for the code that came back from the portal's page; it lives for 30 s.

        Args:
            code: spent by that.
            host: the authorization server that came with it; any host outside the allow-list is ignored.

        Raises:
            NotConnectedError: the code is unknown, spent or too old.
            PortalError: as `renew`.
        """
        return self._ask(host, {"grant_type": "authorization_code", "code": code})

    def _ask(self, host: str, grant: Mapping[str, str]) -> Grant:
        require(self._settings, "client_id", "client_secret")
        client = {
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret.get_secret_value(),
        }
        return _grant(self._get(f"{self._base(host)}/oauth/token/", {**client, **grant}))

    def _base(self, host: str) -> str:
        if self._settings.oauth_url:
            return self._settings.oauth_url.rstrip("/")
        allowed = self._settings.oauth_hosts
        return f"https://{host if host in allowed else allowed[0]}"

    def _get(self, url: str, query: Mapping[str, str]) -> Mapping[str, Any]:
        for attempt in range(TRIES):
            try:
                response = self._http.get(url, params=query)
                break
            except UNSENT as error:
                # Nothing was sent, so the refresh token is still good.
                if attempt == TRIES - 1:
                    raise PortalUnavailableError(f"no connection to {httpx.URL(url).host}") from None
                del error
                time.sleep(0.2 * (attempt + 1))
            except httpx.HTTPError as error:
                # The text of the exception may hold the address, and that the client secret.
                raise PortalUnavailableError(f"{httpx.URL(url).host}: {type(error).__name__}") from None
        try:
            content = json.loads(response.content)
        except ValueError:
            content = None
        if not isinstance(content, dict):
            raise PortalUnavailableError(f"{httpx.URL(url).host}: HTTP {response.status_code}, the answer is no JSON")
        if "error" in content or "access_token" not in content:
            raise _refusal(content, response.status_code)
        return content


def _refusal(content: Mapping[str, Any], status: int) -> Exception:
    """The HTTP status of these errors is not documented: the code in the body decides."""
    code = str(content.get("error", ""))
    detail = f"oauth: HTTP {status} {code or 'without code'}"
    if code in _DEAD:
        return NotConnectedError(detail)
    if code == "PAYMENT_REQUIRED":
        return PlanError(detail)
    if not code or status >= 500:
        return PortalUnavailableError(detail)
    return RejectedError(f"{detail}: check ASSISTANT_CLIENT_ID and ASSISTANT_CLIENT_SECRET", code=code)


def _grant(content: Mapping[str, Any]) -> Grant:
    return Grant(
        member_id=str(content.get("member_id", "")),
        user_id=number(content.get("user_id")) or 0,
        pair=pair_of(content, oauth_host=str(content.get("domain", ""))),
    )


def pair_of(content: Mapping[str, Any], *, oauth_host: str = "") -> TokenPair:
    """The pair in an answer of the authorization server or in the `auth` of ONAPPINSTALL."""
    scopes = str(content.get("scope") or "").replace(",", " ").split()
    return TokenPair(
        access=str(content["access_token"]),
        refresh=str(content.get("refresh_token") or ""),
        client_endpoint=str(content.get("client_endpoint") or ""),
        expires=time.time() + (number(content.get("expires_in")) or 3600),
        scopes=tuple(scopes),
        oauth_host=oauth_host,
    )
