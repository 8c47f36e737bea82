"""The portal's telephony: voximplant.line.get, voximplant.callback.start."""

from __future__ import annotations

from typing import Any

from assistant.sandbox.rest.registry import Call, RestError, method

LINES = {"reg100001": "Main line"}
"""Outgoing lines by id."""


@method("voximplant.line.get", scope="telephony")
def line_get(call: Call) -> dict[str, str]:
    """The outgoing lines; for who manages numbers (api-reference/telephony/voximplant/lines/voximplant-line-get)."""
    if not call.user.admin:
        raise RestError("ACCESS_DENIED", "Access denied!", 403)
    return dict(LINES)


@method("voximplant.callback.start", scope="telephony", params={"VOICE"},
        required={"FROM_LINE", "TO_NUMBER", "TEXT_TO_PRONOUNCE"}, kind="write")  # fmt: skip
def callback_start(call: Call) -> dict[str, Any]:
    """Ring the person, say the text, ring the number (api-reference/telephony/voximplant/voximplant-callback-start)."""
    phone = "".join(sign for sign in str(call.params["TO_NUMBER"]) if sign.isdigit())
    if str(call.params["FROM_LINE"]) not in LINES:
        raise RestError("ERROR_CORE", "Wrong line id")
    if not phone:
        raise RestError("ERROR_CORE", "Wrong phone number")
    call.portal.changes.publish("phone.call", {"user_id": call.user.id, "phone": phone})
    return {"RESULT": True, "CALL_ID": f"callback.{call.user.id}.{int(call.now.timestamp())}"}
