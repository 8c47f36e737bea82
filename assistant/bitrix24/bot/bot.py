"""What the assistant does in the chats of one portal, whichever generation of the bot platform does it."""

from __future__ import annotations

from typing import Protocol

from assistant.effects import Permit
from assistant.models import Message


class Bot(Protocol):
    """The registered bot; an answer without files is one request."""

    @property
    def id(self) -> int:
        """Of the bot, a user's id."""
        ...

    def send(self, dialog_id: str, message: Message, permit: Permit) -> int:
        """Send the files of a message, then the message.

        So the keys stand at the bottom, and a file that fails leaves no answer that speaks of it.

        Args:
            dialog_id: a person's id or `chat142`; a private chat comes about by itself.
            message: what to say.
            permit: of the journal, as for all that is said.

        Returns:
            The id of the message, 0 when the portal does not tell it.

        Raises:
            ForbiddenError: the bot is not in that chat: see `answer_command`.
            PortalUnavailableError: whether it was sent is not known.
        """
        ...

    def update(self, message_id: int, message: Message, permit: Permit) -> None:
        """Replace an own message with its keys."""
        ...

    def typing(self, dialog_id: str) -> None:
        """Show that an answer is on its way."""
        ...

    def answer_command(
        self, command_id: int, message_id: int, dialog_id: str, message: Message, permit: Permit
    ) -> None:
        """Answer where a command was typed, also in chats without the bot; files are not possible there."""
        ...
