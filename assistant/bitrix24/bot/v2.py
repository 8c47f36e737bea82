"""The bot by `imbot.v2.*`."""

from __future__ import annotations

import base64
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.bot.bot import MOST_BYTES, Uploaded
from assistant.bitrix24.bot.connection import BotConnection
from assistant.bitrix24.bot.fields_v2 import content, replacement
from assistant.effects import Permit
from assistant.errors import RejectedError
from assistant.models import File, Message


class BotV2:
    """See `Bot`."""

    def __init__(self, connection: BotConnection, bot_id: int) -> None:
        self._connection = connection
        self.id = bot_id

    def send(self, dialog_id: str, message: Message, permit: Permit) -> int:
        """Send a message (imbot.v2.Chat.Message.send)."""
        sent = self._write("Chat.Message.send", permit, dialogId=dialog_id, fields=content(message, self.id))
        return _id(sent, "id")

    @property
    def sends_files(self) -> bool:
        """Yes."""
        return True

    def upload(self, dialog_id: str, file: File, caption: str, permit: Permit) -> Uploaded:
        """Send a file with a text (imbot.v2.File.upload)."""
        if len(file.content) > MOST_BYTES:
            raise RejectedError(f"{len(file.content)} bytes are too many for a chat", code="FILE_TOO_LARGE")
        fields = {"name": file.name, "content": base64.b64encode(file.content).decode(), "message": caption}
        sent = self._write("File.upload", permit, dialogId=dialog_id, fields=fields)
        return Uploaded(_id(sent, "messageId"), _id(sent.get("file"), "id") if isinstance(sent, dict) else 0)

    def update(self, message_id: int, message: Message, permit: Permit) -> None:
        """Replace an own message with its keys (imbot.v2.Chat.Message.update)."""
        self._write("Chat.Message.update", permit, messageId=message_id, fields=replacement(message, self.id))

    def typing(self, dialog_id: str) -> None:
        """Show that an answer is on its way (imbot.v2.Chat.InputAction.notify)."""
        self._write(
            "Chat.InputAction.notify", None, dialogId=dialog_id, statusMessageCode="IMBOT_AGENT_ACTION_SEARCHING"
        )

    def answer_command(
        self, command_id: int, message_id: int, dialog_id: str, message: Message, permit: Permit
    ) -> None:
        """Answer where a command was typed (imbot.v2.Command.answer).

        The portal tells no id of that message, so it cannot be updated.
        """
        self._write(
            "Command.answer",
            permit,
            commandId=command_id,
            messageId=message_id,
            dialogId=dialog_id,
            fields=content(message, self.id),
        )

    def _write(self, name: str, permit: Permit | None, **params: Any) -> Any:
        return self._connection.write(name, {"botId": self.id, **params}, permit)


def _id(sent: object, name: str) -> int:
    return (number(sent.get(name)) or 0) if isinstance(sent, dict) else 0
