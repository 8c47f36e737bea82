"""What the bot does in chats; an answer without files is one request."""

from __future__ import annotations

import base64
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.bot.connection import BotConnection
from assistant.bitrix24.bot.fields import content, replacement
from assistant.models import File, Message


class Bot:
    """The assistant in the chats of one portal."""

    def __init__(self, connection: BotConnection, bot_id: int) -> None:
        self._connection = connection
        self.id = bot_id

    def send(self, dialog_id: str, message: Message) -> int:
        """Send the files of a message, then the message (imbot.v2.File.upload, imbot.v2.Chat.Message.send).

        So the keys stand at the bottom, and a file that fails leaves no answer that speaks of it.

        Args:
            dialog_id: a person's id or `chat142`; a private chat comes about by itself.
            message: what to say.

        Returns:
            The id of the message, 0 when the portal does not tell it.

        Raises:
            ForbiddenError: the bot is not in that chat: see `answer_command`.
            PortalUnavailableError: whether it was sent is not known.
        """
        for file in message.files:
            self._upload(dialog_id, file)
        return _message_id(self._write("Chat.Message.send", dialogId=dialog_id, fields=content(message, self.id)))

    def update(self, message_id: int, message: Message) -> None:
        """Replace an own message with its keys (imbot.v2.Chat.Message.update)."""
        self._write("Chat.Message.update", messageId=message_id, fields=replacement(message, self.id))

    def typing(self, dialog_id: str) -> None:
        """Show that an answer is on its way (imbot.v2.Chat.InputAction.notify)."""
        self._write("Chat.InputAction.notify", dialogId=dialog_id, statusMessageCode="IMBOT_AGENT_ACTION_SEARCHING")

    def answer_command(self, command_id: int, message_id: int, dialog_id: str, message: Message) -> None:
        """Answer where a command was typed, also in chats without the bot (imbot.v2.Command.answer).

        The portal tells no id of that message, so it cannot be updated; files are not possible there.
        """
        self._write(
            "Command.answer",
            commandId=command_id,
            messageId=message_id,
            dialogId=dialog_id,
            fields=content(message, self.id),
        )

    def _upload(self, dialog_id: str, file: File) -> None:
        fields = {"name": file.name, "content": base64.b64encode(file.content).decode()}
        self._write("File.upload", dialogId=dialog_id, fields=fields)

    def _write(self, name: str, **params: Any) -> Any:
        return self._connection.write(name, {"botId": self.id, **params})


def _message_id(sent: object) -> int:
    return (number(sent.get("id")) or 0) if isinstance(sent, dict) else 0
