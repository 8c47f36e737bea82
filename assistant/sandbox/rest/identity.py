"""Finds out who calls: a token in `auth`, or a webhook in the address."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from assistant.sandbox.rest.registry import BASIC, Actor, RestError

if TYPE_CHECKING:
    from assistant.sandbox.portal import Portal

# The wider scope of people includes the narrower ones.
_INCLUDED = {"user": {"user_basic", "user_brief"}, "user_basic": {"user_brief"}}


def by_token(portal: Portal, access: Any) -> Actor:
    """The person and application of an access token.

    Raises:
        RestError: `expired_token` or `NO_AUTH_FOUND`, 401.
    """
    token = portal.tokens.find(access) if isinstance(access, str) else None
    app = portal.apps.get(token.client_id) if token else None
    if token is None or app is None:
        raise RestError("NO_AUTH_FOUND", "Wrong authorization data", 401)
    if token.expires < time.time():
        raise RestError("expired_token", "The access token provided has expired.", 401)
    return Actor(portal.user(token.user_id), app, None, _widened(app.scopes))


def by_webhook(portal: Portal, user_id: int, secret: str) -> Actor:
    """The owner of an inbound webhook.

    Raises:
        RestError: `NO_AUTH_FOUND`, 401.
    """
    hook = portal.webhooks.get((user_id, secret))
    if hook is None:
        raise RestError("NO_AUTH_FOUND", "Wrong authorization data", 401)
    return Actor(portal.user(user_id), None, hook, _widened(hook.scopes))


def _widened(scopes: frozenset[str]) -> frozenset[str]:
    found = set(scopes) | {BASIC}
    for scope in scopes:
        found |= _INCLUDED.get(scope, set())
    return frozenset(found)
