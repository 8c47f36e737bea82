"""What people do in chats: write, edit, delete, press buttons, react, open a dialog, make a group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat import events
from assistant.sandbox.chat.audience import bots_in, called, hearers
from assistant.sandbox.chat.posting import changed, enter, post, remove

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Chat, Message
    from assistant.sandbox.portal import Portal


class RefusedError(Exception):
    """Something that a person cannot do; the text says why."""


def dialog(portal: Portal, user_id: int, name: str) -> Chat:
    """The chat that a person calls `bot` (the assistant), `chat12` or another user's id.

    Raises:
        RefusedError: there is no such chat, or the person is not in it.
    """
    if name == "bot":
        bot = next((bot for bot in portal.chat.bots.values() if not bot.hidden), None)
        if bot is None:
            raise RefusedError("No bot is registered yet: start the assistant and install it")
        return portal.chat.private_chat(user_id, bot.id)
    if name.startswith("chat"):
        chat = portal.chat.find_chat(name, user_id)
        if chat is None or user_id not in chat.members:
            raise RefusedError(f"There is no chat {name} for this person")
        return chat
    other = int(name) if name.isdecimal() else 0
    if portal.user(other) is None and other not in portal.chat.bots:
        raise RefusedError(f"There is nobody with the id {name}")
    return portal.chat.private_chat(user_id, other)


def say(portal: Portal, user_id: int, chat: Chat, text: str, *, reply_id: int | None = None) -> Message:
    """A person writes; commands and bots are called as on a portal.

    Raises:
        RefusedError: the text is empty or the input is switched off.
    """
    if not text.strip():
        raise RefusedError("The message is empty")
    if not chat.text_field:
        raise RefusedError("The bot has switched the input of this chat off")
    message = post(portal, chat, user_id, text, reply_id=reply_id)
    commands = called(portal, chat, message)
    for command, params in commands:
        events.command_added(portal, command, message, user_id=user_id, params=params, context="textarea")
    own_commands = {command.bot_id for command, _ in commands}
    for bot in hearers(portal, chat, message.text):
        if bot.id != user_id and (portal.chat.command_twins or bot.id not in own_commands):
            events.message_added(portal, bot, message)
    return message


def own_message(portal: Portal, user_id: int, message_id: int) -> Message:
    """A message that the person wrote.

    Raises:
        RefusedError: it is not there or somebody else's.
    """
    message = portal.chat.messages.get(message_id)
    if message is None or message.author_id != user_id:
        raise RefusedError("Only an own message can be changed")
    return message


def edit(portal: Portal, user_id: int, message_id: int, text: str) -> Message:
    """A person changes an own message.

    Raises:
        RefusedError: not an own message, or the text is empty.
    """
    message = own_message(portal, user_id, message_id)
    if not text.strip():
        raise RefusedError("The message is empty")
    message.text, message.updated = text, True
    changed(portal, message)
    for bot in hearers(portal, portal.chat.chats[message.chat_id], text):
        events.message_updated(portal, bot, message)
    return message


def delete(portal: Portal, user_id: int, message_id: int) -> None:
    """A person deletes an own message.

    Raises:
        RefusedError: not an own message.
    """
    message = own_message(portal, user_id, message_id)
    remove(portal, message)
    for bot in hearers(portal, portal.chat.chats[message.chat_id], message.text):
        events.message_deleted(portal, bot, message)


def press(portal: Portal, user_id: int, message_id: int, button: int | str) -> dict[str, Any]:
    """A person presses a button, named by its place among the buttons (from 0) or by its text.

    Gives `{"event": …, "message_id", "dialog"}` for a command, the sent message for SEND, and for what the page itself
    does `{"action", "value"}` or `{"link"}`.

    Raises:
        RefusedError: there is no such button, it is locked, or its command is not bound to a bot.
    """
    message = portal.chat.messages.get(message_id)
    chat = portal.chat.chats.get(message.chat_id) if message else None
    if message is None or chat is None or user_id not in chat.members:
        raise RefusedError("There is no such message for this person")
    index, data = _button(message, button)
    keyboard = message.keyboard
    if data.get("DISABLED") == "Y" or keyboard is None or index in keyboard.locked:
        raise RefusedError("The button is locked")
    name = chat.dialog_id(user_id)
    if data.get("LINK"):
        return {"link": data["LINK"]}
    if data.get("ACTION") == "SEND":
        sent = say(portal, user_id, chat, str(data["ACTION_VALUE"]))
        return {"message_id": sent.id, "dialog": name}
    if data.get("ACTION"):
        return {"action": data["ACTION"], "value": data["ACTION_VALUE"]}
    word = str(data["COMMAND"]).removeprefix("/").lower()
    commands = [c for c in portal.chat.commands_of(keyboard.bot_id or 0) if c.name.lower() == word]
    if not commands:
        raise RefusedError(f"No bot answers the command /{word} of this button: is it registered, is BOT_ID given?")
    if data.get("BLOCK") == "Y":
        keyboard.locked.add(index)
        changed(portal, message)
    params = str(data.get("COMMAND_PARAMS", ""))
    events.command_added(portal, commands[0], message, user_id=user_id, params=params, context="keyboard")
    bot = portal.chat.bots[commands[0].bot_id]
    event = "ONIMBOTV2COMMANDADD" if bot.api == "v2" else "ONIMCOMMANDADD"
    return {"event": event, "message_id": message.id, "dialog": name}


def _button(message: Message, button: int | str) -> tuple[int, dict[str, Any]]:
    buttons = [b for b in message.keyboard.buttons if b.get("TYPE") != "NEWLINE"] if message.keyboard else []
    for index, data in enumerate(buttons):
        if index == button or data["TEXT"] == button:
            return index, data
    offered = ", ".join(repr(data["TEXT"]) for data in buttons) or "none"
    raise RefusedError(f"There is no button {button!r} under this message; its buttons: {offered}")


def react(portal: Portal, user_id: int, message_id: int, reaction: str) -> None:
    """Give a reaction, or take it back when it is given; a bot is told about its own messages.

    Raises:
        RefusedError: there is no such message for this person.
    """
    message = portal.chat.messages.get(message_id)
    if message is None or user_id not in portal.chat.chats[message.chat_id].members:
        raise RefusedError("There is no such message for this person")
    givers = message.reactions.setdefault(reaction, [])
    action = "delete" if user_id in givers else "add"
    if action == "add":
        givers.append(user_id)
    else:
        givers.remove(user_id)
    if not givers:
        del message.reactions[reaction]
    changed(portal, message)
    bot = portal.chat.bots.get(message.author_id)
    if bot is not None and bot.reactions:
        events.reaction_changed(portal, bot, message, user_id, reaction=reaction, action=action)


def open_dialog(portal: Portal, user_id: int, chat: Chat) -> None:
    """A person looks into a chat: all is read; a bot that is looked at for the first time is told that it joined."""
    last = portal.chat.last_message(chat.id)
    first = user_id not in chat.last_read
    chat.last_read[user_id] = last.id if last else 0
    if chat.private and first and last is None:
        for bot in bots_in(portal, chat):
            events.joined(portal, bot, chat, user_id)


def give_context(portal: Portal, user_id: int, chat: Chat, context: dict[str, Any]) -> None:
    """A person opened the dialog by a link with `BOT_CONTEXT`."""
    for bot in bots_in(portal, chat):
        events.context_given(portal, bot, chat, user_id, context)


def make_group(portal: Portal, user_id: int, title: str, user_ids: list[int]) -> Chat:
    """A person makes a group; bots among the members are told that they joined.

    Raises:
        RefusedError: a member does not exist.
    """
    unknown = [str(i) for i in user_ids if portal.user(i) is None and i not in portal.chat.bots]
    if unknown:
        raise RefusedError(f"There is nobody with the id {', '.join(unknown)}")
    chat = portal.chat.open_group(title or "Group", [user_id, *user_ids], user_id, portal.clock.now())
    portal.changes.publish("chat.add", {"chat_id": chat.id})
    for bot in bots_in(portal, chat):
        events.joined(portal, bot, chat, user_id)
    return chat


def invite(portal: Portal, user_id: int, chat: Chat, user_ids: list[int]) -> None:
    """A member adds people or bots to a group."""
    for new in enter(portal, chat, user_ids):
        if new in portal.chat.bots:
            events.joined(portal, portal.chat.bots[new], chat, user_id)
