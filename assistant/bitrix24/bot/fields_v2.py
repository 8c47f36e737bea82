"""A `Message` as the fields of a chat message (chat-bots-v2, messages and keyboards)."""

from __future__ import annotations

from typing import Any

from assistant.bitrix24.bot.keyboard import keyboard
from assistant.models import KeyStyle, Message

STYLES = {style: {"BG_COLOR_TOKEN": style.value} for style in KeyStyle}


def content(message: Message, bot_id: int) -> dict[str, Any]:
    """Fields of a new message."""
    fields: dict[str, Any] = {"message": message.text, "urlPreview": False}
    if message.keyboard:
        fields["keyboard"] = keyboard(message, bot_id, STYLES)
    return fields


def replacement(message: Message, bot_id: int) -> dict[str, Any]:
    """Fields that replace a sent message; keys that it no longer has go away."""
    keys = keyboard(message, bot_id, STYLES) if message.keyboard else "N"
    return {"message": message.text, "urlPreview": "N", "keyboard": keys}
