"""`imbot.register`, `imbot.update`, `imbot.unregister`, `imbot.bot.list` (`chat-bots/outdated/bots/*.md`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.content import flag
from assistant.sandbox.chat.entities import Bot
from assistant.sandbox.chat.methods.bots import remove
from assistant.sandbox.chat.methods.v1.ownership import address, own_bot, owner_of
from assistant.sandbox.chat.views import color_of
from assistant.sandbox.rest.registry import RestError, method

if TYPE_CHECKING:
    from assistant.sandbox.rest.registry import Call

BOT_LIMIT = 5
NEEDED = {
    "EVENT_MESSAGE_ADD": "Message add",
    "EVENT_WELCOME_MESSAGE": "Welcome message",
    "EVENT_BOT_DELETE": "Bot delete",
}
OPTIONAL = ("EVENT_MESSAGE_UPDATE", "EVENT_MESSAGE_DELETE")
HANDLERS = (*NEEDED, *OPTIONAL)
TYPES = {"B": "bot", "O": "openline", "H": "bot", "S": "supervisor"}
FIELDS = frozenset({"CODE", "EVENT_HANDLER", "PROPERTIES", *HANDLERS})
PROPERTIES = frozenset(
    {"NAME", "LAST_NAME", "COLOR", "EMAIL", "PERSONAL_BIRTHDAY", "WORK_POSITION", "PERSONAL_WWW", "PERSONAL_GENDER",
     "PERSONAL_PHOTO"}
)  # fmt: skip


@method("imbot.register", scope="imbot", params=(*FIELDS, "TYPE", "OPENLINE", "CLIENT_ID"), kind="write")
def register(call: Call) -> int:
    """A new bot, or unchanged the one that the caller has under this code; its id."""
    owner = owner_of(call)
    handlers = _handlers(call.params)
    for name, title in NEEDED.items():
        if name not in handlers:
            raise RestError(f"{name}_ERROR", f'Handler for "{title}" event isn\'t specified')
    code = str(call.params.get("CODE") or "")
    if not code:
        raise RestError("CODE_ERROR", "Bot code isn't specified")
    properties = _properties(call.params.get("PROPERTIES"))
    if not (properties.get("NAME") or properties.get("LAST_NAME")):
        raise RestError("NAME_ERROR", "Bot name isn't specified")
    state = call.portal.chat
    known = state.bot_by_code(owner, code)
    if known is not None:
        return known.id
    kind = str(call.params.get("TYPE") or "B")
    if kind not in TYPES or any(each.code == code for each in state.bots.values()):
        raise RestError("WRONG_REQUEST", "Bot can't be created")
    if sum(each.owner == owner for each in state.bots.values()) >= BOT_LIMIT:
        raise RestError("MAX_COUNT_ERROR", f"Has reached the maximum number of bots for application (max: {BOT_LIMIT})")
    bot = Bot(state.next_bot_id(), code, owner, "", type=TYPES[kind], event_mode="webhook", api="v1")
    bot.color = color_of(bot.id)
    bot.openline = kind == "O" or flag(call.params.get("OPENLINE"), default=False)
    if kind in "BH" and not bot.openline:  # for these the two are only bound by an update
        handlers = {name: url for name, url in handlers.items() if name not in OPTIONAL}
    bot.handlers = handlers
    _apply(bot, properties)
    state.bots[bot.id] = bot
    call.portal.changes.publish("bot.add", {"bot_id": bot.id})
    return bot.id


@method("imbot.update", scope="imbot", params=("CLIENT_ID",), required=("BOT_ID", "FIELDS"), kind="write")
def update(call: Call) -> bool:
    """Change a bot."""
    bot = own_bot(call, first=False)
    given = call.params["FIELDS"]
    if not isinstance(given, dict) or not given or set(given) - FIELDS:
        raise RestError("WRONG_REQUEST", "Update fields can't be empty")
    bot.handlers = {**bot.handlers, **_handlers(given)}
    bot.code = str(given.get("CODE") or bot.code)
    _apply(bot, _properties(given.get("PROPERTIES")))
    call.portal.changes.publish("bot.update", {"bot_id": bot.id})
    return True


@method("imbot.unregister", scope="imbot", params=("CLIENT_ID",), required=("BOT_ID",), kind="write")
def unregister(call: Call) -> bool:
    """Remove a bot with its commands."""
    remove(call.portal, own_bot(call, first=False))
    return True


@method("imbot.bot.list", scope="imbot")
def list_bots(call: Call) -> dict[str, dict[str, Any]]:
    """The bots of the portal by their ids."""
    return {
        str(bot.id): {
            "ID": bot.id,
            "NAME": bot.full_name,
            "CODE": bot.code,
            "OPENLINE": "Y" if bot.openline else "N",
        }
        for bot in call.portal.chat.bots.values()
        if not bot.hidden
    }


def _handlers(given: dict[str, Any]) -> dict[str, str]:
    """Addresses by the names of the parameters; `EVENT_HANDLER` stands for all."""
    if given.get("EVENT_HANDLER"):
        return dict.fromkeys(HANDLERS, address(given["EVENT_HANDLER"], "EVENT_MESSAGE_ADD_ERROR"))
    return {name: address(given[name], f"{name}_ERROR") for name in HANDLERS if given.get(name)}


def _properties(value: object) -> dict[str, Any]:
    given = value if isinstance(value, dict) else {}
    if unknown := sorted(set(given) - PROPERTIES):
        raise RestError("WRONG_REQUEST", f"Unknown keys in PROPERTIES: {', '.join(unknown)}")
    return given


def _apply(bot: Bot, properties: dict[str, Any]) -> None:
    if "NAME" in properties and "LAST_NAME" in properties and not (properties["NAME"] or properties["LAST_NAME"]):
        raise RestError("NAME_ERROR", "Bot name isn't specified")
    bot.name = str(properties.get("NAME", bot.name))
    bot.last_name = str(properties.get("LAST_NAME", bot.last_name))
    bot.work_position = str(properties.get("WORK_POSITION", bot.work_position))
    bot.gender = str(properties.get("PERSONAL_GENDER", bot.gender))
