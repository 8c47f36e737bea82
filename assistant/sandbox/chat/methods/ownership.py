"""Which bot a call drives and in which chat, with the refusals that all `imbot.v2` methods share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.sandbox.rest.registry import RestError

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Bot, Chat, Message
    from assistant.sandbox.rest.registry import Call

BOT = ("botId", "botToken")
"""Parameters of nearly every method."""


def owner_of(call: Call, token: object = None) -> str:
    """Who calls: the application, or the `botToken` of a call by an inbound webhook.

    Raises:
        RestError: `BOT_TOKEN_NOT_SPECIFIED`, `BOT_TOKEN_INVALID_LENGTH`.
    """
    if call.actor.app is not None:
        return call.actor.app.client_id
    given = token or call.params.get("botToken")
    if not given:
        raise RestError("BOT_TOKEN_NOT_SPECIFIED", "Bot token is not specified")
    return f"token:{valid_token(given)}"


def valid_token(value: object) -> str:
    """A `botToken` of at most 40 characters."""
    text = str(value)
    if len(text) > 40:
        raise RestError("BOT_TOKEN_INVALID_LENGTH", "Bot token is longer than 40 characters")
    return text


def number(call: Call, name: str) -> int:
    """A parameter that is an id; 0 when it is missing or no number."""
    value = call.params.get(name)
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()) else 0


def own_bot(call: Call) -> Bot:
    """The caller's bot.

    Raises:
        RestError: `BOT_TOKEN_NOT_SPECIFIED`, `BOT_ID_REQUIRED`, `BOT_NOT_FOUND`, `BOT_OWNERSHIP_ERROR`.
    """
    owner = owner_of(call)
    if not call.params.get("botId"):
        raise RestError("BOT_ID_REQUIRED", "Bot ID is required")
    bot = call.portal.chat.bots.get(number(call, "botId"))
    if bot is None:
        raise RestError("BOT_NOT_FOUND", "Bot not found")
    if bot.owner != owner:
        raise RestError("BOT_OWNERSHIP_ERROR", "Bot is registered by another application", 403)
    return bot


def chat_of(call: Call, bot: Bot) -> Chat:
    """The chat `dialogId` that the bot is in; the private dialog with a person is made on first use.

    Raises:
        RestError: `ACCESS_DENIED`.
    """
    dialog = str(call.params.get("dialogId", ""))
    chat = call.portal.chat.find_chat(dialog, bot.id)
    if chat is None and dialog.isdecimal() and call.portal.user(int(dialog)) is not None:
        return call.portal.chat.private_chat(bot.id, int(dialog))
    if chat is None or bot.id not in chat.members:
        raise access_denied()
    return chat


def own_message(call: Call, bot: Bot) -> Message:
    """The message `messageId` that the bot wrote.

    Raises:
        RestError: `ACCESS_DENIED`.
    """
    message = call.portal.chat.messages.get(number(call, "messageId"))
    if message is None or message.author_id != bot.id:
        raise access_denied()
    return message


def access_denied() -> RestError:
    """The refusal that tells nothing about what is there."""
    return RestError("ACCESS_DENIED", "Access denied", 403)
