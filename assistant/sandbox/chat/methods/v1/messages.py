"""`imbot.message.*` and `imbot.chat.sendTyping` (`chat-bots/outdated/messages/*.md`, `…/chats/*.md`)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.content import attachment, flag, keyboard
from assistant.sandbox.chat.methods import messages
from assistant.sandbox.chat.methods.ownership import number
from assistant.sandbox.chat.methods.v1.ownership import own_bot
from assistant.sandbox.chat.posting import changed, remove
from assistant.sandbox.rest.registry import RestError, method

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Bot, Chat
    from assistant.sandbox.rest.registry import Call

CONTENT = ("MESSAGE", "ATTACH", "KEYBOARD", "MENU", "SYSTEM", "URL_PREVIEW")
LIMIT = 30_000
"""Bytes of an attachment, a keyboard or a menu."""
CHANGEABLE_FOR = timedelta(days=3)
TYPING_SECONDS = 25


def deliver(call: Call, bot: Bot, chat: Chat, *, system: bool = False) -> int:
    """Put a bot's message into a chat; its id.

    Raises:
        RestError: `MESSAGE_EMPTY`, `ATTACH_…`, `KEYBOARD_…`, `MENU_OVERSIZE`.
    """
    params = call.params
    text = str(params.get("MESSAGE") or "").strip()
    if not text:
        raise RestError("MESSAGE_EMPTY", "Message can't be empty")
    _weigh(params)
    given = {
        "message": text,
        "attach": params.get("ATTACH"),
        "keyboard": params.get("KEYBOARD"),
        "system": system or flag(params.get("SYSTEM"), default=False),
    }
    return messages.deliver(call, bot, chat, given).id


@method(
    "imbot.message.add",
    scope="imbot",
    params=(*CONTENT, "BOT_ID", "DIALOG_ID", "SKIP_CONNECTOR", "CLIENT_ID"),
    kind="write",
)
def add(call: Call) -> int:
    """Send a message; its id."""
    bot = own_bot(call)
    return deliver(call, bot, _chat(call, bot))


@method(
    "imbot.message.update",
    scope="imbot",
    params=(*CONTENT, "BOT_ID", "MESSAGE_ID", "SKIP_CONNECTOR", "CLIENT_ID"),
    kind="write",
)
def update(call: Call) -> bool:
    """Change an own message within three days; an empty text deletes it."""
    bot = own_bot(call)
    params = call.params
    if not number(call, "MESSAGE_ID"):
        raise RestError("MESSAGE_ID_ERROR", "Message ID can't be empty")
    message = call.portal.chat.messages.get(number(call, "MESSAGE_ID"))
    if message is None or message.author_id != bot.id or call.now - message.date > CHANGEABLE_FOR:
        raise RestError("CANT_EDIT_MESSAGE", "Time has expired for modification or you don't have access", 403)
    _weigh(params)
    if "MESSAGE" in params and not str(params["MESSAGE"]).strip():
        remove(call.portal, message)
        return True
    if "ATTACH" in params:
        message.attach = attachment([] if params["ATTACH"] == "N" else params["ATTACH"])
    if "KEYBOARD" in params:
        message.keyboard = keyboard(params["KEYBOARD"], None)
    message.text = str(params.get("MESSAGE", message.text)).strip()
    message.updated = True
    changed(call.portal, message, call.trace)
    return True


@method("imbot.chat.sendTyping", scope="imbot", params=("BOT_ID", "DIALOG_ID", "CLIENT_ID"), kind="write")
def send_typing(call: Call) -> bool:
    """Show in the dialog that the bot writes."""
    bot = own_bot(call)
    chat = _chat(call, bot)
    payload = {"chat_id": chat.id, "user_id": bot.id, "code": "", "seconds": TYPING_SECONDS}
    call.portal.changes.publish("typing", payload)
    return True


def _chat(call: Call, bot: Bot) -> Chat:
    """The chat `DIALOG_ID` that the bot is in; the private dialog with a person is made on first use."""
    dialog = str(call.params.get("DIALOG_ID") or "")
    if not dialog:
        raise RestError("DIALOG_ID_EMPTY", "Dialog ID can't be empty")
    state = call.portal.chat
    chat = state.find_chat(dialog, bot.id)
    if chat is None and dialog.isdecimal() and call.portal.user(int(dialog)) is not None:
        return state.private_chat(bot.id, int(dialog))
    if chat is None or bot.id not in chat.members:
        raise RestError("WRONG_REQUEST", "Message isn't added")
    return chat


def _weigh(params: dict[str, Any]) -> None:
    for name in ("ATTACH", "KEYBOARD", "MENU"):
        if params.get(name) and len(json.dumps(params[name], ensure_ascii=False).encode()) > LIMIT:
            kind = name.lower()
            raise RestError(f"{name}_OVERSIZE", f"You have exceeded the maximum allowable size of {kind}")
