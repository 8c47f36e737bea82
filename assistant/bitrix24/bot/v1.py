"""The bot by `imbot.*`, for portals without the second generation (chat-bots/outdated)."""

from __future__ import annotations

from assistant.bitrix24.answers import number
from assistant.bitrix24.bot.bot import Uploaded
from assistant.bitrix24.bot.connection import BotConnection
from assistant.bitrix24.bot.fields_v1 import content, replacement
from assistant.effects import Permit
from assistant.errors import ForbiddenError, MethodMissingError, RejectedError
from assistant.models import File, Message

NOT_ADDED = "WRONG_REQUEST"
"""All that the portal says when a message cannot be put into a chat."""


class BotV1:
    """See `Bot`."""

    def __init__(self, connection: BotConnection, bot_id: int) -> None:
        self._connection = connection
        self.id = bot_id

    def send(self, dialog_id: str, message: Message, permit: Permit) -> int:
        """Send a message (imbot.message.add)."""
        params = {"BOT_ID": self.id, "DIALOG_ID": dialog_id, **content(message, self.id)}
        try:
            return number(self._connection.write("message.add", params, permit)) or 0
        except RejectedError as error:
            if error.code == NOT_ADDED and not dialog_id.isdecimal():
                raise ForbiddenError(error.detail) from error
            raise

    @property
    def sends_files(self) -> bool:
        """No: a file can only be put into a chat by a person (im.disk.file.commit), and then it is that person's."""
        return False

    def upload(self, dialog_id: str, file: File, caption: str, permit: Permit) -> Uploaded:
        """Not possible."""
        del dialog_id, file, caption, permit
        raise MethodMissingError("imbot.v2.File.upload: bots of the first generation send no files")

    def update(self, message_id: int, message: Message, permit: Permit) -> None:
        """Replace an own message of the last three days with its keys (imbot.message.update)."""
        params = {"BOT_ID": self.id, "MESSAGE_ID": message_id, **replacement(message, self.id)}
        self._connection.write("message.update", params, permit)

    def typing(self, dialog_id: str) -> None:
        """Show that an answer is on its way (imbot.chat.sendTyping)."""
        self._connection.write("chat.sendTyping", {"BOT_ID": self.id, "DIALOG_ID": dialog_id})

    def answer_command(
        self, command_id: int, message_id: int, dialog_id: str, message: Message, permit: Permit
    ) -> None:
        """Answer where a command was typed (imbot.command.answer); the message says where that is."""
        del dialog_id
        params = {"COMMAND_ID": command_id, "MESSAGE_ID": message_id, **content(message, self.id)}
        self._connection.write("command.answer", params, permit)
