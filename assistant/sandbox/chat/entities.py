"""What the chat consists of: bots, commands, chats, messages, files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

EventMode = Literal["webhook", "fetch"]
Api = Literal["v1", "v2"]


@dataclass(slots=True)
class Bot:
    """A registered bot; its id is a user's id."""

    id: int
    code: str
    owner: str
    """Who registered it: the client id of an application, or `token:` and the `botToken`."""
    name: str
    last_name: str = ""
    work_position: str = ""
    color: str = "#3e99ce"
    gender: str = ""
    type: str = "bot"
    event_mode: EventMode = "fetch"
    webhook_url: str = ""
    token: str = ""
    """The `botToken` of a bot that was registered by an inbound webhook."""
    hidden: bool = False
    openline: bool = False
    reactions: bool = True
    background: str | None = None
    messages_sent: int = 0
    api: Api = "v2"
    """With which it was registered: events come in that form for ever."""
    handlers: dict[str, str] = field(default_factory=dict)
    """Of a bot of `v1`: where each of its events goes, by the name of the parameter, `EVENT_MESSAGE_ADD`."""

    @property
    def full_name(self) -> str:
        """As it stands over its messages."""
        return f"{self.name} {self.last_name}".strip()


@dataclass(slots=True)
class Command:
    """A slash command of a bot; `name` is without the slash."""

    id: int
    bot_id: int
    name: str
    title: dict[str, str] = field(default_factory=dict)
    """Language code to text."""
    params: dict[str, str] = field(default_factory=dict)
    """Language code to the hint beside the command."""
    common: bool = False
    """Works in every chat, not only where the bot is."""
    hidden: bool = False
    extranet: bool = False
    handler: str = ""
    """Of a command of `v1`: where its events go."""


@dataclass(slots=True)
class Chat:
    """A group, or the private dialog of two."""

    id: int
    private: bool
    members: list[int]
    title: str = ""
    description: str = ""
    color: str = "#ab7761"
    owner: int = 0
    created: datetime | None = None
    text_field: bool = True
    last_read: dict[int, int] = field(default_factory=dict)
    """User id to the newest message that the user has read."""

    def dialog_id(self, viewer: int) -> str:
        """How `viewer` names this chat: `chat12`, or in a dialog of two the other side's user id."""
        if not self.private or viewer not in self.members:
            return f"chat{self.id}"
        others = [member for member in self.members if member != viewer]
        return str(others[0] if others else viewer)


@dataclass(slots=True)
class Keyboard:
    """Buttons as they were sent (upper-case keys); pressed ones with `BLOCK` are locked."""

    buttons: list[dict[str, Any]]
    bot_id: int | None
    """Whose commands the buttons call; without it a command button does nothing."""
    locked: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Message:
    """One message; `author_id` 0 is the system."""

    id: int
    chat_id: int
    author_id: int
    text: str
    date: datetime
    attach: list[dict[str, Any]] = field(default_factory=list)
    """Attachments in their full form: `{"BLOCKS": […], "COLOR_TOKEN": …}`."""
    keyboard: Keyboard | None = None
    files: list[int] = field(default_factory=list)
    reply_id: int | None = None
    system: bool = False
    uuid: str = ""
    """As the sender gave it (`templateId`); the portal does not deduplicate by it."""
    updated: bool = False
    reactions: dict[str, list[int]] = field(default_factory=dict)
    """Reaction code to the users who gave it."""
    trace: tuple[str, ...] = ()
    """`X-Trace-Id` of the call that created it or changed it last."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was sent into a chat."""

    id: int
    chat_id: int
    author_id: int
    name: str
    content: bytes
    date: datetime
    version: int = 1
    """Counts how often the content was replaced."""
    deleted_by: int = 0
    """Who put it into the trash."""

    @property
    def page(self) -> str:
        """Where the portal shows it."""
        return f"/company/personal/user/{self.author_id}/disk/file/Chat {self.chat_id}/{self.id}/{self.name}"

    @property
    def extension(self) -> str:
        """Lower case, without the dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""

    @property
    def kind(self) -> str:
        """`image`, `video`, `audio` or `file`."""
        return KINDS.get(self.extension, "file")


KINDS = {
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp"), "image"),
    **dict.fromkeys(("mp4", "webm", "mov"), "video"),
    **dict.fromkeys(("mp3", "ogg", "wav"), "audio"),
}
