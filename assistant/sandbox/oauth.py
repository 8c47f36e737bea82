"""The authorization server: exchanges refresh tokens, and the blocks of tokens that events carry."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant.sandbox.access import App, Token
    from assistant.sandbox.company.records import User
    from assistant.sandbox.portal import Portal


def event_auth(portal: Portal, app: App, user: User | None) -> dict[str, Any]:
    """The `auth` block of an event, with a token of the person who caused it; without tokens when nobody did."""
    block: dict[str, Any] = {
        "domain": portal.domain,
        "client_endpoint": portal.client_endpoint,
        "server_endpoint": portal.server_endpoint,
        "member_id": portal.member_id,
        "application_token": app.application_token,
    }
    if user is None:
        return block
    token = portal.tokens.issue(app, user)
    return {
        "access_token": token.access,
        "expires": int(token.expires),
        "expires_in": int(portal.tokens.lifetime),
        "scope": ",".join(sorted(app.scopes)),
        "status": "L",
        "user_id": user.id,
        **block,
    }


def token_answer(portal: Portal, app: App, token: Token) -> dict[str, Any]:
    """What the authorization server answers (settings/oauth)."""
    return {
        "access_token": token.access,
        "refresh_token": token.refresh,
        "expires": int(token.expires),
        "expires_in": int(portal.tokens.lifetime),
        "scope": ",".join(sorted(app.scopes)),
        # In these answers it is the host of the authorization server, which the sandbox plays itself.
        "domain": portal.domain,
        "server_endpoint": portal.server_endpoint,
        "client_endpoint": portal.client_endpoint,
        "member_id": portal.member_id,
        "status": "L",
        "user_id": token.user_id,
    }


async def exchange(request: Request) -> JSONResponse:
    """`GET /oauth/token/`: a new pair for a refresh token, which is spent thereby."""
    portal: Portal = request.app.state.portal
    query = request.query_params
    app = portal.apps.get(query.get("client_id", ""))
    if app is None or not hmac.compare_digest(app.client_secret.encode(), query.get("client_secret", "").encode()):
        return _refused("invalid_client", "Client not found")
    if query.get("grant_type") != "refresh_token":
        return _refused("invalid_request", "Unknown grant_type")
    old = portal.tokens.spend(query.get("refresh_token", ""), app.client_id)
    user = portal.user(old.user_id) if old else None
    if user is None:
        return _refused("invalid_grant", "Invalid grant: the refresh token is unknown, spent or expired")
    return JSONResponse(token_answer(portal, app, portal.tokens.issue(app, user)))


def _refused(code: str, description: str) -> JSONResponse:
    return JSONResponse({"error": code, "error_description": description}, 400)


routes = [Route("/oauth/token/", exchange)]
