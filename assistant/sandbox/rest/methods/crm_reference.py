"""What deals refer to: pipelines, stages, their history, currencies, and clients by phone or e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.company import records
from assistant.sandbox.rest import crm_fields, values
from assistant.sandbox.rest.fields import Fields, constant, field
from assistant.sandbox.rest.filters import Grammar, listing
from assistant.sandbox.rest.parameters import mapping, several
from assistant.sandbox.rest.registry import Call, Listing, RestError, method

if TYPE_CHECKING:
    from collections.abc import Iterable

HITS = 20
"""So many hits of one type hide the types after it."""
_SEMANTICS = {"P": "process", "S": "success", "F": "failure"}


def _entity(stage: records.Stage) -> str:
    return f"DEAL_STAGE_{stage.category_id}" if stage.category_id else "DEAL_STAGE"


STATUS = Fields(
    [
        field("ID", "int", "id"),
        field("ENTITY_ID", "code", _entity),
        field("STATUS_ID", "code", "status_id"),
        field("NAME", "text", "name"),
        field("NAME_INIT", "text", constant("")),
        field("SORT", "int", "sort"),
        field("SYSTEM", "flag", lambda stage: stage.status_id.endswith(("NEW", "WON", "LOSE"))),
        field("CATEGORY_ID", "code", lambda stage: str(stage.category_id or "")),
        field("COLOR", "code", "color"),
        field("SEMANTICS", "code", lambda stage: "" if stage.semantics == "P" else stage.semantics),
    ]
)


@method("crm.status.list", scope="crm", params={"order", "filter"}, blank_errors=True)
def status_list(call: Call) -> Listing:
    """The stages of all pipelines, not in pages (api-reference/crm/status/crm-status-list)."""
    grammar = Grammar(STATUS.classic, "")
    rows = grammar.matching(call.portal.company.stages, mapping(call, "filter"))
    rows = grammar.ordered(rows, mapping(call, "order"), {"SORT": "ASC"})
    return Listing([_status(row) for row in rows], len(rows), None)


def _status(stage: records.Stage) -> dict[str, Any]:
    shown = {each.name: values.classic(each.kind, each.read(stage)) for each in STATUS.all}
    nullable = {name: shown[name] or None for name in ("CATEGORY_ID", "SEMANTICS")}
    semantics = "apology" if stage.status_id.endswith("APOLOGY") else _SEMANTICS[stage.semantics]
    return {**shown, **nullable, "EXTRA": {"SEMANTICS": semantics, "COLOR": stage.color}}


@method("crm.category.list", scope="crm", required={"entityTypeId"})
def category_list(call: Call) -> Listing:
    """Pipelines (api-reference/crm/universal/category/crm-category-list)."""
    if str(call.params["entityTypeId"]) != str(records.DEAL):
        raise RestError("ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported")
    rows = [
        {
            "id": category.id,
            "name": category.name,
            "sort": category.sort,
            "entityTypeId": records.DEAL,
            "isDefault": "Y" if category.default else "N",
        }
        for category in call.portal.company.categories
    ]
    return Listing({"categories": rows}, len(rows), None)


@method("crm.stagehistory.list", scope="crm", params={"entityTypeId", "order", "filter", "select", "start"})
def stagehistory_list(call: Call) -> Listing:
    """The stages that readable deals entered (api-reference/crm/crm-stage-history-list)."""
    if str(call.params.get("entityTypeId")) != str(records.DEAL):
        raise RestError("ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported")
    company = call.portal.company

    def readable() -> Iterable[records.StageChange]:
        if call.user.admin:
            return company.history
        return company.history.of(deal.id for deal in company.rights.deals(call.user)).values()

    grammar = Grammar(crm_fields.STAGE_CHANGE.classic, "INVALID_ARG_VALUE", logic=True)
    found = grammar.listed(call, readable, {"ID": "ASC"})
    fields = crm_fields.STAGE_CHANGE.selected(several(call, "select"), crm_fields.STAGE_CHANGE.classic)
    return listing(
        found,
        call.params.get("start"),
        lambda part: {"items": [{f.name: values.item(f.kind, f.read(row)) for f in fields} for row in part]},
    )


@method("crm.currency.list", scope="crm", params={"order"}, blank_errors=True)
def currency_list(call: Call) -> Listing:
    """Currencies with their rates; needs access to the settings of the CRM (api-reference/crm/currency/…-list)."""
    if not call.user.admin:
        raise RestError("", "Access denied.")
    rows = [
        {
            "CURRENCY": currency.code,
            "AMOUNT_CNT": str(currency.count),
            "AMOUNT": f"{currency.amount:.4f}",
            "SORT": str((place + 1) * 100),
            "BASE": "Y" if currency.base else "N",
            "FULL_NAME": currency.name,
            "LID": "en",
            "FORMAT_STRING": currency.format,
            "DEC_POINT": ".",
            "THOUSANDS_SEP": "&nbsp;",
            "DECIMALS": str(currency.decimals),
            "DATE_UPDATE": values.classic("moment", int(call.now.timestamp())),
        }
        for place, currency in enumerate(call.portal.company.currencies)
    ]
    return Listing(rows, 0, None)


@method("crm.duplicate.findbycomm", scope="crm", params={"type", "values", "entity_type"})
def findbycomm(call: Call) -> dict[str, list[int]]:
    """Readable clients with one of these phones or addresses (api-reference/crm/duplicates/…-find-by-comm)."""
    kind = str(call.params.get("type", "")).upper()
    if not kind:
        raise RestError("Communication type is not defined", "Parameter 'type' is required.")
    if kind not in ("PHONE", "EMAIL"):
        text = f"Communication type '{kind}' is not supported in current context"
        raise RestError(text, text)
    wanted = several(call, "values")
    if not wanted:
        raise RestError("Communication values is not defined", "Parameter 'values' is required.")
    attribute, normal = ("phones", _digits) if kind == "PHONE" else ("emails", str.casefold)
    sought = {normal(str(value)) for value in wanted[:HITS]}
    rights = call.portal.company.rights
    found: dict[str, list[int]] = {}
    for name, rows in (("CONTACT", rights.contacts(call.user)), ("COMPANY", rights.companies(call.user))):
        if call.params.get("entity_type") not in (None, "", name):
            continue
        hits = sorted(row.id for row in rows if any(normal(value) in sought for value in getattr(row, attribute)))
        if hits:
            found[name] = hits[:HITS]
        if len(hits) >= HITS:
            break
    return found


def _digits(value: str) -> str:
    digits = "".join(letter for letter in value if letter.isdigit())
    # Domestic and international spellings of a Russian number are one number.
    return f"7{digits[1:]}" if len(digits) == 11 and digits[0] == "8" else digits
