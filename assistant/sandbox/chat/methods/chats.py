"""`imbot.v2.Chat.add/get/leave` and `imbot.v2.Chat.User.*` (`imbot.v2/chats/*.md`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat import events
from assistant.sandbox.chat.content import fields, listed
from assistant.sandbox.chat.methods.ownership import BOT, access_denied, chat_of, number, own_bot
from assistant.sandbox.chat.posting import enter, post
from assistant.sandbox.chat.posting import leave as take_out
from assistant.sandbox.chat.views import chat_view, user_view
from assistant.sandbox.rest.registry import method

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Bot, Chat
    from assistant.sandbox.rest.registry import Call

FIELDS = frozenset({"title", "description", "color", "avatar", "userIds", "ownerId", "message"})
COLORS = {
    "red": "#df532d",
    "green": "#64a513",
    "mint": "#4ba984",
    "lightBlue": "#4ba5c3",
    "darkBlue": "#3e99ce",
    "purple": "#8474c8",
    "aqua": "#1eb4aa",
    "pink": "#f76187",
    "lime": "#58cc47",
    "brown": "#ab7761",
    "azure": "#29619b",
    "khaki": "#728f7a",
    "sand": "#ba9c7b",
    "marengo": "#556574",
    "gray": "#909090",
    "graphite": "#5e5f5e",
}


@method("imbot.v2.Chat.add", scope="imbot", params=(*BOT, "fields"), kind="write")
def add(call: Call) -> dict[str, Any]:
    """A new group with the bot in it."""
    bot = own_bot(call)
    given = fields(call.params.get("fields"), FIELDS)
    owner = int(given.get("ownerId") or bot.id)
    members = [owner, bot.id, *_people(call, given.get("userIds"))]
    chat = call.portal.chat.open_group(str(given.get("title") or "Chat"), members, owner, call.now)
    chat.description = str(given.get("description") or "")
    chat.color = COLORS.get(str(given.get("color")), chat.color)
    call.portal.changes.publish("chat.add", {"chat_id": chat.id})
    if given.get("message"):
        post(call.portal, chat, bot.id, str(given["message"]), trace=call.trace)
    users = [user_view(call.portal, member) for member in chat.members]
    return {"chat": chat_view(call.portal, chat, bot.id, new=True), "users": users}


@method("imbot.v2.Chat.get", scope="imbot", params=BOT, required=("dialogId",))
def get(call: Call) -> dict[str, Any]:
    """A chat that the bot is in."""
    bot = own_bot(call)
    return {"chat": chat_view(call.portal, chat_of(call, bot), bot.id)}


@method("imbot.v2.Chat.leave", scope="imbot", params=BOT, required=("dialogId",), kind="write")
def leave(call: Call) -> dict[str, Any]:
    """Leave a group."""
    bot = own_bot(call)
    take_out(call.portal, _group(call, bot), bot.id)
    return {"result": True}


@method("imbot.v2.Chat.User.add", scope="imbot", params=BOT, required=("dialogId", "userIds"), kind="write")
def add_users(call: Call) -> dict[str, Any]:
    """Add people to a group; another bot hears that it joined."""
    bot = own_bot(call)
    chat = _group(call, bot)
    for new in enter(call.portal, chat, _people(call, call.params["userIds"])):
        if new in call.portal.chat.bots:
            events.joined(call.portal, call.portal.chat.bots[new], chat, bot.id)
    return {"result": True}


@method("imbot.v2.Chat.User.delete", scope="imbot", params=BOT, required=("dialogId", "userId"), kind="write")
def delete_user(call: Call) -> dict[str, Any]:
    """Take somebody out of a group; only its owner may."""
    bot = own_bot(call)
    chat = _group(call, bot)
    user_id = number(call, "userId")
    if chat.owner != bot.id or user_id not in chat.members:
        raise access_denied()
    take_out(call.portal, chat, user_id)
    return {"result": True}


@method("imbot.v2.Chat.User.list", scope="imbot", params=(*BOT, "limit", "order"), required=("dialogId",))
def list_users(call: Call) -> list[dict[str, Any]]:
    """The members of a chat, as a plain list."""
    bot = own_bot(call)
    chat = chat_of(call, bot)
    order = fields(call.params.get("order"), frozenset({"id", "lastSendMessageId", "userId"}))
    members = list(chat.members)
    if "userId" in order:
        members.sort(reverse=order["userId"] == "DESC")
    elif order.get("id") == "DESC":
        members.reverse()
    limit = min(number(call, "limit") or 50, 200)
    return [user_view(call.portal, member) for member in members[:limit]]


def _group(call: Call, bot: Bot) -> Chat:
    chat = chat_of(call, bot)
    if chat.private:
        raise access_denied()
    return chat


def _people(call: Call, value: object) -> list[int]:
    ids = [int(i) for i in listed(value) if str(i).isdecimal()]
    return [i for i in ids if call.portal.user(i) is not None or i in call.portal.chat.bots]
