"""The chats of one portal: who talks where, and what was said."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

from assistant.sandbox.chat.deliveries import Deliveries
from assistant.sandbox.chat.entities import Bot, Chat, Command, Message, StoredFile
from assistant.sandbox.chat.waiting import WaitingEvents

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.sandbox.access import Token
    from assistant.sandbox.portal import Portal

FIRST_BOT_ID = 5001
FIRST_CHAT_ID = 11
MESSAGES_EPOCH = 1_780_000_000
"""Message ids go on after a restart, as they do on a portal: a receiver may remember them."""


class ChatState:
    """Bots, commands, chats, messages and files; used from one event loop, so without locks."""

    def __init__(self, portal: Portal) -> None:
        self.deliveries = Deliveries(portal)
        self.waiting = WaitingEvents()
        self.bots: dict[int, Bot] = {}
        self.former: dict[int, str] = {}
        """Names of bots that are gone; their messages stay."""
        self.commands: dict[int, Command] = {}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[int, Message] = {}
        self.files: dict[int, StoredFile] = {}
        self.downloads: dict[str, int] = {}
        """One-time download token to file id."""
        self.call_backs: dict[tuple[str, int], Token] = {}
        """The tokens that events carry, by client id and person."""
        self.command_twins = True
        """A slash command is also delivered as a plain message (the documentation leaves that open)."""
        self.language = "en"
        """Of the portal, as events tell it."""
        self._bot_ids = itertools.count(FIRST_BOT_ID)
        self._command_ids = itertools.count(1)
        self._chat_ids = itertools.count(FIRST_CHAT_ID)
        self._message_ids = itertools.count((int(time.time()) - MESSAGES_EPOCH) * 10)
        self._file_ids = itertools.count(101)
        self._history: dict[int, list[int]] = {}
        self._private: dict[frozenset[int], int] = {}

    def next_bot_id(self) -> int:
        """A user id that no person has."""
        return next(self._bot_ids)

    def next_command_id(self) -> int:
        """The id of a new command."""
        return next(self._command_ids)

    def next_file_id(self) -> int:
        """The id of a new file."""
        return next(self._file_ids)

    def private_chat(self, one: int, other: int) -> Chat:
        """The dialog of two, made on first use."""
        pair = frozenset((one, other))
        chat_id = self._private.get(pair)
        if chat_id is None:
            chat = Chat(next(self._chat_ids), private=True, members=[one, other], owner=one)
            self.chats[chat.id] = chat
            self._private[pair] = chat.id
            return chat
        return self.chats[chat_id]

    def open_group(self, title: str, members: list[int], owner: int, created: datetime) -> Chat:
        """A new group chat."""
        chat = Chat(
            next(self._chat_ids),
            private=False,
            members=list(dict.fromkeys(members)),
            title=title,
            owner=owner,
            created=created,
        )
        self.chats[chat.id] = chat
        return chat

    def find_chat(self, dialog_id: str, viewer: int) -> Chat | None:
        """The chat that `viewer` calls `dialog_id`; a private one that does not exist yet is None."""
        if dialog_id.startswith("chat"):
            number = dialog_id.removeprefix("chat")
            chat = self.chats.get(int(number)) if number.isdecimal() else None
            return None if chat is None or chat.private else chat
        if dialog_id.isdecimal():
            chat_id = self._private.get(frozenset((viewer, int(dialog_id))))
            return self.chats.get(chat_id) if chat_id else None
        return None

    def add_message(self, message: Message) -> Message:
        """Put a message into its chat; the author has read it."""
        self.messages[message.id] = message
        self._history.setdefault(message.chat_id, []).append(message.id)
        if message.author_id:
            self.chats[message.chat_id].last_read[message.author_id] = message.id
        return message

    def next_message_id(self) -> int:
        """The id of a new message."""
        return next(self._message_ids)

    def drop_message(self, message_id: int) -> Message | None:
        """Remove a message from its chat."""
        message = self.messages.pop(message_id, None)
        if message is not None:
            self._history[message.chat_id].remove(message_id)
        return message

    def history(self, chat_id: int, after: int = 0) -> list[Message]:
        """Messages of a chat with a greater id than `after`, oldest first."""
        return [self.messages[i] for i in self._history.get(chat_id, ()) if i > after]

    def last_message(self, chat_id: int) -> Message | None:
        """The newest message of a chat."""
        ids = self._history.get(chat_id)
        return self.messages[ids[-1]] if ids else None

    def chats_of(self, user_id: int) -> list[Chat]:
        """The chats in which this user is."""
        return [chat for chat in self.chats.values() if user_id in chat.members]

    def bot_by_code(self, owner: str, code: str) -> Bot | None:
        """The bot that `owner` registered under `code`."""
        return next((bot for bot in self.bots.values() if bot.owner == owner and bot.code == code), None)

    def commands_of(self, bot_id: int) -> list[Command]:
        """The commands of a bot, oldest first."""
        return [command for command in self.commands.values() if command.bot_id == bot_id]
