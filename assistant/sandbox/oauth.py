"""The authorization server: the consent of a person, codes and refresh tokens, and the tokens that events carry."""

from __future__ import annotations

import hmac
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.sandbox.company.people import LOGINS

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request

    from assistant.sandbox.access import App, Token
    from assistant.sandbox.company.records import User
    from assistant.sandbox.portal import Portal

RETURN_PATH = "/b24/oauth"
"""Where a person comes back to, at the handler of the application."""


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


async def authorize(request: Request) -> Response:
    """`GET /oauth/authorize/?client_id=…&state=…`: who are you, then back to the application with a code.

    A portal knows who sits before it; here the person chooses, or the link says who it is: `&login=anna`.
    """
    portal: Portal = request.app.state.portal
    query = request.query_params
    app = portal.apps.get(query.get("client_id", ""))
    if app is None or not app.installed:
        return HTMLResponse("<p>The application is not installed.</p>", 404)
    user = portal.login(query.get("login", ""))
    if user is None or not user.active:
        return HTMLResponse(_choice(portal, query))
    answer = {
        "code": portal.tokens.code(app, user),
        "state": query.get("state", ""),
        "domain": portal.domain,
        "member_id": portal.member_id,
        "scope": ",".join(sorted(app.scopes)),
        "server_domain": portal.domain,
    }
    return RedirectResponse(f"{app.handler}{RETURN_PATH}?{urlencode(answer)}", 302)


def _choice(portal: Portal, query: QueryParams) -> str:
    links = ""
    rank = {login: place for place, login in enumerate(LOGINS)}
    for user in sorted(portal.company.users.values(), key=lambda user: rank.get(user.login, len(rank))):
        if user.active:
            address = escape("?" + urlencode({**query, "login": user.login}))
            links += f'<li><a href="{address}">{escape(user.full_name)}</a>, {escape(user.position)}</li>'
    head = '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return f"{head}<title>Who are you?</title><h1>Who are you?</h1><ul>{links}</ul>"


async def exchange(request: Request) -> JSONResponse:
    """`GET /oauth/token/`: a pair for a code, or a new pair for a refresh token; both are spent thereby."""
    portal: Portal = request.app.state.portal
    query = request.query_params
    app = portal.apps.get(query.get("client_id", ""))
    if app is None or not hmac.compare_digest(app.client_secret.encode(), query.get("client_secret", "").encode()):
        return _refused("invalid_client", "Client not found")
    kind = query.get("grant_type")
    if kind == "authorization_code":
        user_id = portal.tokens.spend_code(query.get("code", ""), app.client_id)
    elif kind == "refresh_token":
        old = portal.tokens.spend(query.get("refresh_token", ""), app.client_id)
        user_id = old.user_id if old else None
    else:
        return _refused("invalid_request", "Unknown grant_type")
    user = portal.user(user_id) if user_id is not None else None
    if user is None:
        return _refused("invalid_grant", f"Invalid grant: the {kind} is unknown, spent or expired")
    answer = token_answer(portal, app, portal.tokens.issue(app, user))
    if kind == "authorization_code":
        # Whose the pair is does not stand in this answer: it has to be asked with `profile`.
        del answer["user_id"], answer["expires"]
    return JSONResponse(answer)


def _refused(code: str, description: str) -> JSONResponse:
    return JSONResponse({"error": code, "error_description": description}, 400)


routes = [Route("/oauth/authorize/", authorize), Route("/oauth/token/", exchange)]
