"""`imbot.command.*` (`chat-bots/outdated/commands/*.md`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.content import flag, listed
from assistant.sandbox.chat.entities import Command
from assistant.sandbox.chat.methods.ownership import number
from assistant.sandbox.chat.methods.v1.messages import CONTENT, deliver
from assistant.sandbox.chat.methods.v1.ownership import address, own_bot, owner_of
from assistant.sandbox.rest.registry import RestError, method

if TYPE_CHECKING:
    from assistant.sandbox.rest.registry import Call

WORD = re.compile(r"/?[A-Za-z0-9]+")
FLAGS = ("HIDDEN", "EXTRANET_SUPPORT")


@method(
    "imbot.command.register",
    scope="imbot",
    params=("COMMAND", "EVENT_COMMAND_ADD", "LANG", "COMMON", *FLAGS, "CLIENT_ID"),
    required=("BOT_ID",),
    kind="write",
)
def register(call: Call) -> int:
    """A new command, or unchanged the one that the bot has under this word; its id."""
    params = call.params
    if not params.get("EVENT_COMMAND_ADD"):
        raise RestError("EVENT_COMMAND_ADD_ERROR", 'Handler for "Command add" event isn\'t specified')
    handler = address(params["EVENT_COMMAND_ADD"], "EVENT_COMMAND_ADD_ERROR")
    word = str(params.get("COMMAND") or "")
    if not WORD.fullmatch(word):
        raise RestError("COMMAND_ERROR", "Command isn't specified")
    bot = own_bot(call, first=False)
    titles, hints = _texts(params.get("LANG"))
    if not titles:
        raise RestError("LANG_ERROR", "Lang set can't be empty")
    state = call.portal.chat
    word = word.removeprefix("/")
    known = next((each for each in state.commands_of(bot.id) if each.name.lower() == word.lower()), None)
    if known is not None:
        return known.id
    command = Command(state.next_command_id(), bot.id, word, titles, hints, handler=handler)
    command.common = flag(params.get("COMMON"), default=False)
    command.hidden = flag(params.get("HIDDEN"), default=False)
    command.extranet = flag(params.get("EXTRANET_SUPPORT"), default=False)
    state.commands[command.id] = command
    call.portal.changes.publish("command.add", {"command_id": command.id})
    return command.id


@method("imbot.command.update", scope="imbot", params=("CLIENT_ID",), required=("COMMAND_ID", "FIELDS"), kind="write")
def update(call: Call) -> bool:
    """Change a command; whether it works in every chat cannot be changed."""
    command = _own(call)
    given = call.params["FIELDS"]
    if not isinstance(given, dict) or not given or set(given) - {"COMMAND", "EVENT_COMMAND_ADD", "LANG", *FLAGS}:
        raise RestError("WRONG_REQUEST", "Update fields can't be empty")
    if given.get("EVENT_COMMAND_ADD"):
        command.handler = address(given["EVENT_COMMAND_ADD"], "EVENT_COMMAND_ADD_ERROR")
    command.name = str(given.get("COMMAND") or command.name).removeprefix("/")
    if given.get("LANG"):
        command.title, command.params = _texts(given["LANG"])
    command.hidden = flag(given.get("HIDDEN"), default=command.hidden)
    command.extranet = flag(given.get("EXTRANET_SUPPORT"), default=command.extranet)
    call.portal.changes.publish("command.update", {"command_id": command.id})
    return True


@method("imbot.command.unregister", scope="imbot", params=("CLIENT_ID",), required=("COMMAND_ID",), kind="write")
def unregister(call: Call) -> bool:
    """Remove a command."""
    command = _own(call)
    del call.portal.chat.commands[command.id]
    call.portal.changes.publish("command.delete", {"command_id": command.id})
    return True


@method(
    "imbot.command.answer",
    scope="imbot",
    params=(*CONTENT, "COMMAND_ID", "COMMAND", "MESSAGE_ID", "CLIENT_ID"),
    kind="write",
)
def answer(call: Call) -> int:
    """Answer where the command was called, also in chats without the bot; the message's id."""
    command = _own(call)
    if not number(call, "MESSAGE_ID"):
        raise RestError("MESSAGE_ID_EMPTY", "Message ID can't be empty")
    message = call.portal.chat.messages.get(number(call, "MESSAGE_ID"))
    if message is None:
        raise RestError("WRONG_REQUEST", "Message isn't added")
    bot = call.portal.chat.bots[command.bot_id]
    chat = call.portal.chat.chats[message.chat_id]
    return deliver(call, bot, chat, system=bot.id not in chat.members)


def _own(call: Call) -> Command:
    owner = owner_of(call)
    state = call.portal.chat
    command = state.commands.get(number(call, "COMMAND_ID"))
    if command is None and call.params.get("COMMAND"):
        word = str(call.params["COMMAND"]).removeprefix("/").lower()
        own = (each for each in state.commands.values() if state.bots[each.bot_id].owner == owner)
        command = next((each for each in own if each.name.lower() == word), None)
    if command is None:
        raise RestError("COMMAND_ID_ERROR", "Command not found")
    if state.bots[command.bot_id].owner != owner:
        raise RestError("APP_ID_ERROR", "Command was installed by another rest application")
    return command


def _texts(value: object) -> tuple[dict[str, str], dict[str, str]]:
    """Titles and hints by language."""
    rows: list[Any] = [row for row in listed(value) if isinstance(row, dict) and row.get("TITLE")]
    titles = {str(row.get("LANGUAGE_ID") or "en").lower(): str(row["TITLE"]) for row in rows}
    return titles, {str(row.get("LANGUAGE_ID") or "en").lower(): str(row.get("PARAMS") or "") for row in rows}
