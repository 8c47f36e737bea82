"""A `Message` as the fields of a chat message (chat-bots-v2, messages and keyboards)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.models import Key, Message

PRESS = "press"
"""The hidden command behind every key that acts."""


def content(message: Message, bot_id: int) -> dict[str, Any]:
    """Fields of a new message."""
    fields: dict[str, Any] = {"message": message.text, "urlPreview": False}
    if message.keyboard:
        fields["keyboard"] = _keyboard(message, bot_id)
    return fields


def replacement(message: Message, bot_id: int) -> dict[str, Any]:
    """Fields that replace a sent message; keys that it no longer has go away."""
    keyboard = _keyboard(message, bot_id) if message.keyboard else "N"
    return {"message": message.text, "urlPreview": "N", "keyboard": keyboard}


def _keyboard(message: Message, bot_id: int) -> dict[str, Any]:
    """Rows of keys; `BOT_ID` keeps the commands bound when the message is updated."""
    buttons: list[Mapping[str, Any]] = []
    for row in message.keyboard:
        if buttons:
            buttons.append({"TYPE": "NEWLINE"})
        buttons.extend(_button(key) for key in row)
    return {"BOT_ID": bot_id, "BUTTONS": buttons}


def _button(key: Key) -> dict[str, Any]:
    return {"TEXT": key.text, "DISPLAY": "LINE", "BG_COLOR_TOKEN": key.style.value, **_deed(key)}


def _deed(key: Key) -> dict[str, Any]:
    if key.press:
        return {"COMMAND": PRESS, "COMMAND_PARAMS": key.press}
    if key.link:
        return {"LINK": key.link}
    if key.call:
        return {"ACTION": "CALL", "ACTION_VALUE": key.call}
    return {"ACTION": "PUT", "ACTION_VALUE": key.put}
