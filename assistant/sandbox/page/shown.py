"""Messages, dialogs, people and commands as the page and its API show them to one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.methods.commands import translated
from assistant.sandbox.chat.views import color_of, full_name

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Chat, Keyboard, Message
    from assistant.sandbox.company.records import User
    from assistant.sandbox.portal import Portal

FIXED = ("anna", "ivan", "olga", "max", "admin")
"""The logins that come first."""


def message(portal: Portal, shown: Message) -> dict[str, Any]:
    """A message.

    `author` is a user's id (0 is the system), `keyboard` a list of buttons as they were sent, each but NEWLINE with its
    `index` and `locked`, `files` have a `url`, `date` is ISO with offset, `trace` are the `X-Trace-Id` of the call that
    created or last changed it.
    """
    chat = portal.chat.chats[shown.chat_id]
    readers = [user for user, last in chat.last_read.items() if last >= shown.id and user != shown.author_id]
    return {
        "id": shown.id,
        "chat_id": shown.chat_id,
        "author": shown.author_id,
        "author_name": full_name(portal, shown.author_id),
        "bot": shown.author_id in portal.chat.bots,
        "system": shown.system,
        "text": shown.text,
        "attach": shown.attach,
        "keyboard": _keyboard(shown.keyboard) if shown.keyboard else [],
        "files": [_file(portal, file_id) for file_id in shown.files],
        "reply": _reply(portal, shown.reply_id),
        "reactions": {code: list(givers) for code, givers in shown.reactions.items()},
        "date": shown.date.isoformat(),
        "updated": shown.updated,
        "read": bool(readers),
        "trace": list(shown.trace),
    }


def _keyboard(keyboard: Keyboard) -> list[dict[str, Any]]:
    buttons: list[dict[str, Any]] = []
    index = 0
    for button in keyboard.buttons:
        if button.get("TYPE") == "NEWLINE":
            buttons.append(button)
            continue
        locked = index in keyboard.locked or button.get("DISABLED") == "Y"
        buttons.append({**button, "index": index, "locked": locked})
        index += 1
    return buttons


def _file(portal: Portal, file_id: int) -> dict[str, Any]:
    file = portal.chat.files[file_id]
    return {
        "id": file.id,
        "name": file.name,
        "size": len(file.content),
        "kind": file.kind,
        "url": f"/_sandbox/files/{file.id}/{file.name}",
    }


def _reply(portal: Portal, message_id: int | None) -> dict[str, Any] | None:
    quoted = portal.chat.messages.get(message_id or 0)
    if quoted is None:
        return None
    return {"id": quoted.id, "author_name": full_name(portal, quoted.author_id), "text": quoted.text[:200]}


def dialog(portal: Portal, chat: Chat, viewer: int) -> dict[str, Any]:
    """A chat in the list of dialogs."""
    name = chat.dialog_id(viewer)
    other = int(name) if name.isdecimal() else 0
    last = portal.chat.last_message(chat.id)
    seen = chat.last_read.get(viewer, 0)
    unread = sum(m.author_id != viewer for m in portal.chat.history(chat.id, seen))
    return {
        "dialog": name,
        "chat_id": chat.id,
        "title": full_name(portal, other) if other else chat.title,
        "subtitle": _position(portal, other),
        "group": not chat.private,
        "bot": other in portal.chat.bots,
        "color": _color(portal, other) if other else chat.color,
        "members": [{"id": m, "name": full_name(portal, m), "bot": m in portal.chat.bots} for m in chat.members],
        "last": {"text": last.text, "author": last.author_id, "date": last.date.isoformat()} if last else None,
        "unread": unread,
        "input": chat.text_field,
    }


def dialogs(portal: Portal, viewer: int) -> list[dict[str, Any]]:
    """The dialogs of a person: bots first, then the newest."""
    for bot in portal.chat.bots.values():
        if not bot.hidden:
            portal.chat.private_chat(viewer, bot.id)
    chats = [
        chat
        for chat in portal.chat.chats_of(viewer)
        if not chat.private or _reachable(portal, chat, int(chat.dialog_id(viewer)))
    ]
    shown = [dialog(portal, chat, viewer) for chat in chats]
    newest = {chat.id: getattr(portal.chat.last_message(chat.id), "id", 0) for chat in chats}
    return sorted(shown, key=lambda row: (not row["bot"], -newest[row["chat_id"]], -row["chat_id"]))


def _reachable(portal: Portal, chat: Chat, other: int) -> bool:
    return other in portal.chat.bots or (
        portal.user(other) is not None and portal.chat.last_message(chat.id) is not None
    )


def person(user: User) -> dict[str, Any]:
    """A person to be picked or mentioned."""
    return {
        "id": user.id,
        "login": user.login,
        "name": user.full_name,
        "position": user.position,
        "language": user.language,
        "time_zone": user.time_zone,
        "color": color_of(user.id),
        "fixed": user.login in FIXED,
    }


def people(portal: Portal) -> list[dict[str, Any]]:
    """Everybody, the fixed logins first."""
    users = [user for user in portal.company.users.values() if user.active]
    rank = {login: place for place, login in enumerate(FIXED)}
    return [person(user) for user in sorted(users, key=lambda u: (rank.get(u.login, len(FIXED)), u.full_name))]


def commands(portal: Portal, chat: Chat, language: str) -> list[dict[str, str]]:
    """The commands that can be typed in a chat, with title and hint in a language."""
    return [
        {
            "command": f"/{command.name}",
            "title": translated(command.title, language),
            "params": translated(command.params, language),
        }
        for command in portal.chat.commands.values()
        if not command.hidden and (command.common or command.bot_id in chat.members)
    ]


def _color(portal: Portal, user_id: int) -> str:
    bot = portal.chat.bots.get(user_id)
    return bot.color if bot else color_of(user_id)


def _position(portal: Portal, user_id: int) -> str:
    bot = portal.chat.bots.get(user_id)
    if bot is not None:
        return bot.work_position
    user = portal.user(user_id)
    return user.position if user else ""
