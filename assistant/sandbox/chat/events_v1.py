"""The events of bots of the first generation (`chat-bots/outdated/**/events/*.md`): upper case, Y and N."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.audience import mentioned, without_mention
from assistant.sandbox.chat.authorization import acting
from assistant.sandbox.chat.deliveries import Envelope

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Bot, Chat, Command, Message
    from assistant.sandbox.portal import Portal


def message_added(portal: Portal, bot: Bot, message: Message) -> None:
    """ONIMBOTMESSAGEADD."""
    params = {**_message(portal, bot, message), "COMMAND_CONTEXT": "TEXTAREA", "PLATFORM_CONTEXT": "web"}
    _about_message(portal, bot, "MESSAGE_ADD", params, message)


def message_updated(portal: Portal, bot: Bot, message: Message) -> None:
    """ONIMBOTMESSAGEUPDATE; in a group it does not say who the author is but by AUTHOR_ID."""
    params = {**_message(portal, bot, message), "ID": message.id}
    group = not portal.chat.chats[message.chat_id].private
    if group:
        del params["FROM_USER_ID"]
    user = {} if group else _user(portal, message.author_id, full=True)
    _about_message(portal, bot, "MESSAGE_UPDATE", params, message, user=user)


def message_deleted(portal: Portal, bot: Bot, message: Message) -> None:
    """ONIMBOTMESSAGEDELETE: the text is the portal's notice."""
    params = {**_message(portal, bot, message), "ID": message.id, "MESSAGE": "This message was deleted"}
    _about_message(portal, bot, "MESSAGE_DELETE", params, message)


def command_added(
    portal: Portal, command: Command, message: Message, *, user_id: int, params: str, context: str
) -> None:
    """ONIMCOMMANDADD; the word is without the slash."""
    bot = portal.chat.bots[command.bot_id]
    called = {
        **_bot(portal, bot, user_id),
        "COMMAND": command.name,
        "COMMAND_ID": command.id,
        "COMMAND_PARAMS": params,
        "COMMAND_CONTEXT": context.upper(),
        "MESSAGE_ID": message.id,
    }
    about = {**_message(portal, bot, message), "FROM_USER_ID": user_id}
    if not portal.chat.chats[message.chat_id].private:
        about["BOT_IN_CHAT"] = {
            str(each): each for each in portal.chat.chats[message.chat_id].members if each == bot.id
        }
    data = {"COMMAND": {str(command.id): called}, "PARAMS": about, "USER": _user(portal, user_id, full=False)}
    where = {"user_id": user_id, "chat_id": message.chat_id, "message_id": message.id}
    _send(portal, bot, command.handler, "ONIMCOMMANDADD", data, **where)


def joined(portal: Portal, bot: Bot, chat: Chat, user_id: int) -> None:
    """ONIMBOTJOINCHAT: `user_id` let the bot in."""
    kind = "P" if chat.private else "C"
    params: dict[str, Any] = {
        "CHAT_TYPE": kind,
        "MESSAGE_TYPE": kind,
        "BOT_ID": bot.id,
        "USER_ID": user_id,
        "DIALOG_ID": chat.dialog_id(bot.id),
        "LANGUAGE": portal.chat.language,
    }
    if chat.private:
        params |= {"TO_USER_ID": user_id, "FROM_USER_ID": bot.id}
    else:
        params |= {"CHAT_ID": chat.id, "CHAT_AUTHOR_ID": chat.owner, "CHAT_ENTITY_TYPE": "", "CHAT_ENTITY_ID": ""}
        params["ACCESS_HISTORY"] = 1
    data = {"BOT": {str(bot.id): _bot(portal, bot, user_id)}, "PARAMS": params}
    data["USER"] = _user(portal, user_id, full=False)
    address = bot.handlers.get("EVENT_WELCOME_MESSAGE", "")
    _send(portal, bot, address, "ONIMBOTJOINCHAT", data, user_id=user_id, chat_id=chat.id)


def bot_deleted(portal: Portal, bot: Bot) -> None:
    """ONIMBOTDELETE: the last event of a bot."""
    address = bot.handlers.get("EVENT_BOT_DELETE", "")
    _send(portal, bot, address, "ONIMBOTDELETE", {"BOT_ID": bot.id, "BOT_CODE": bot.code}, user_id=0, chat_id=0)


def _about_message(
    portal: Portal,
    bot: Bot,
    event: str,
    params: dict[str, Any],
    message: Message,
    *,
    user: dict[str, Any] | None = None,
) -> None:
    """An event about a message; `user` in place of the author's USER, left out when empty."""
    data: dict[str, Any] = {"BOT": {str(bot.id): _bot(portal, bot, message.author_id)}, "PARAMS": params}
    if known := _user(portal, message.author_id, full=True) if user is None else user:
        data["USER"] = known
    address = bot.handlers.get(f"EVENT_{event}", "")
    where = {"user_id": message.author_id, "chat_id": message.chat_id, "message_id": message.id}
    _send(portal, bot, address, f"ONIMBOT{event.replace('_', '')}", data, **where)


def _send(
    portal: Portal,
    bot: Bot,
    address: str,
    event: str,
    data: dict[str, Any],
    *,
    user_id: int,
    chat_id: int,
    message_id: int | None = None,
) -> None:
    """Post an event; one without a handler is nobody's."""
    if not address:
        return
    auth = acting(portal, bot, user_id)
    body = {"event": event, "event_handler_id": bot.id, "data": data, "ts": int(time.time()), "auth": auth}
    portal.chat.deliveries.send(Envelope(event, bot.id, address, body, chat_id, message_id))


def _bot(portal: Portal, bot: Bot, user_id: int) -> dict[str, Any]:
    auth = {**acting(portal, bot, user_id), "user_id": bot.id, "client_id": bot.owner.removeprefix("token:")}
    return {**auth, "AUTH": auth, "BOT_ID": bot.id, "BOT_CODE": bot.code}


def _message(portal: Portal, bot: Bot, message: Message) -> dict[str, Any]:
    """PARAMS of a message: a group tells of its chat and of mentions, a private chat does not."""
    chat = portal.chat.chats[message.chat_id]
    kind = "P" if chat.private else "C"
    params: dict[str, Any] = {
        "MESSAGE": message.text,
        "MESSAGE_TYPE": kind,
        "FROM_USER_ID": message.author_id,
        "DIALOG_ID": chat.dialog_id(bot.id),
        "TO_CHAT_ID": chat.id,
        "AUTHOR_ID": message.author_id,
        "SYSTEM": "Y" if message.system else "N",
        "TO_USER_ID": bot.id if chat.private else 0,
        "SKIP_COMMAND": "N",
        "MESSAGE_ID": message.id,
        "CHAT_TYPE": kind,
        "LANGUAGE": portal.chat.language,
    }
    if chat.private:
        return params
    named = mentioned(message.text)
    params |= {
        "CHAT_ID": chat.id,
        "CHAT_TITLE": chat.title,
        "CHAT_AUTHOR_ID": chat.owner,
        "CHAT_ENTITY_TYPE": "",
        "CHAT_ENTITY_ID": "",
        "CHAT_USER_COUNT": len(chat.members),
    }
    if bot.id in named:
        params |= {
            "MESSAGE": without_mention(message.text, bot.id),
            "MESSAGE_ORIGINAL": message.text,
            "MENTIONED_LIST": {str(user_id): user_id for user_id in sorted(named)},
            "TO_USER_ID": bot.id,
        }
    return params


def _user(portal: Portal, user_id: int, *, full: bool) -> dict[str, Any]:
    """USER; empty for nobody. Events of commands and of joining leave the kinds of people out."""
    user, bot = portal.user(user_id), portal.chat.bots.get(user_id)
    if user is not None:
        known = {"ID": user.id, "NAME": user.full_name, "FIRST_NAME": user.name, "LAST_NAME": user.last_name}
        known |= {"WORK_POSITION": user.position, "GENDER": user.gender}
    elif bot is not None:
        known = {"ID": bot.id, "NAME": bot.full_name, "FIRST_NAME": bot.name, "LAST_NAME": bot.last_name}
        known |= {"WORK_POSITION": bot.work_position, "GENDER": bot.gender}
    else:
        return {}
    kinds = {"IS_BOT": "Y" if bot else "N", "IS_CONNECTOR": "N", "IS_NETWORK": "N", "IS_EXTRANET": "N"}
    return {**known, **kinds} if full else known
