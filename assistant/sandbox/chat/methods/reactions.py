"""`imbot.v2.Chat.Message.Reaction.*` (`imbot.v2/messages/chat-message-reaction-*.md`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.methods.messages import seen_message
from assistant.sandbox.chat.methods.ownership import BOT, own_bot
from assistant.sandbox.chat.posting import changed
from assistant.sandbox.rest.registry import RestError, method

if TYPE_CHECKING:
    from assistant.sandbox.rest.registry import Call

REACTIONS = frozenset(
    re.findall(
        r"\w+",
        """
    like dislike faceWithTearsOfJoy redHeart neutralFace fire cry slightlySmilingFace winkingFace laugh kiss
    wonder slightlyFrowningFace loudlyCryingFace faceWithStuckOutTongue faceWithStuckOutTongueAndWinkingEye
    smilingFaceWithSunglasses confusedFace flushedFace thinkingFace angry smilingFaceWithHorns faceWithThermometer
    facepalm poo flexedBiceps clappingHands raisedHand smilingFaceWithHeartEyes smilingFaceWithHearts pleadingFace
    relievedFace foldedHands okHand signHorns loveYouGesture clownFace partyingFace questionMark exclamationMark
    lightBulb bomb sleepingSymbol crossMark whiteHeavyCheckMark eyes handshake hundredPoints
    """,
    )
)


@method(
    "imbot.v2.Chat.Message.Reaction.add", scope="imbot", params=BOT, required=("messageId", "reaction"), kind="write"
)
def add(call: Call) -> dict[str, Any]:
    """React to a message of a chat that the bot is in."""
    bot = own_bot(call)
    message = seen_message(call, bot)
    givers = message.reactions.setdefault(_code(call), [])
    if bot.id in givers:
        raise RestError("REACTION_ALREADY_SET", "Reaction already set")
    givers.append(bot.id)
    changed(call.portal, message)
    return {"result": True}


@method(
    "imbot.v2.Chat.Message.Reaction.delete",
    scope="imbot",
    params=BOT,
    required=("messageId", "reaction"),
    kind="write",
)
def delete(call: Call) -> dict[str, Any]:
    """Take a reaction back."""
    bot = own_bot(call)
    message = seen_message(call, bot)
    code = _code(call)
    givers = message.reactions.get(code, [])
    if bot.id in givers:
        givers.remove(bot.id)
        if not givers:
            del message.reactions[code]
        changed(call.portal, message)
    return {"result": True}


def _code(call: Call) -> str:
    code = str(call.params["reaction"])
    if code not in REACTIONS:
        raise RestError("REACTION_NOT_FOUND", "Reaction not found")
    return code
