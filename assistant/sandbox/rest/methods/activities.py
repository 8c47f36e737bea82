"""Calls, e-mails, meetings, chats and to-dos: crm.activity.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.company import records
from assistant.sandbox.rest import values
from assistant.sandbox.rest.crm_fields import ACTIVITY
from assistant.sandbox.rest.filters import Grammar, listing
from assistant.sandbox.rest.parameters import mapping, number, several
from assistant.sandbox.rest.registry import Call, Listing, RestError, method

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.sandbox.rest.fields import Field

GRAMMAR = Grammar(ACTIVITY.classic, "")
BINDINGS, COMMUNICATIONS = "BINDINGS", "COMMUNICATIONS"


@method("crm.activity.list", scope="crm", params={"select", "filter", "order", "start"}, blank_errors=True)
def activity_list(call: Call) -> Listing:
    """Readable activities (api-reference/crm/timeline/activities/activity-base/crm-activity-list).

    The filter BINDINGS takes pairs of OWNER_TYPE_ID and OWNER_ID; an activity that fits several is given several times.
    """
    condition = dict(mapping(call, "filter"))
    bindings = condition.pop(BINDINGS, None)
    rows = GRAMMAR.matching(call.portal.company.rights.activities(call.user, _asked(bindings, condition)), condition)
    if bindings is not None:
        pairs = _pairs(bindings)
        rows = [row for row in rows for pair in pairs if _bound(row, pair)]
    rows = GRAMMAR.ordered(rows, mapping(call, "order"), {"START_TIME": "ASC"})
    select = several(call, "select")
    fields = ACTIVITY.selected(select, ACTIVITY.classic)
    with_sides = COMMUNICATIONS in select
    return listing(
        rows, call.params.get("start"), lambda part: [_shown(call, row, fields, sides=with_sides) for row in part]
    )


@method("crm.activity.get", scope="crm", required={"id"}, blank_errors=True)
def activity_get(call: Call) -> dict[str, Any]:
    """One activity (api-reference/crm/timeline/activities/activity-base/crm-activity-get)."""
    wanted = number(call.params["id"])
    for row in call.portal.company.rights.activities(call.user, None):
        if row.id == wanted:
            return _shown(call, row, ACTIVITY.all, sides=True)
    raise RestError("", "Activity is not found.")


def _pairs(bindings: Any) -> list[tuple[int | None, int | None]]:
    entries = bindings.values() if isinstance(bindings, dict) and "OWNER_TYPE_ID" not in bindings else bindings
    entries = [entries] if isinstance(entries, dict) else list(entries)
    found = []
    for entry in entries:
        unknown = set(entry) - {"OWNER_TYPE_ID", "OWNER_ID"} if isinstance(entry, dict) else {entry}
        if unknown:
            raise RestError("", f"BINDINGS takes OWNER_TYPE_ID and OWNER_ID, not {unknown}")
        found.append(tuple(int(entry[key]) if entry.get(key) else None for key in ("OWNER_TYPE_ID", "OWNER_ID")))
    return [(type_id, owner_id) for type_id, owner_id in found]


def _bound(row: records.Activity, pair: tuple[int | None, int | None]) -> bool:
    return any(pair[0] in (None, type_id) and pair[1] in (None, owner_id) for type_id, owner_id in row.bindings)


def _asked(bindings: Any, condition: dict[str, Any]) -> Iterable[tuple[int, int]] | None:
    """The records whose activities alone can fit, or None when it may be anybody's."""
    if bindings is not None:
        pairs = _pairs(bindings)
        return [(t, o) for t, o in pairs if t and o] if all(t and o for t, o in pairs) else None
    type_id, owner_id = condition.get("OWNER_TYPE_ID"), condition.get("OWNER_ID")
    if str(type_id).isdigit() and str(owner_id).isdigit():
        return [(int(str(type_id)), int(str(owner_id)))]
    return None


def _shown(call: Call, row: records.Activity, fields: list[Field], *, sides: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {each.name: values.classic(each.kind, each.read(row)) for each in fields}
    if sides:
        shown[COMMUNICATIONS] = _sides(call, row)
    return shown


def _sides(call: Call, row: records.Activity) -> list[dict[str, Any]]:
    """The other side: the contact or company with the phone or address that was used."""
    company = call.portal.company
    for type_id, owner_id in row.bindings:
        if type_id == records.CONTACT and (contact := company.contacts.get(owner_id)):
            client = company.companies.get(contact.company_id)
            settings = {
                "HONORIFIC": "",
                "NAME": contact.name,
                "SECOND_NAME": "",
                "LAST_NAME": contact.last_name,
                "COMPANY_TITLE": client.title if client else "",
                "COMPANY_ID": str(contact.company_id),
            }
            break
        if type_id == records.COMPANY and (client := company.companies.get(owner_id)):
            settings = {"COMPANY_TITLE": client.title}
            break
    else:
        return []
    return [
        {
            "ID": str(row.id),
            "TYPE": "EMAIL" if "@" in row.address else "PHONE" if row.address else "",
            "VALUE": row.address,
            "ENTITY_ID": str(owner_id),
            "ENTITY_TYPE_ID": str(type_id),
            "ENTITY_SETTINGS": settings,
        }
    ]
