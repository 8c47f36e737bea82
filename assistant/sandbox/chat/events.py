"""The events of bots (`imbot.v2/events/events.md`): what is told, and with which authorization."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.deliveries import Envelope
from assistant.sandbox.chat.views import bot_view, chat_event_view, message_view, user_view

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Bot, Chat, Command, Message
    from assistant.sandbox.portal import Portal

SPARE = 300
"""Seconds that the token in an event is good for at least."""


def message_added(portal: Portal, bot: Bot, message: Message) -> None:
    """ONIMBOTV2MESSAGEADD."""
    data = {"message": message_view(portal, message), **_where(portal, bot, message.chat_id, message.author_id)}
    emit(portal, bot, "ONIMBOTV2MESSAGEADD", data, user_id=message.author_id, message_id=message.id)


def message_updated(portal: Portal, bot: Bot, message: Message) -> None:
    """ONIMBOTV2MESSAGEUPDATE."""
    data = {"message": message_view(portal, message), **_where(portal, bot, message.chat_id, message.author_id)}
    emit(portal, bot, "ONIMBOTV2MESSAGEUPDATE", data, user_id=message.author_id, message_id=message.id)


def message_deleted(portal: Portal, bot: Bot, message: Message) -> None:
    """ONIMBOTV2MESSAGEDELETE."""
    data = {"messageId": message.id, **_where(portal, bot, message.chat_id, message.author_id)}
    emit(portal, bot, "ONIMBOTV2MESSAGEDELETE", data, user_id=message.author_id, message_id=message.id)


def command_added(
    portal: Portal, command: Command, message: Message, *, user_id: int, params: str, context: str
) -> None:
    """ONIMBOTV2COMMANDADD; `context` is `textarea` or `keyboard`, `user_id` who typed or pressed."""
    bot = portal.chat.bots[command.bot_id]
    called = {"id": command.id, "command": f"/{command.name}", "params": params, "context": context}
    where = _where(portal, bot, message.chat_id, user_id)
    data = {"command": called, "message": message_view(portal, message), **where}
    emit(portal, bot, "ONIMBOTV2COMMANDADD", data, user_id=user_id, message_id=message.id)


def joined(portal: Portal, bot: Bot, chat: Chat, user_id: int) -> None:
    """ONIMBOTV2JOINCHAT: `user_id` let the bot in."""
    data = {"dialogId": chat.dialog_id(bot.id), **_where(portal, bot, chat.id, user_id)}
    emit(portal, bot, "ONIMBOTV2JOINCHAT", data, user_id=user_id, message_id=None)


def context_given(portal: Portal, bot: Bot, chat: Chat, user_id: int, context: dict[str, Any]) -> None:
    """ONIMBOTV2CONTEXTGET: the person opened the dialog by a deep link."""
    data = {"dialogId": chat.dialog_id(bot.id), "context": context, **_where(portal, bot, chat.id, user_id)}
    emit(portal, bot, "ONIMBOTV2CONTEXTGET", data, user_id=user_id, message_id=None)


def reaction_changed(portal: Portal, bot: Bot, message: Message, user_id: int, *, reaction: str, action: str) -> None:
    """ONIMBOTV2REACTIONCHANGE; `action` is `add` or `delete`."""
    where = _where(portal, bot, message.chat_id, user_id)
    data = {"reaction": reaction, "action": action, "message": message_view(portal, message), **where}
    emit(portal, bot, "ONIMBOTV2REACTIONCHANGE", data, user_id=user_id, message_id=message.id)


def bot_deleted(portal: Portal, bot: Bot) -> None:
    """ONIMBOTV2DELETE: the last event of a bot."""
    emit(portal, bot, "ONIMBOTV2DELETE", {}, user_id=0, message_id=None)


def _where(portal: Portal, bot: Bot, chat_id: int, user_id: int) -> dict[str, Any]:
    chat = portal.chat.chats[chat_id]
    return {
        "chat": chat_event_view(portal, chat, bot.id),
        "user": user_view(portal, user_id),
        "language": "en",
    }


def emit(portal: Portal, bot: Bot, event: str, data: dict[str, Any], *, user_id: int, message_id: int | None) -> None:
    """Send an event to the bot's handler, or keep it for `Event.get`; `user_id` 0 means that nobody caused it."""
    if bot.event_mode == "fetch":
        whole = {"bot": bot_view(portal, bot), **data}
        portal.chat.waiting.add(bot.id, event, portal.clock.now().isoformat(), whole)
        return
    body = {
        "event": event,
        "event_handler_id": bot.id,
        "data": {"bot": {"id": bot.id, "code": bot.code, "auth": _call_back(portal, bot, user_id)}, **data},
        "ts": int(time.time()),
        "auth": _envelope(portal, bot),
    }
    chat_id = int(data["chat"]["id"]) if "chat" in data else 0
    portal.chat.deliveries.send(Envelope(event, bot.id, bot.webhook_url, body, chat_id, message_id))


def _envelope(portal: Portal, bot: Bot) -> dict[str, Any]:
    app = portal.apps.get(bot.owner)
    token = app.application_token if app else hashlib.sha256(bot.token.encode()).hexdigest()[:32]
    return {
        "domain": portal.domain,
        "client_endpoint": portal.client_endpoint,
        "server_endpoint": portal.server_endpoint,
        "member_id": portal.member_id,
        "application_token": token,
    }


def _call_back(portal: Portal, bot: Bot, user_id: int) -> dict[str, Any]:
    """`data[bot][auth]`: a token of the person who acted; none for a bot without an application."""
    app, user = portal.apps.get(bot.owner), portal.user(user_id)
    known = {**_envelope(portal, bot), "scope": "imbot", "status": "L", "user_id": user_id}
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
