"""`imbot.v2.File.upload/download` (`imbot.v2/files/*.md`)."""

from __future__ import annotations

import base64
import binascii
import secrets
from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.content import fields
from assistant.sandbox.chat.methods.ownership import BOT, chat_of, number, own_bot
from assistant.sandbox.chat.posting import keep_file, post
from assistant.sandbox.chat.views import file_view
from assistant.sandbox.rest.registry import RestError, method

if TYPE_CHECKING:
    from assistant.sandbox.rest.registry import Call

SIZE_LIMIT = 100 * 1024 * 1024
"""Bytes."""


@method("imbot.v2.File.upload", scope="imbot", params=BOT, required=("dialogId", "fields"), kind="write", batch=False)
def upload(call: Call) -> dict[str, Any]:
    """Send a file into a chat, with a text or without."""
    bot = own_bot(call)
    given = fields(call.params.get("fields"), frozenset({"name", "content", "message"}))
    name, content = str(given.get("name") or ""), given.get("content")
    if not name or not content:
        raise RestError("FILE_EMPTY", "File name or content is empty")
    try:
        data = base64.b64decode(str(content), validate=True)
    except binascii.Error:
        raise RestError("FILE_INVALID_CONTENT", "Invalid base64 content") from None
    if len(data) > SIZE_LIMIT:
        raise RestError("FILE_TOO_LARGE", "File is too large")
    chat = chat_of(call, bot)
    file = keep_file(call.portal, chat, bot.id, name, data)
    message = post(call.portal, chat, bot.id, str(given.get("message") or ""), files=[file.id], trace=call.trace)
    bot.messages_sent += 1
    return {
        "file": file_view(call.portal, file),
        "messageId": message.id,
        "chatId": chat.id,
        "dialogId": chat.dialog_id(bot.id),
    }


@method("imbot.v2.File.download", scope="imbot", params=BOT, required=("fileId",), batch=False)
def download(call: Call) -> dict[str, Any]:
    """A link that works once."""
    bot = own_bot(call)
    file = call.portal.chat.files.get(number(call, "fileId"))
    if file is None:
        raise RestError("FILE_NOT_FOUND", "File not found")
    if bot.id not in call.portal.chat.chats[file.chat_id].members:
        raise RestError("FILE_ACCESS_ERROR", "File access error", 403)
    token = secrets.token_urlsafe(24)
    call.portal.chat.downloads[token] = file.id
    return {"downloadUrl": f"{call.portal.client_endpoint}download.json?token=imbot%7C{token}"}
