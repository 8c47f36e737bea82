"""`imbot.v2.Event.get` (`imbot.v2/events/event-get.md`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.methods.ownership import BOT, number, own_bot
from assistant.sandbox.rest.registry import method

if TYPE_CHECKING:
    from assistant.sandbox.rest.registry import Call


@method("imbot.v2.Event.get", scope="imbot", params=(*BOT, "offset", "limit"))
def get(call: Call) -> dict[str, Any]:
    """The events that wait for the bot; `offset` first drops those with a smaller id."""
    bot = own_bot(call)
    waiting = call.portal.chat.waiting
    if call.params.get("offset"):
        waiting.confirm(bot.id, number(call, "offset"))
    limit = min(max(number(call, "limit") or 100, 1), 1000)
    page, following, more = waiting.page(bot.id, limit)
    return {
        "events": [{"eventId": e.id, "type": e.type, "date": e.date, "data": e.data} for e in page],
        "nextOffset": following,
        "hasMore": more,
    }
