"""`imbot.v2.Chat.Message.send/update/delete/read` (`imbot.v2/messages/*.md`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.content import attachment, cut, fields, flag, keyboard
from assistant.sandbox.chat.methods.ownership import BOT, access_denied, chat_of, number, own_bot, own_message
from assistant.sandbox.chat.posting import changed, post, remove
from assistant.sandbox.rest.registry import RestError, method

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Bot, Chat, Message
    from assistant.sandbox.rest.registry import Call

CONTENT = frozenset({"message", "attach", "keyboard", "system", "urlPreview"})
SENT = CONTENT | {"replyId", "templateId"}
UPDATED = CONTENT - {"system"}


def deliver(call: Call, bot: Bot, chat: Chat, given: dict[str, Any]) -> Message:
    """Put a bot's message into a chat.

    Raises:
        RestError: `EMPTY_MESSAGE`, `ATTACH_OVERSIZE`, `ATTACH_ERROR`, `KEYBOARD_ERROR`.
    """
    text = str(given.get("message") or "")
    attach = attachment(given.get("attach"))
    if not text.strip() and not attach:
        raise RestError("EMPTY_MESSAGE", "Message is empty")
    system = flag(given.get("system"), default=False)
    reply = given.get("replyId")
    bot.messages_sent += 1
    return post(
        call.portal,
        chat,
        0 if system else bot.id,
        text,
        attach=attach,
        keyboard=keyboard(given.get("keyboard"), bot.id),
        reply_id=int(reply) if reply else None,
        system=system,
        uuid=str(given.get("templateId") or ""),
        trace=call.trace,
    )


@method("imbot.v2.Chat.Message.send", scope="imbot", params=(*BOT, "fields"), required=("dialogId",), kind="write")
def send(call: Call) -> dict[str, Any]:
    """Send a message; the private dialog with a person is made on first use."""
    bot = own_bot(call)
    chat = chat_of(call, bot)
    given = fields(call.params.get("fields"), SENT)
    reply = given.get("replyId")
    if reply and getattr(call.portal.chat.messages.get(int(reply)), "chat_id", None) != chat.id:
        raise RestError("SENDING_FAILED", "The message of replyId is not in this chat")
    message = deliver(call, bot, chat, given)
    return {"id": message.id, "uuidMap": []}


@method("imbot.v2.Chat.Message.update", scope="imbot", params=BOT, required=("messageId", "fields"), kind="write")
def update(call: Call) -> dict[str, Any]:
    """Change an own message; only the fields that are given."""
    bot = own_bot(call)
    message = own_message(call, bot)
    given = fields(call.params.get("fields"), UPDATED)
    attach = attachment(given["attach"]) if "attach" in given else message.attach
    board = keyboard(given["keyboard"], None) if "keyboard" in given else message.keyboard
    text = cut(str(given["message"] or "")) if "message" in given else message.text
    if not text.strip() and not attach and not message.files:
        raise RestError("EMPTY_MESSAGE", "Message is empty")
    message.text, message.attach, message.keyboard = text, attach, board
    message.updated = True
    changed(call.portal, message, call.trace)
    return {"result": True}


@method("imbot.v2.Chat.Message.delete", scope="imbot", params=(*BOT, "complete"), required=("messageId",), kind="write")
def delete(call: Call) -> dict[str, Any]:
    """Delete an own message."""
    remove(call.portal, own_message(call, own_bot(call)))
    return {"result": True}


@method("imbot.v2.Chat.Message.read", scope="imbot", params=(*BOT, "messageId"), required=("dialogId",), kind="write")
def read(call: Call) -> dict[str, Any]:
    """Mark the messages up to `messageId` (or all) as read by the bot."""
    bot = own_bot(call)
    chat = chat_of(call, bot)
    state = call.portal.chat
    history = state.history(chat.id)
    until = number(call, "messageId") or (history[-1].id if history else 0)
    if call.params.get("messageId") and getattr(state.messages.get(until), "chat_id", None) != chat.id:
        raise RestError("MESSAGE_NOT_FOUND", "Message not found")
    before = chat.last_read.get(bot.id, 0)
    chat.last_read[bot.id] = max(before, until)
    viewed = [m for m in history if before < m.id <= until and m.author_id != bot.id]
    for message in viewed:
        changed(call.portal, message)
    unread = sum(m.id > chat.last_read[bot.id] and m.author_id != bot.id for m in history)
    return {
        "chatId": chat.id,
        "lastId": chat.last_read[bot.id],
        "counter": unread,
        "viewedMessages": [m.id for m in viewed],
    }


def seen_message(call: Call, bot: Bot) -> Message:
    """The message `messageId` of a chat that the bot is in.

    Raises:
        RestError: `ACCESS_DENIED`.
    """
    message = call.portal.chat.messages.get(number(call, "messageId"))
    if message is None or bot.id not in call.portal.chat.chats[message.chat_id].members:
        raise access_denied()
    return message
