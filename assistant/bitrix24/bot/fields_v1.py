"""A `Message` as the parameters of a chat message of the first generation (chat-bots/outdated/messages)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.bitrix24.bot.keyboard import keyboard
from assistant.models import KeyStyle, Message

COLORS: Mapping[KeyStyle, Mapping[str, str]] = {
    KeyStyle.PRIMARY: {"BG_COLOR": "#29619b", "TEXT_COLOR": "#ffffff"},
    KeyStyle.SECONDARY: {"BG_COLOR": "#e8f1fb", "TEXT_COLOR": "#29619b"},
    KeyStyle.ALERT: {"BG_COLOR": "#df532d", "TEXT_COLOR": "#ffffff"},
    KeyStyle.BASE: {},
}
"""Portals of that age know no names of styles."""


def content(message: Message, bot_id: int) -> dict[str, Any]:
    """Parameters of a new message."""
    params: dict[str, Any] = {"MESSAGE": message.text, "URL_PREVIEW": "N"}
    if message.keyboard:
        params["KEYBOARD"] = keyboard(message, bot_id, COLORS)
    return params


def replacement(message: Message, bot_id: int) -> dict[str, Any]:
    """Parameters that replace a sent message; keys that it no longer has go away."""
    return {"KEYBOARD": "N", **content(message, bot_id)}
