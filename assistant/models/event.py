"""What the portal told us: somebody wrote, typed a command, pressed a button or let the bot in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EventKind(StrEnum):
    """Why the portal called."""

    MESSAGE = "message"
    """Free text; also a typed slash command when the portal reports it as a message."""
    COMMAND = "command"
    """A slash command, typed or chosen from the completion."""
    PRESS = "press"
    """A button of a keyboard; `Event.params` is the random id of the press."""
    JOIN = "join"
    """The bot was let into a chat."""
    EDIT = "edit"
    """A person changed an own message."""
    CONTEXT = "context"
    """A deep link was opened; its content is user input and never acts by itself."""
    DUE = "due"
    """The time of a subscription has come; `Event.params` is its id and when it was due, Unix seconds."""
    BOT_DELETED = "bot_deleted"
    """The bot was removed from the portal."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote, as the event tells it."""

    id: int
    name: str = ""
    """Full name as the portal shows it; may be empty."""
    bot: bool = False
    extranet: bool = False


@dataclass(frozen=True, slots=True)
class Dialog:
    """Where it was written."""

    id: str
    """What the portal takes as `dialogId`: a person's id for a private chat, `chat142` for a group."""
    group: bool = False

    @property
    def private(self) -> bool:
        """Only the person and the assistant read it."""
        return not self.group


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in the chat, checked and decoded by the intake."""

    id: str
    """Identity: a digest of portal, bot, event, message, command, its parameters, person and `ts`.

    The message event and the command event of one typed command have the same id."""
    kind: EventKind
    portal: str
    """`member_id`: the stable key of the portal."""
    bot_id: int
    person: Person
    dialog: Dialog
    message_id: int
    text: str = ""
    """The text as written, mention of the bot included; for a command the whole line (`/deals won june`)."""
    command_id: int = 0
    """The id of the registered command, 0 for a message."""
    params: str = ""
    """What followed the command word; for a press its random id."""
    lang: str = ""
    """Language of the portal, two letters; empty when the portal does not tell it. Nobody tells the person's."""
    ts: int = 0
    """When the portal sent it, Unix seconds."""
    received: float = 0.0
    """When the intake accepted it, Unix seconds."""

    @property
    def moment(self) -> float:
        """When it happened, Unix seconds."""
        return self.ts or self.received
