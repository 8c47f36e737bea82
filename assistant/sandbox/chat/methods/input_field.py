"""`imbot.v2.Chat.InputAction.notify` and `imbot.v2.Chat.TextField.enabled` (`imbot.v2/ui/*.md`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.content import flag
from assistant.sandbox.chat.methods.ownership import BOT, chat_of, number, own_bot
from assistant.sandbox.rest.registry import RestError, method

if TYPE_CHECKING:
    from assistant.sandbox.rest.registry import Call

STATUSES = frozenset(
    f"IMBOT_AGENT_ACTION_{name}"
    for name in (
        *("THINKING", "SEARCHING", "GENERATING", "ANALYZING", "PROCESSING", "TRANSLATING", "CONNECTING"),
        *("CHECKING", "CALCULATING", "READING_DOCS", "COMPOSING"),
    )
)
DEFAULT_SECONDS = 25


@method(
    "imbot.v2.Chat.InputAction.notify",
    scope="imbot",
    params=(*BOT, "statusMessageCode", "duration"),
    required=("dialogId",),
    kind="write",
)
def notify(call: Call) -> dict[str, Any]:
    """Show in the dialog that the bot is at work; `duration` is in seconds, 1 to 600."""
    bot = own_bot(call)
    chat = chat_of(call, bot)
    code = str(call.params.get("statusMessageCode") or "")
    if code and code not in STATUSES:
        raise RestError("INVALID_ARG_VALUE", "Unknown statusMessageCode")
    seconds = min(max(number(call, "duration") or DEFAULT_SECONDS, 1), 600)
    payload = {"chat_id": chat.id, "user_id": bot.id, "code": code, "seconds": seconds}
    call.portal.changes.publish("typing", payload)
    return {"result": True}


@method(
    "imbot.v2.Chat.TextField.enabled", scope="imbot", params=(*BOT, "enabled"), required=("dialogId",), kind="write"
)
def enabled(call: Call) -> dict[str, Any]:
    """Switch the input of a dialog on or off."""
    chat = chat_of(call, own_bot(call))
    chat.text_field = flag(call.params.get("enabled"), default=True)
    call.portal.changes.publish("chat.update", {"chat_id": chat.id})
    return {"result": True}
