"""Bots, people, chats, messages and files as the portal shows them (`chat-bots-v2/entities.md`)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Bot, Chat, Command, Message, StoredFile
    from assistant.sandbox.company.records import User
    from assistant.sandbox.portal import Portal

COLORS = ("#df532d", "#64a513", "#4ba984", "#4ba5c3", "#3e99ce", "#8474c8", "#1eb4aa", "#f76187", "#ab7761", "#29619b")


def color_of(user_id: int) -> str:
    """The colour of somebody without a picture."""
    return COLORS[user_id % len(COLORS)]


def full_name(portal: Portal, user_id: int) -> str:
    """The name of a person or a bot, also of one that is gone; empty for nobody."""
    bot = portal.chat.bots.get(user_id)
    if bot is not None:
        return bot.full_name
    user = portal.user(user_id)
    return user.full_name if user else portal.chat.former.get(user_id, "")


def user_view(portal: Portal, user_id: int) -> dict[str, Any]:
    """The entity User of a person or a bot."""
    bot = portal.chat.bots.get(user_id)
    if bot is not None:
        return bot_user_view(bot)
    user = portal.user(user_id)
    return _person(user) if user else {}


def _person(user: User) -> dict[str, Any]:
    phones = {"personalMobile": user.mobile, "workPhone": user.work_phone, "innerPhone": user.inner_phone}
    known = {key: value for key, value in phones.items() if value}
    return {
        "id": user.id,
        "active": user.active,
        "name": user.full_name,
        "firstName": user.name,
        "lastName": user.last_name,
        "workPosition": user.position,
        "color": color_of(user.id),
        "avatar": "",
        "gender": user.gender,
        "birthday": user.birthday.strftime("%d-%m") if user.birthday else "",
        "extranet": False,
        "bot": False,
        "connector": False,
        "externalAuthId": "default",
        "status": "online",
        "idle": False,
        "lastActivityDate": False,
        "mobileLastDate": False,
        "desktopLastDate": False,
        "absent": False,
        "departments": list(user.departments),
        "phones": known or False,
        "type": "employee",
        "website": "",
        "email": user.email,
    }


def bot_user_view(bot: Bot) -> dict[str, Any]:
    """The entity User of a bot."""
    return {
        "id": bot.id,
        "active": True,
        "name": bot.full_name,
        "firstName": bot.name,
        "lastName": bot.last_name,
        "workPosition": bot.work_position,
        "color": bot.color,
        "avatar": "",
        "gender": bot.gender,
        "birthday": "",
        "extranet": False,
        "bot": True,
        "connector": False,
        "externalAuthId": "bot",
        "status": "online",
        "idle": False,
        "lastActivityDate": False,
        "mobileLastDate": False,
        "desktopLastDate": False,
        "absent": False,
        "departments": [],
        "phones": False,
        "type": "bot",
        "website": "",
        "email": "",
    }


def bot_view(portal: Portal, bot: Bot, *, owner: bool = True) -> dict[str, Any]:
    """The entity Bot, with the owner's fields when the owner asks."""
    view = {
        "id": bot.id,
        "code": bot.code,
        "type": bot.type,
        "isHidden": bot.hidden,
        "isSupportOpenline": bot.openline,
        "isReactionsEnabled": bot.reactions,
        "backgroundId": bot.background,
        "language": "en",
    }
    if not owner:
        return view
    chats = portal.chat.chats_of(bot.id)
    users = {member for chat in chats for member in chat.members} - {bot.id}
    return view | {
        "moduleId": "rest",
        "eventMode": bot.event_mode,
        "countMessage": bot.messages_sent,
        "countCommand": len(portal.chat.commands_of(bot.id)),
        "countChat": len(chats),
        "countUser": len(users),
    }


def command_view(command: Command) -> dict[str, Any]:
    """The entity Command."""
    return {
        "id": command.id,
        "botId": command.bot_id,
        "command": f"/{command.name}",
        "common": command.common,
        "hidden": command.hidden,
        "extranetSupport": command.extranet,
    }


def chat_event_view(portal: Portal, chat: Chat, viewer: int) -> dict[str, Any]:
    """The entity Chat as events carry it; `viewer` decides the name of a private dialog."""
    dialog = chat.dialog_id(viewer)
    return {
        "id": chat.id,
        "dialogId": dialog,
        "type": "private" if chat.private else "chat",
        "messageType": "P" if chat.private else "C",
        "name": full_name(portal, int(dialog)) if dialog.isdecimal() else chat.title,
        "entityType": "",
        "entityId": "",
        "owner": chat.owner,
        "avatar": "",
        "color": chat.color,
        "description": chat.description,
        "extranet": False,
        "containsCollaber": False,
        "textFieldEnabled": "Y" if chat.text_field else "N",
        "backgroundId": None,
    }


def chat_view(portal: Portal, chat: Chat, viewer: int, *, new: bool = False) -> dict[str, Any]:
    """The entity Chat as methods answer it."""
    last = portal.chat.last_message(chat.id)
    return chat_event_view(portal, chat, viewer) | {
        "entityData1": "",
        "entityData2": "",
        "entityData3": "",
        "entityLink": {},
        "diskFolderId": 4000 + chat.id,
        "role": "owner" if chat.owner == viewer else "member",
        "permissions": {},
        "muteList": [],
        "parentChatId": None,
        "parentMessageId": None,
        "isNew": new,
        "dateCreate": chat.created.isoformat() if chat.created else None,
        "lastMessageId": last.id if last else None,
        "lastMessageViews": "{}",
        "lastId": chat.last_read.get(viewer),
        "managerList": [],
        "markedId": None,
        "messageCount": len(portal.chat.history(chat.id)),
        "public": "",
        "unreadId": None,
        "userCounter": len(chat.members),
    }


def message_view(portal: Portal, message: Message) -> dict[str, Any]:
    """The entity Message."""
    params: dict[str, Any] = {}
    if message.attach:
        params["ATTACH"] = message.attach
    if message.keyboard:
        params["KEYBOARD"] = message.keyboard.buttons
    if message.files:
        params["FILE_ID"] = message.files
    if message.reply_id:
        params["REPLY_ID"] = message.reply_id
    readers = portal.chat.chats[message.chat_id].last_read
    return {
        "id": message.id,
        "chatId": message.chat_id,
        "authorId": message.author_id,
        "date": message.date.isoformat(),
        "text": message.text,
        "isSystem": message.system,
        "uuid": message.uuid,
        "forward": None,
        "params": params,
        "viewedByOthers": any(last >= message.id for user, last in readers.items() if user != message.author_id),
    }


def file_view(portal: Portal, file: StoredFile) -> dict[str, Any]:
    """The entity File."""
    return {
        "id": file.id,
        "chatId": file.chat_id,
        "date": file.date.isoformat(),
        "type": file.kind,
        "name": file.name,
        "extension": file.extension,
        "size": len(file.content),
        "image": _dimensions(file),
        "authorId": file.author_id,
        "authorName": full_name(portal, file.author_id),
        "isTranscribable": False,
        "isVideoNote": False,
        "isVoiceNote": False,
    }


def _dimensions(file: StoredFile) -> dict[str, int] | bool:
    if file.extension != "png" or len(file.content) < 24:
        return False
    width, height = struct.unpack(">II", file.content[16:24])
    return {"width": width, "height": height}
