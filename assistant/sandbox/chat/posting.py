"""Putting messages into chats, changing and removing them; whoever watches is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.content import cut
from assistant.sandbox.chat.entities import Message, StoredFile

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Chat, Keyboard
    from assistant.sandbox.portal import Portal


def post(
    portal: Portal,
    chat: Chat,
    author_id: int,
    text: str,
    *,
    attach: list[dict[str, Any]] | None = None,
    keyboard: Keyboard | None = None,
    files: list[int] | None = None,
    reply_id: int | None = None,
    system: bool = False,
    uuid: str = "",
    trace: tuple[str, ...] = (),
) -> Message:
    """A new message; `author_id` 0 is the system. Events to bots are the caller's business."""
    state = portal.chat
    message = Message(
        id=state.next_message_id(),
        chat_id=chat.id,
        author_id=author_id,
        text=cut(text),
        date=portal.clock.now(),
        attach=attach or [],
        keyboard=keyboard,
        files=files or [],
        reply_id=reply_id,
        system=system,
        uuid=uuid,
        trace=trace,
    )
    state.add_message(message)
    portal.changes.publish("message.add", {"message_id": message.id, "chat_id": chat.id})
    return message


def changed(portal: Portal, message: Message, trace: tuple[str, ...] = ()) -> None:
    """Tell that a message has changed."""
    if trace:
        message.trace = trace
    portal.changes.publish("message.update", {"message_id": message.id, "chat_id": message.chat_id})


def remove(portal: Portal, message: Message) -> None:
    """Take a message away."""
    portal.chat.drop_message(message.id)
    portal.changes.publish("message.delete", {"message_id": message.id, "chat_id": message.chat_id})


def keep_file(portal: Portal, chat: Chat, author_id: int, name: str, content: bytes) -> StoredFile:
    """Store a file of a chat."""
    file = StoredFile(portal.chat.next_file_id(), chat.id, author_id, name, content, portal.clock.now())
    portal.chat.files[file.id] = file
    return file


def enter(portal: Portal, chat: Chat, user_ids: list[int]) -> list[int]:
    """Put people or bots into a group; gives those that were not in it."""
    new = [user_id for user_id in dict.fromkeys(user_ids) if user_id not in chat.members]
    chat.members.extend(new)
    if new:
        portal.changes.publish("chat.update", {"chat_id": chat.id})
    return new


def leave(portal: Portal, chat: Chat, user_id: int) -> None:
    """Take somebody out of a group."""
    chat.members.remove(user_id)
    portal.changes.publish("chat.update", {"chat_id": chat.id})
