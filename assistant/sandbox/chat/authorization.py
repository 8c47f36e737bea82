"""The authorization that events carry: of the portal, and tokens of the person who acted."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Bot
    from assistant.sandbox.portal import Portal

SPARE = 300
"""Seconds that the token in an event is good for at least."""


def envelope(portal: Portal, bot: Bot) -> dict[str, Any]:
    """What proves where an event comes from; no tokens."""
    app = portal.apps.get(bot.owner)
    token = app.application_token if app else hashlib.sha256(bot.token.encode()).hexdigest()[:32]
    return {
        "domain": portal.domain,
        "client_endpoint": portal.client_endpoint,
        "server_endpoint": portal.server_endpoint,
        "member_id": portal.member_id,
        "application_token": token,
    }


def acting(portal: Portal, bot: Bot, user_id: int) -> dict[str, Any]:
    """The same with a token of the person who acted; without one for a bot that has no application."""
    app, user = portal.apps.get(bot.owner), portal.user(user_id)
    known = {**envelope(portal, bot), "scope": "imbot", "status": "L", "user_id": user_id}
    if app is None or user is None:
        return known
    token = portal.chat.call_backs.get((app.client_id, user.id))
    if token is None or token.expires < time.time() + SPARE or portal.tokens.find(token.access) is None:
        token = portal.chat.call_backs[app.client_id, user.id] = portal.tokens.issue(app, user)
    return {
        "access_token": token.access,
        "expires": int(token.expires),
        "expires_in": int(token.expires - time.time()),
        **known,
    }
