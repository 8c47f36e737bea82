"""The events of bots (`imbot.v2/events/events.md`); those of the first generation are told in their own form."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat import events_v1
from assistant.sandbox.chat.authorization import acting, envelope
from assistant.sandbox.chat.deliveries import Envelope
from assistant.sandbox.chat.views import bot_view, chat_event_view, message_view, user_view

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Bot, Chat, Command, Message
    from assistant.sandbox.portal import Portal


def message_added(portal: Portal, bot: Bot, message: Message) -> None:
    """ONIMBOTV2MESSAGEADD."""
    if bot.api == "v1":
        events_v1.message_added(portal, bot, message)
        return
    data = {"message": message_view(portal, message), **_where(portal, bot, message.chat_id, message.author_id)}
    emit(portal, bot, "ONIMBOTV2MESSAGEADD", data, user_id=message.author_id, message_id=message.id)


def message_updated(portal: Portal, bot: Bot, message: Message) -> None:
    """ONIMBOTV2MESSAGEUPDATE."""
    if bot.api == "v1":
        events_v1.message_updated(portal, bot, message)
        return
    data = {"message": message_view(portal, message), **_where(portal, bot, message.chat_id, message.author_id)}
    emit(portal, bot, "ONIMBOTV2MESSAGEUPDATE", data, user_id=message.author_id, message_id=message.id)


def message_deleted(portal: Portal, bot: Bot, message: Message) -> None:
    """ONIMBOTV2MESSAGEDELETE."""
    if bot.api == "v1":
        events_v1.message_deleted(portal, bot, message)
        return
    data = {"messageId": message.id, **_where(portal, bot, message.chat_id, message.author_id)}
    emit(portal, bot, "ONIMBOTV2MESSAGEDELETE", data, user_id=message.author_id, message_id=message.id)


def command_added(
    portal: Portal, command: Command, message: Message, *, user_id: int, params: str, context: str
) -> None:
    """ONIMBOTV2COMMANDADD; `context` is `textarea` or `keyboard`, `user_id` who typed or pressed."""
    bot = portal.chat.bots[command.bot_id]
    if bot.api == "v1":
        events_v1.command_added(portal, command, message, user_id=user_id, params=params, context=context)
        return
    called = {"id": command.id, "command": f"/{command.name}", "params": params, "context": context}
    where = _where(portal, bot, message.chat_id, user_id)
    data = {"command": called, "message": message_view(portal, message), **where}
    emit(portal, bot, "ONIMBOTV2COMMANDADD", data, user_id=user_id, message_id=message.id)


def joined(portal: Portal, bot: Bot, chat: Chat, user_id: int) -> None:
    """ONIMBOTV2JOINCHAT: `user_id` let the bot in."""
    if bot.api == "v1":
        events_v1.joined(portal, bot, chat, user_id)
        return
    data = {"dialogId": chat.dialog_id(bot.id), **_where(portal, bot, chat.id, user_id)}
    emit(portal, bot, "ONIMBOTV2JOINCHAT", data, user_id=user_id, message_id=None)


def context_given(portal: Portal, bot: Bot, chat: Chat, user_id: int, context: dict[str, Any]) -> None:
    """ONIMBOTV2CONTEXTGET: the person opened the dialog by a deep link."""
    if bot.api == "v1":  # these know no such event
        return
    data = {"dialogId": chat.dialog_id(bot.id), "context": context, **_where(portal, bot, chat.id, user_id)}
    emit(portal, bot, "ONIMBOTV2CONTEXTGET", data, user_id=user_id, message_id=None)


def reaction_changed(portal: Portal, bot: Bot, message: Message, user_id: int, *, reaction: str, action: str) -> None:
    """ONIMBOTV2REACTIONCHANGE; `action` is `add` or `delete`."""
    if bot.api == "v1":  # these know no such event
        return
    where = _where(portal, bot, message.chat_id, user_id)
    data = {"reaction": reaction, "action": action, "message": message_view(portal, message), **where}
    emit(portal, bot, "ONIMBOTV2REACTIONCHANGE", data, user_id=user_id, message_id=message.id)


def bot_deleted(portal: Portal, bot: Bot) -> None:
    """ONIMBOTV2DELETE: the last event of a bot."""
    if bot.api == "v1":
        events_v1.bot_deleted(portal, bot)
        return
    emit(portal, bot, "ONIMBOTV2DELETE", {}, user_id=0, message_id=None)


def _where(portal: Portal, bot: Bot, chat_id: int, user_id: int) -> dict[str, Any]:
    chat = portal.chat.chats[chat_id]
    return {
        "chat": chat_event_view(portal, chat, bot.id),
        "user": user_view(portal, user_id),
        "language": portal.chat.language,
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
        "data": {"bot": {"id": bot.id, "code": bot.code, "auth": acting(portal, bot, user_id)}, **data},
        "ts": int(time.time()),
        "auth": envelope(portal, bot),
    }
    chat_id = int(data["chat"]["id"]) if "chat" in data else 0
    portal.chat.deliveries.send(Envelope(event, bot.id, bot.webhook_url, body, chat_id, message_id))
