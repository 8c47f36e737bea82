"""Which bot a call of the first generation drives, with the refusals that its methods share."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.sandbox.chat.methods.ownership import number
from assistant.sandbox.rest.registry import RestError

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Bot
    from assistant.sandbox.rest.registry import Call


def owner_of(call: Call) -> str:
    """Who calls: the application, or the `CLIENT_ID` of a call by an inbound webhook.

    Raises:
        RestError: `ACCESS_DENIED`.
    """
    if call.actor.app is not None:
        return call.actor.app.client_id
    given = call.params.get("CLIENT_ID")
    if not given:
        raise RestError("ACCESS_DENIED", "Access denied! Client ID not specified", 403)
    return f"token:{given}"


def own_bot(call: Call, *, first: bool = True) -> Bot:
    """The caller's bot; without `BOT_ID` the first one, where the method allows that.

    Raises:
        RestError: `ACCESS_DENIED`, `BOT_ID_ERROR`, `APP_ID_ERROR`.
    """
    owner = owner_of(call)
    bots = call.portal.chat.bots
    if first and not call.params.get("BOT_ID"):
        bot = next((each for each in bots.values() if each.owner == owner), None)
    else:
        bot = bots.get(number(call, "BOT_ID"))
    if bot is None:
        raise RestError("BOT_ID_ERROR", "Bot not found")
    if bot.owner != owner:
        raise RestError("APP_ID_ERROR", "Bot was installed by another rest application")
    return bot


def address(value: object, code: str) -> str:
    """The address of a handler.

    Raises:
        RestError: with this code, when it is none.
    """
    parts = urlsplit(str(value))
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise RestError(code, "Wrong handler URL")
    return str(value)
