"""Deals, contacts and companies through the classic methods: upper case, everything a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.company import deals, records
from assistant.sandbox.rest import crm_fields, values
from assistant.sandbox.rest.filters import Grammar, listing
from assistant.sandbox.rest.parameters import mapping, number, several
from assistant.sandbox.rest.registry import Call, Listing, RestError, method

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from assistant.sandbox.company.company import R, Table
    from assistant.sandbox.rest.fields import Field, Fields

LIST = {"select", "filter", "order", "start"}


@method("crm.deal.list", scope="crm", params=LIST, blank_errors=True)
def deal_list(call: Call) -> Listing:
    """Readable deals (api-reference/crm/deals/crm-deal-list)."""
    return _list(call, crm_fields.DEAL, lambda: call.portal.company.rights.deals(call.user))


@method("crm.contact.list", scope="crm", params=LIST, blank_errors=True)
def contact_list(call: Call) -> Listing:
    """Readable contacts (api-reference/crm/contacts/crm-contact-list)."""
    return _list(call, crm_fields.CONTACT, lambda: call.portal.company.rights.contacts(call.user))


@method("crm.company.list", scope="crm", params=LIST, blank_errors=True)
def company_list(call: Call) -> Listing:
    """Readable companies (api-reference/crm/companies/crm-company-list)."""
    return _list(call, crm_fields.COMPANY, lambda: call.portal.company.rights.companies(call.user))


@method("crm.deal.get", scope="crm", required={"id"}, blank_errors=True)
def deal_get(call: Call) -> dict[str, Any]:
    """One deal (api-reference/crm/deals/crm-deal-get)."""
    return _whole(_readable(call, records.DEAL, call.portal.company.deals), crm_fields.DEAL)


@method("crm.contact.get", scope="crm", required={"id"}, blank_errors=True)
def contact_get(call: Call) -> dict[str, Any]:
    """One contact with its phones (api-reference/crm/contacts/crm-contact-get)."""
    return _whole(_readable(call, records.CONTACT, call.portal.company.contacts), crm_fields.CONTACT)


@method("crm.company.get", scope="crm", required={"id"}, blank_errors=True)
def company_get(call: Call) -> dict[str, Any]:
    """One company with its phones (api-reference/crm/companies/crm-company-get)."""
    return _whole(_readable(call, records.COMPANY, call.portal.company.companies), crm_fields.COMPANY)


@method("crm.contact.company.items.get", scope="crm", required={"id"}, blank_errors=True)
def contact_companies(call: Call) -> list[dict[str, Any]]:
    """The companies of a contact (api-reference/crm/contacts/company/crm-contact-company-items-get)."""
    row = _readable(call, records.CONTACT, call.portal.company.contacts)
    return [{"COMPANY_ID": row.company_id, "SORT": 10, "ROLE_ID": 0, "IS_PRIMARY": "Y"}] if row.company_id else []


@method("crm.deal.update", scope="crm", params={"params"}, required={"id", "fields"}, kind="write", blank_errors=True)
def deal_update(call: Call) -> bool:
    """Change a deal's stage, amount, title, dates or responsible person (api-reference/crm/deals/crm-deal-update)."""
    deal = _readable(call, records.DEAL, call.portal.company.deals)
    fields = mapping(call, "fields")
    try:
        changed = deals.change(call.portal.company, deal, fields, call.user, int(call.now.timestamp()))
    except (ValueError, TypeError) as error:
        raise RestError("", str(error)) from error
    call.portal.changes.publish("deal.update", {"id": deal.id, "fields": changed, "by": call.user.id})
    return True


@method("crm.deal.add", scope="crm", params={"fields", "params"}, kind="write", blank_errors=True)
def deal_add(call: Call) -> int:
    """A new deal of who asks, at the first stage of its pipeline (api-reference/crm/deals/crm-deal-add)."""
    try:
        deal = deals.add(call.portal.company, mapping(call, "fields"), call.user, int(call.now.timestamp()))
    except (ValueError, TypeError) as error:
        raise RestError("", str(error)) from error
    call.portal.changes.publish("deal.add", {"id": deal.id, "title": deal.title, "by": call.user.id})
    return deal.id


@method("crm.deal.delete", scope="crm", required={"id"}, kind="write", blank_errors=True)
def deal_delete(call: Call) -> bool:
    """Delete a deal with its history (api-reference/crm/deals/crm-deal-delete)."""
    deal = _readable(call, records.DEAL, call.portal.company.deals)
    deals.remove(call.portal.company, deal)
    call.portal.changes.publish("deal.delete", {"id": deal.id, "by": call.user.id})
    return True


def _list(call: Call, fields: Fields, readable: Callable[[], Collection[Any]]) -> Listing:
    rows = Grammar(fields.classic, "").listed(call, readable, {"ID": "ASC"})
    chosen = fields.selected(several(call, "select"), fields.classic)
    return listing(rows, call.params.get("start"), lambda part: [_shown(row, chosen) for row in part])


def _readable(call: Call, type_id: int, table: Table[R]) -> R:
    row = table.get(number(call.params["id"]))
    if row is None or not call.portal.company.rights.sees(call.user, type_id, row.id):
        raise RestError("", "Not found")
    return row


def _whole(row: Any, fields: Fields) -> dict[str, Any]:
    return _shown(row, [each for each in fields.all if each.kind != "multi" or each.read(row)])


def _shown(row: Any, fields: list[Field]) -> dict[str, Any]:
    return {
        each.name: multi_field(row, each) if each.kind == "multi" else values.classic(each.kind, each.read(row))
        for each in fields
    }


def multi_field(row: Any, field: Field) -> list[dict[str, str]]:
    """Phones or e-mail addresses as the classic methods give them."""
    first = row.id * 10 + (len(row.phones) if field.name == "EMAIL" else 0)
    return [
        {"ID": str(first + place), "VALUE_TYPE": "WORK", "VALUE": value, "TYPE_ID": field.name}
        for place, value in enumerate(field.read(row))
    ]
