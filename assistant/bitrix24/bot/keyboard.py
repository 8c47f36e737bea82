"""Keys as the portal's buttons, alike in both generations but for their styles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.models import Key, KeyStyle, Message

PRESS = "press"
"""The hidden command behind every key that acts."""

Styles = Mapping[KeyStyle, Mapping[str, str]]
"""What makes a button look like a style."""


def keyboard(message: Message, bot_id: int, styles: Styles) -> dict[str, Any]:
    """Rows of keys; `BOT_ID` keeps the commands bound when the message is updated."""
    buttons: list[Mapping[str, Any]] = []
    for row in message.keyboard:
        if buttons:
            buttons.append({"TYPE": "NEWLINE"})
        buttons.extend(_button(key, styles) for key in row)
    return {"BOT_ID": bot_id, "BUTTONS": buttons}


def _button(key: Key, styles: Styles) -> dict[str, Any]:
    return {"TEXT": key.text, "DISPLAY": "LINE", **styles[key.style], **_deed(key)}


def _deed(key: Key) -> dict[str, Any]:
    if key.press:
        return {"COMMAND": PRESS, "COMMAND_PARAMS": key.press}
    if key.link:
        return {"LINK": key.link}
    if key.call:
        return {"ACTION": "CALL", "ACTION_VALUE": key.call}
    return {"ACTION": "PUT", "ACTION_VALUE": key.put}
