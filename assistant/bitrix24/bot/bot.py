"""What the assistant does in the chats of one portal, whichever generation of the bot platform does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from assistant.effects import Permit
from assistant.models import File, Message

MOST_BYTES: Final = 100 * 1024 * 1024
"""Of a file (imbot.v2.File.upload)."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file in a chat; 0 stands for what the portal does not tell."""

    message_id: int
    file_id: int
    """On the portal's Drive."""


class Bot(Protocol):
    """The registered bot; an answer is one request, each file beside it another one."""

    @property
    def id(self) -> int:
        """Of the bot, a user's id."""
        ...

    def send(self, dialog_id: str, message: Message, permit: Permit) -> int:
        """Send a message.

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

    @property
    def sends_files(self) -> bool:
        """Whether bots of this generation can."""
        ...

    def upload(self, dialog_id: str, file: File, caption: str, permit: Permit) -> Uploaded:
        """Send a file with a text, in a request of its own.

        Args:
            dialog_id: as for `send`.
            file: up to 100 MB.
            caption: BB code.
            permit: of the journal.

        Raises:
            ForbiddenError: the bot is not in that chat.
            MethodMissingError: see `sends_files`.
            RejectedError: it is too large, or the portal's drive does not take it.
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
        """Answer where a command was typed, also in chats without the bot."""
        ...
