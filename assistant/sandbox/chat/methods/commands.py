"""`imbot.v2.Command.*` (`imbot.v2/commands/*.md`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.content import fields, flag
from assistant.sandbox.chat.entities import Bot, Command
from assistant.sandbox.chat.methods.messages import CONTENT, deliver
from assistant.sandbox.chat.methods.ownership import BOT, number, own_bot
from assistant.sandbox.chat.views import command_view
from assistant.sandbox.rest.registry import RestError, method

if TYPE_CHECKING:
    from assistant.sandbox.rest.registry import Call

FIELDS = frozenset({"command", "title", "params", "common", "hidden", "extranetSupport"})


@method("imbot.v2.Command.register", scope="imbot", params=BOT, required=("fields",), kind="write")
def register(call: Call) -> dict[str, Any]:
    """A new command, or unchanged the one that the bot has under this word."""
    bot = own_bot(call)
    given = fields(call.params.get("fields"), FIELDS)
    name = _name(given.get("command"), "COMMAND_REQUIRED", "Command is required")
    state = call.portal.chat
    known = _by_name(call, bot, name)
    if known is not None:
        return {"command": command_view(known)}
    hidden = flag(given.get("hidden"), default=False)
    title = _texts(given.get("title"))
    if not hidden and not title:
        raise RestError("COMMAND_TITLE_REQUIRED", "Command title is required")
    command = Command(
        id=state.next_command_id(),
        bot_id=bot.id,
        name=name,
        title=title,
        params=_texts(given.get("params")),
        common=flag(given.get("common"), default=False),
        hidden=hidden,
        extranet=flag(given.get("extranetSupport"), default=False),
    )
    state.commands[command.id] = command
    call.portal.changes.publish("command.add", {"command_id": command.id})
    return {"command": command_view(command)}


@method("imbot.v2.Command.update", scope="imbot", params=BOT, required=("commandId", "fields"), kind="write")
def update(call: Call) -> dict[str, Any]:
    """Change a command; a translation that is null goes away."""
    bot = own_bot(call)
    command = _own(call, bot)
    given = fields(call.params.get("fields"), FIELDS)
    if "command" in given:
        name = _name(given["command"], "COMMAND_NAME_EMPTY", "Command name is empty")
        if _by_name(call, bot, name) not in (None, command):
            raise RestError("COMMAND_ALREADY_EXISTS", "Command already exists")
        command.name = name
    for key, texts in (("title", command.title), ("params", command.params)):
        for language, text in (given.get(key) or {}).items():
            if text is None:
                texts.pop(language, None)
            else:
                texts[language] = str(text)
    command.common = flag(given.get("common"), default=command.common)
    command.hidden = flag(given.get("hidden"), default=command.hidden)
    command.extranet = flag(given.get("extranetSupport"), default=command.extranet)
    call.portal.changes.publish("command.update", {"command_id": command.id})
    return {"command": command_view(command)}


@method("imbot.v2.Command.unregister", scope="imbot", params=BOT, required=("commandId",), kind="write")
def unregister(call: Call) -> dict[str, Any]:
    """Remove a command."""
    command = _own(call, own_bot(call))
    del call.portal.chat.commands[command.id]
    call.portal.changes.publish("command.delete", {"command_id": command.id})
    return {"result": True}


@method("imbot.v2.Command.list", scope="imbot", params=BOT)
def list_commands(call: Call) -> dict[str, Any]:
    """The commands of a bot with their titles in the portal's language."""
    bot = own_bot(call)
    return {
        "commands": [
            {
                **command_view(command),
                "title": translated(command.title, "en"),
                "params": translated(command.params, "en"),
                "category": bot.full_name,
                "context": "",
            }
            for command in call.portal.chat.commands_of(bot.id)
        ]
    }


@method(
    "imbot.v2.Command.answer",
    scope="imbot",
    params=(*BOT, "fields"),
    required=("commandId", "messageId", "dialogId"),
    kind="write",
)
def answer(call: Call) -> dict[str, Any]:
    """Answer where the command was called, also in chats without the bot (then as a system message)."""
    bot = own_bot(call)
    _own(call, bot)
    message = call.portal.chat.messages.get(number(call, "messageId"))
    if message is None:
        raise RestError("COMMAND_ANSWER_FAILED", "Command answer failed")
    given = fields(call.params.get("fields"), CONTENT)
    chat = call.portal.chat.chats[message.chat_id]
    if bot.id not in chat.members:
        given = {**given, "system": True}
    deliver(call, bot, chat, given)
    return {"result": True}


def translated(texts: dict[str, str], language: str) -> str:
    """The text in a language, else in English, else in any."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def _own(call: Call, bot: Bot) -> Command:
    command = call.portal.chat.commands.get(number(call, "commandId"))
    if command is None or command.bot_id != bot.id:
        raise RestError("COMMAND_NOT_FOUND", "Command not found")
    return command


def _by_name(call: Call, bot: Bot, name: str) -> Command | None:
    return next((c for c in call.portal.chat.commands_of(bot.id) if c.name.lower() == name.lower()), None)


def _name(value: object, code: str, description: str) -> str:
    if value is not None and not isinstance(value, str):
        raise RestError("COMMAND_NAME_INVALID", "Command name is invalid")
    name = (value or "").removeprefix("/").strip()
    if not name:
        raise RestError(code, description)
    return name


def _texts(value: object) -> dict[str, str]:
    return {str(k).lower(): str(v) for k, v in value.items() if v} if isinstance(value, dict) else {}
