"""Methods that no documentation has but some portals are said to offer; only in the profile `extended`.

Their parameters and results are this sandbox's own.
"""

from __future__ import annotations

from assistant.sandbox.clock import day
from assistant.sandbox.rest.parameters import number
from assistant.sandbox.rest.registry import Call, RestError, method


@method("timeman.absence.create", scope="timeman", params={"REASON"}, required={"USER_ID", "DATE_FROM", "DATE_TO"},
        kind="write", only_in="extended")  # fmt: skip
def absence_create(call: Call) -> dict[str, str | int]:
    """An entry of the absence chart; days as `2026-06-10`, the last one included."""
    user = call.portal.user(number(call.params["USER_ID"]))
    try:
        first, last = day(str(call.params["DATE_FROM"])), day(str(call.params["DATE_TO"]))
    except ValueError:
        raise RestError("WRONG_DATE", "A date is not valid") from None
    if user is None or last < first:
        raise RestError("WRONG_REQUEST", "Absence can't be created")
    absence: dict[str, str | int] = {
        "USER_ID": user.id,
        "DATE_FROM": first.isoformat(),
        "DATE_TO": last.isoformat(),
        "REASON": str(call.params.get("REASON") or ""),
    }
    call.portal.changes.publish("absence.add", absence)
    return absence


@method("voip.call.start", scope="telephony", required={"USER_ID", "PHONE_NUMBER"}, kind="write", only_in="extended")
def call_start(call: Call) -> bool:
    """Ring the person, then the number."""
    user = call.portal.user(number(call.params["USER_ID"]))
    phone = str(call.params["PHONE_NUMBER"]).strip()
    if user is None or not phone:
        raise RestError("WRONG_REQUEST", "Call can't be started")
    call.portal.changes.publish("phone.call", {"user_id": user.id, "phone": phone})
    return True
