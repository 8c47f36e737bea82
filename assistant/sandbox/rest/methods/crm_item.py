"""Deals, contacts and companies through crm.item.*: camel case, numbers as numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from assistant.sandbox.company import records
from assistant.sandbox.rest import crm_fields, values
from assistant.sandbox.rest.fields import Fields
from assistant.sandbox.rest.filters import Grammar, listing
from assistant.sandbox.rest.parameters import number, several
from assistant.sandbox.rest.registry import Call, Listing, RestError, method

INVALID = "INVALID_ARG_VALUE"


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of records of the CRM."""

    fields: Fields
    table: str
    readable: Callable[[Call], Collection[Any]]
    multi: bool

    @property
    def grammar(self) -> Grammar:
        """What its filters take; phones and addresses are no fields here."""
        return Grammar({n: f for n, f in self.fields.camel.items() if f.kind != "multi"}, INVALID, logic=True)


KINDS = {
    records.DEAL: Kind(crm_fields.DEAL, "deals", lambda call: call.portal.company.rights.deals(call.user), False),
    records.CONTACT: Kind(
        crm_fields.CONTACT, "contacts", lambda call: call.portal.company.rights.contacts(call.user), True
    ),
    records.COMPANY: Kind(
        crm_fields.COMPANY, "companies", lambda call: call.portal.company.rights.companies(call.user), True
    ),
}
"""By entity type id."""


@method(
    "crm.item.list",
    scope="crm",
    params={"select", "filter", "order", "start", "useOriginalUfNames"},
    required={"entityTypeId"},
)
def item_list(call: Call) -> Listing:
    """Readable records of one type (api-reference/crm/universal/crm-item-list)."""
    kind, type_id = _kind(call)
    rows = kind.grammar.listed(call, lambda: kind.readable(call), {"id": "ASC"})
    select = several(call, "select")
    return listing(
        rows, call.params.get("start"), lambda chosen: {"items": [_shown(kind, type_id, row, select) for row in chosen]}
    )


@method("crm.item.get", scope="crm", params={"useOriginalUfNames"}, required={"entityTypeId", "id"})
def item_get(call: Call) -> dict[str, Any]:
    """One record with all its fields (api-reference/crm/universal/crm-item-get)."""
    kind, type_id = _kind(call)
    row = getattr(call.portal.company, kind.table).get(number(call.params["id"]))
    if row is None:
        raise RestError("NOT_FOUND", "The item was not found")
    if not call.portal.company.rights.sees(call.user, type_id, row.id):
        raise RestError("ACCESS_DENIED", "Access denied", 403)
    return {"item": _shown(kind, type_id, row, ["*"])}


@method("crm.item.fields", scope="crm", params={"useOriginalUfNames"}, required={"entityTypeId"})
def item_fields(call: Call) -> dict[str, Any]:
    """The fields of one type (api-reference/crm/universal/crm-item-fields)."""
    kind, _ = _kind(call)
    types = {"int": "integer", "float": "double", "moment": "datetime", "day": "date", "flag": "boolean"}
    return {
        "fields": {
            each.camel: {
                "type": types.get(each.kind, "string"),
                "isRequired": False,
                "isReadOnly": each.name in ("ID", "DATE_CREATE", "DATE_MODIFY"),
                "isImmutable": False,
                "isMultiple": False,
                "isDynamic": False,
                "title": each.name.replace("_", " ").capitalize(),
                "upperName": each.name,
            }
            for each in kind.fields.all
            if each.kind != "multi"
        }
    }


def _kind(call: Call) -> tuple[Kind, int]:
    type_id = number(call.params["entityTypeId"])
    if type_id not in KINDS:
        raise RestError("NOT_FOUND", "There is no such type of records")
    return KINDS[type_id], type_id


def _shown(kind: Kind, type_id: int, row: Any, select: Any) -> dict[str, Any]:
    fields = kind.fields.selected(select, {n: f for n, f in kind.fields.camel.items() if f.kind != "multi"})
    shown = {each.camel: values.item(each.kind, each.read(row)) for each in fields}
    everything = not select or "*" in select
    if everything:
        shown["entityTypeId"] = type_id
        if type_id == records.DEAL:
            shown["contactIds"] = [row.contact_id] if row.contact_id else []
        if kind.multi:
            # `fm` is given with `*` alone, never by name.
            shown["fm"] = multi_fields(row)
    return shown


def multi_fields(row: Any) -> list[dict[str, Any]]:
    """Phones and e-mail addresses as crm.item.* gives them."""
    values_ = [("PHONE", value) for value in row.phones] + [("EMAIL", value) for value in row.emails]
    return [
        {"id": row.id * 10 + place, "valueType": "WORK", "value": value, "typeId": type_id}
        for place, (type_id, value) in enumerate(values_)
    ]
