"""Which bots hear of a message, and which commands it calls (`chat-bots-v2/index.md`, types of bots)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Bot, Chat, Command, Message
    from assistant.sandbox.portal import Portal

ALL_HEARING = frozenset({"personal", "supervisor"})
"""Types of bots that hear every message of their chats."""

_COMMAND = re.compile(r"^/(?P<name>\S+)[ \t]?(?P<params>.*?)(?=^/\S|\Z)", re.MULTILINE | re.DOTALL)
_MENTION = re.compile(r"\[USER=(\d+)[^\]]*\]", re.IGNORECASE)


def mentioned(text: str) -> set[int]:
    """The users that `[USER=id]Name[/USER]` names."""
    return {int(user_id) for user_id in _MENTION.findall(text)}


def without_mention(text: str, user_id: int) -> str:
    """The text without the mentions of one user; what stood beside them stays."""
    return re.sub(rf"\[USER={user_id}[^\]]*\].*?\[/USER\]\s*", "", text, flags=re.IGNORECASE | re.DOTALL)


def bots_in(portal: Portal, chat: Chat) -> list[Bot]:
    """The bots of a chat."""
    return [portal.chat.bots[member] for member in chat.members if member in portal.chat.bots]


def hearers(portal: Portal, chat: Chat, text: str) -> list[Bot]:
    """The bots that are told of a message with this text: in a group, type `bot` only hears what mentions it."""
    named = mentioned(text)
    return [bot for bot in bots_in(portal, chat) if chat.private or bot.type in ALL_HEARING or bot.id in named]


def called(portal: Portal, chat: Chat, message: Message) -> list[tuple[Command, str]]:
    """The commands that a text calls, each with its parameters, in the order of the text.

    A command stands at the beginning of a line; its parameters reach to the next command. Of several bots with the same
    command all are called.
    """
    return [
        (command, found["params"].strip())
        for found in _COMMAND.finditer(message.text)
        for command in portal.chat.commands.values()
        if command.name.lower() == found["name"].lower() and (command.common or command.bot_id in chat.members)
    ]
