"""`imbot.v2.Bot.*` and `imbot.v2.Revision.get` (`imbot.v2/bots/*.md`, `imbot.v2/revision-get.md`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from assistant.sandbox.chat import events
from assistant.sandbox.chat.content import fields, flag
from assistant.sandbox.chat.entities import Bot
from assistant.sandbox.chat.methods.ownership import BOT, number, own_bot, owner_of, valid_token
from assistant.sandbox.chat.views import bot_user_view, bot_view, color_of
from assistant.sandbox.profiles import revision
from assistant.sandbox.rest.registry import RestError, method

if TYPE_CHECKING:
    from assistant.sandbox.portal import Portal
    from assistant.sandbox.rest.registry import Call

BOT_LIMIT = 100
TYPES = frozenset({"bot", "network", "openline", "supervisor", "personal"})
BACKGROUNDS = frozenset({"azure", "mint", "steel", "slate", "teal", "cornflower", "sky", "peach", "frost"})
SETTINGS = frozenset(
    {
        "botToken",
        "properties",
        "eventMode",
        "webhookUrl",
        "isHidden",
        "isReactionsEnabled",
        "isSupportOpenline",
        "backgroundId",
    }
)
PROPERTIES = frozenset({"name", "lastName", "workPosition", "color", "gender", "avatar"})


def _answer(call: Call, bot: Bot) -> dict[str, Any]:
    return {"bot": bot_view(call.portal, bot), "users": [bot_user_view(bot)]}


@method("imbot.v2.Bot.register", scope="imbot", params=("fields", "botToken"), kind="write")
def register(call: Call) -> dict[str, Any]:
    """A new bot, or unchanged the one that the caller has under this code."""
    given = fields(call.params.get("fields"), SETTINGS | {"code", "type"})
    owner = owner_of(call, given.get("botToken"))
    code = str(given.get("code") or "")
    if not code:
        raise RestError("BOT_CODE_REQUIRED", "Bot code is required")
    state = call.portal.chat
    bot = state.bot_by_code(owner, code)
    if bot is not None:
        return _answer(call, bot)
    properties = fields(given.get("properties"), PROPERTIES)
    if not properties.get("name"):
        raise RestError("BOT_PROPERTIES_REQUIRED", "Bot properties are required")
    if any(other.code == code for other in state.bots.values()):
        raise RestError("BOT_CODE_ALREADY_TAKEN", "Bot code is already taken")
    kind = str(given.get("type") or "bot")
    if kind not in TYPES:
        raise RestError("BOT_INVALID_TYPE", "Invalid bot type")
    if sum(other.owner == owner for other in state.bots.values()) >= BOT_LIMIT:
        raise RestError("BOT_LIMIT_EXCEEDED", "Bot limit exceeded")
    mode = _mode(given.get("eventMode") or "fetch")
    url = _callback(given.get("webhookUrl"), mode)
    bot = Bot(id=state.next_bot_id(), code=code, owner=owner, name="", type=kind, event_mode=mode, webhook_url=url)
    bot.color = color_of(bot.id)
    bot.token = owner.removeprefix("token:") if owner.startswith("token:") else ""
    _apply(bot, given)
    state.bots[bot.id] = bot
    call.portal.changes.publish("bot.add", {"bot_id": bot.id})
    return _answer(call, bot)


@method("imbot.v2.Bot.update", scope="imbot", params=BOT, required=("fields",), kind="write")
def update(call: Call) -> dict[str, Any]:
    """Change a bot; `fields.botToken` replaces the token at once."""
    bot = own_bot(call)
    given = fields(call.params.get("fields"), SETTINGS)
    mode = _mode(given.get("eventMode") or bot.event_mode)
    bot.webhook_url = _callback(given.get("webhookUrl") or bot.webhook_url, mode)
    bot.event_mode = mode
    new_token = str(given.get("botToken") or "").strip()
    if new_token and bot.token:
        owner = f"token:{valid_token(new_token)}"
        if any(other.owner == owner and other is not bot for other in call.portal.chat.bots.values()):
            raise RestError("BOT_TOKEN_ROTATION_FAILED", "Bot token rotation failed")
        bot.owner, bot.token = owner, new_token
    _apply(bot, given)
    call.portal.changes.publish("bot.update", {"bot_id": bot.id})
    return _answer(call, bot)


@method("imbot.v2.Bot.unregister", scope="imbot", params=BOT, kind="write")
def unregister(call: Call) -> dict[str, Any]:
    """Remove a bot with its commands; it hears of it as its last event."""
    remove(call.portal, own_bot(call))
    return {"result": True}


def remove(portal: Portal, bot: Bot) -> None:
    """Take a bot off the portal; its messages stay."""
    state = portal.chat
    events.bot_deleted(portal, bot)
    for command in state.commands_of(bot.id):
        del state.commands[command.id]
    for chat in state.chats_of(bot.id):
        if not chat.private:
            chat.members.remove(bot.id)
    state.former[bot.id] = bot.full_name
    del state.bots[bot.id]
    portal.changes.publish("bot.delete", {"bot_id": bot.id})


@method("imbot.v2.Bot.get", scope="imbot", params=(*BOT, "code"))
def get(call: Call) -> dict[str, Any]:
    """A bot by id or code, in short form when it is somebody else's."""
    owner = owner_of(call)
    code = call.params.get("code")
    if not call.params.get("botId") and not code:
        raise RestError("PARAMS_REQUIRED", "Required parameters are missing")
    bots = call.portal.chat.bots
    bot = bots.get(number(call, "botId")) or next((b for b in bots.values() if b.code == code), None)
    if bot is None:
        raise RestError("BOT_NOT_FOUND", "Bot not found")
    return {"bot": bot_view(call.portal, bot, owner=bot.owner == owner), "users": [bot_user_view(bot)]}


@method("imbot.v2.Bot.list", scope="imbot", params=("botToken", "filter", "limit", "offset"))
def list_bots(call: Call) -> dict[str, Any]:
    """The caller's bots, paged by `limit` and `offset`."""
    owner = owner_of(call)
    wanted = fields(call.params.get("filter"), frozenset({"type"})).get("type")
    own = [b for b in call.portal.chat.bots.values() if b.owner == owner and wanted in (None, "", b.type)]
    offset, limit = number(call, "offset"), number(call, "limit") or 50
    page = own[offset : offset + limit]
    return {
        "bots": [bot_view(call.portal, bot) for bot in page],
        "users": [bot_user_view(bot) for bot in page],
        "hasNextPage": offset + limit < len(own),
    }


@method("imbot.v2.Revision.get", scope="imbot")
def get_revision(call: Call) -> dict[str, int]:
    """How new the chat's interfaces are."""
    return revision(call.portal.options.profile)


def _mode(value: object) -> Literal["webhook", "fetch"]:
    if value == "webhook":
        return "webhook"
    if value == "fetch":
        return "fetch"
    raise RestError("BOT_INVALID_EVENT_MODE", "Invalid event mode")


def _callback(value: object, mode: str) -> str:
    if mode == "fetch":
        return str(value or "")
    if not value:
        raise RestError("BOT_WEBHOOK_URL_REQUIRED", "Webhook URL is required")
    parts = urlsplit(str(value))
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise RestError("BOT_INVALID_CALLBACK", "Invalid callback URL")
    return str(value)


def _apply(bot: Bot, given: dict[str, Any]) -> None:
    properties = fields(given.get("properties"), PROPERTIES)
    bot.name = str(properties.get("name") or bot.name)
    bot.last_name = str(properties.get("lastName", bot.last_name))
    bot.work_position = str(properties.get("workPosition", bot.work_position))
    bot.gender = str(properties.get("gender", bot.gender))
    bot.hidden = flag(given.get("isHidden"), default=bot.hidden)
    bot.reactions = flag(given.get("isReactionsEnabled"), default=bot.reactions)
    bot.openline = flag(given.get("isSupportOpenline"), default=bot.openline)
    if "backgroundId" in given:
        bot.background = given["backgroundId"] if given["backgroundId"] in BACKGROUNDS else None
