"""What may stand in a message: text, attachments, keyboards; each is checked as it comes in."""

from __future__ import annotations

import json
from typing import Any

from assistant.sandbox.chat.entities import Keyboard
from assistant.sandbox.rest.registry import RestError

TEXT_LIMIT = 20_000
"""Characters; what is longer is cut (page `messages/chat-message-send.md`)."""
CUT_MARK = " (...)"
ATTACH_LIMIT = 60_000
"""Characters of the serialized attachment (page `messages/attachments/index.md`)."""

BLOCKS = frozenset({"MESSAGE", "LINK", "USER", "GRID", "IMAGE", "FILE", "DELIMITER"})
DISPLAYS = frozenset({"BLOCK", "LINE", "ROW", "TABLE", "COLUMN"})
ACTIONS = frozenset({"PUT", "SEND", "COPY", "CALL", "DIALOG"})
COLOR_TOKENS = frozenset({"primary", "secondary", "alert", "base"})


def cut(text: str) -> str:
    """The text as the portal keeps it."""
    return text if len(text) <= TEXT_LIMIT else text[:TEXT_LIMIT] + CUT_MARK


def flag(value: object, *, default: bool) -> bool:
    """A boolean as `imbot.v2` takes it: JSON, or `Y`/`N` (and `1`/`0` from a form body)."""
    if value is None or value == "":
        return default
    return value in (True, "Y", "y", "1", 1, "true")


def listed(value: object) -> list[Any]:
    """A list as JSON has it, or as a form body gives it: a map with numeric keys."""
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, (list, tuple)) else []


def fields(value: object, allowed: frozenset[str]) -> dict[str, Any]:
    """The parameter `fields`; names that the documentation does not have are refused, so that mistakes show."""
    given = value if isinstance(value, dict) else {}
    unknown = sorted(set(given) - allowed)
    if unknown:
        raise RestError("INVALID_ARG_VALUE", f"Unknown keys in fields: {', '.join(unknown)}")
    return given


def attachment(value: object) -> list[dict[str, Any]]:
    """Attachments in their full form, from any of the accepted forms.

    Raises:
        RestError: `ATTACH_OVERSIZE`, `ATTACH_ERROR`.
    """
    value = _decoded(value, "ATTACH_ERROR")
    if value in (None, "", [], {}):
        return []
    if len(json.dumps(value, ensure_ascii=False)) > ATTACH_LIMIT:
        raise RestError("ATTACH_OVERSIZE", "You have exceeded the maximum allowable size of attach")
    if isinstance(value, dict) and "BLOCKS" in value:
        given = [value]
    else:
        items = listed(value)
        full = items and all(isinstance(item, dict) and "BLOCKS" in item for item in items)
        given = items if full else [{"BLOCKS": items}]
    return [{**one, "BLOCKS": [_block(block) for block in listed(one["BLOCKS"])]} for one in given]


def _block(block: object) -> dict[str, Any]:
    if not isinstance(block, dict) or len(block) != 1 or next(iter(block)) not in BLOCKS:
        raise RestError("ATTACH_ERROR", "Each block of an attachment has one key, one of " + ", ".join(sorted(BLOCKS)))
    (name, content), *_ = block.items()
    if name in ("MESSAGE", "DELIMITER"):
        return {name: content}
    entries = [content] if isinstance(content, dict) and not _numbered(content) else listed(content)
    for entry in entries:
        if not isinstance(entry, dict):
            raise RestError("ATTACH_ERROR", f"{name} holds objects")
        if name in ("LINK", "IMAGE", "FILE") and not _address(entry.get("LINK")):
            raise RestError("ATTACH_ERROR", f"{name} needs LINK: an http(s) address or a path of the portal")
        if name == "USER" and not entry.get("NAME"):
            raise RestError("ATTACH_ERROR", "USER needs NAME")
    if name == "GRID":
        displays = {entry.get("DISPLAY") for entry in entries}
        if len(displays) != 1 or not displays <= DISPLAYS:
            raise RestError("ATTACH_ERROR", "The entries of a GRID share one DISPLAY: BLOCK, LINE, ROW or TABLE")
    return {name: entries}


def keyboard(value: object, bot_id: int | None) -> Keyboard | None:
    """A keyboard from any of the accepted forms; an empty one and `N` are none.

    Args:
        value: a list of buttons, `{"BOT_ID", "BUTTONS"}`, or either as a JSON string.
        bot_id: whose commands the buttons call when the value does not say.

    Raises:
        RestError: `KEYBOARD_ERROR`.
    """
    if value == "N":
        return None
    value = _decoded(value, "KEYBOARD_ERROR")
    if isinstance(value, dict) and "BUTTONS" in value:
        named = value.get("BOT_ID")
        bot_id = int(named) if named else bot_id
        value = value["BUTTONS"]
    buttons = [_button(button) for button in listed(value)]
    return Keyboard(buttons, bot_id) if buttons else None


def _button(button: object) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise RestError("KEYBOARD_ERROR", "A button is an object")
    if button.get("TYPE") == "NEWLINE":
        return {"TYPE": "NEWLINE"}
    calls = [key for key in ("LINK", "COMMAND", "ACTION", "APP_ID") if button.get(key)]
    if not button.get("TEXT") or len(calls) != 1:
        raise RestError("KEYBOARD_ERROR", "A button needs TEXT and one of LINK, COMMAND, ACTION")
    if "LINK" in calls and not _address(button["LINK"]):
        raise RestError("KEYBOARD_ERROR", "LINK is an http(s) address or a path of the portal")
    if "ACTION" in calls and (button["ACTION"] not in ACTIONS or not button.get("ACTION_VALUE")):
        raise RestError("KEYBOARD_ERROR", "ACTION is PUT, SEND, COPY, CALL or DIALOG and needs ACTION_VALUE")
    token = button.get("BG_COLOR_TOKEN")
    if token and token not in COLOR_TOKENS:
        raise RestError("KEYBOARD_ERROR", "BG_COLOR_TOKEN is primary, secondary, alert or base")
    return dict(button)


def _decoded(value: object, code: str) -> object:
    if not isinstance(value, str) or value == "":
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise RestError(code, "The value is not JSON") from None


def _address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://", "/")) and not value.startswith("//")


def _numbered(value: dict[str, Any]) -> bool:
    return bool(value) and all(key.isdecimal() for key in value)
