"""The two list methods of deals: how criteria are said to each and how its rows are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from assistant.bitrix24.answers import number
from assistant.bitrix24.moments import bounds, day, midnight, moment
from assistant.bitrix24.rows import Listing
from assistant.models import Deal, DealCriteria, Money, Stage

DEAL, CONTACT, COMPANY = 2, 3, 4
"""Entity types (api-reference/crm/data-types)."""
SEMANTICS = {"open": ("P",), "won": ("S",), "lost": ("F",), "closed": ("S", "F")}

StageOf = Callable[[str, str], Stage]
"""A stage by its code; the second value is what the row says of its semantics."""


class DealList(Protocol):
    """A way to list deals."""

    def listings(self, criteria: DealCriteria, zone: ZoneInfo) -> tuple[Listing, ...]:
        """What to ask; several listings where the method knows no "or"."""
        ...

    def deal(self, row: Mapping[str, Any], stage_of: StageOf, zone: ZoneInfo) -> Deal:
        """A row as a record."""
        ...


class ItemList:
    """`crm.item.list` (api-reference/crm/universal/crm-item-list)."""

    _select = (
        "id",
        "title",
        "stageId",
        "stageSemanticId",
        "categoryId",
        "opportunity",
        "currencyId",
        "assignedById",
        "companyId",
        "contactId",
        "createdTime",
        "movedTime",
        "closedate",
        "lastActivityTime",
    )

    def listings(self, criteria: DealCriteria, zone: ZoneInfo) -> tuple[Listing, ...]:
        """One listing: this method has "or"."""
        condition = _condition(criteria, zone, _CAMEL)
        clients: dict[str, Any] = {}
        if criteria.contact_ids:
            clients["0"] = {"@contactId": list(criteria.contact_ids)}
        if criteria.company_ids:
            clients[str(len(clients))] = {"@companyId": list(criteria.company_ids)}
        if clients:
            condition["0"] = {"logic": "OR", **clients}
        params = {"entityTypeId": DEAL, "select": list(self._select)}
        return (Listing("crm.item.list", condition, params, rows=("items",)),)

    def deal(self, row: Mapping[str, Any], stage_of: StageOf, zone: ZoneInfo) -> Deal:
        """Camel case, numbers as numbers."""
        return _deal(row, _CAMEL, stage_of, zone)


class ClassicList:
    """`crm.deal.list`, for portals without the other one (api-reference/crm/deals/crm-deal-list)."""

    def listings(self, criteria: DealCriteria, zone: ZoneInfo) -> tuple[Listing, ...]:
        """A listing for contacts and one for companies: this method has no "or"."""
        condition = _condition(criteria, zone, _CLASSIC)
        variants = []
        if criteria.contact_ids:
            variants.append({**condition, "@CONTACT_ID": list(criteria.contact_ids)})
        if criteria.company_ids:
            variants.append({**condition, "@COMPANY_ID": list(criteria.company_ids)})
        select = {"select": sorted(set(_CLASSIC.values()))}
        return tuple(Listing("crm.deal.list", each, select, id="ID", key="ID") for each in variants or [condition])

    def deal(self, row: Mapping[str, Any], stage_of: StageOf, zone: ZoneInfo) -> Deal:
        """Upper case, everything a text."""
        return _deal(row, _CLASSIC, stage_of, zone)


_CLASSIC = {
    "id": "ID",
    "title": "TITLE",
    "stageId": "STAGE_ID",
    "stageSemanticId": "STAGE_SEMANTIC_ID",
    "categoryId": "CATEGORY_ID",
    "opportunity": "OPPORTUNITY",
    "currencyId": "CURRENCY_ID",
    "assignedById": "ASSIGNED_BY_ID",
    "companyId": "COMPANY_ID",
    "contactId": "CONTACT_ID",
    "createdTime": "DATE_CREATE",
    "movedTime": "MOVED_TIME",
    "closedate": "CLOSEDATE",
    "lastActivityTime": "LAST_ACTIVITY_TIME",
}
_CAMEL = {name: name for name in _CLASSIC}


def _condition(criteria: DealCriteria, zone: ZoneInfo, names: Mapping[str, str]) -> dict[str, Any]:
    """The filter, as docs/numbers.md defines states, dates and amounts."""
    condition: dict[str, Any] = {}
    if semantics := SEMANTICS.get(criteria.state):
        condition[f"@{names['stageSemanticId']}"] = list(semantics)
    if criteria.period is not None:
        counted = counted_date(criteria)
        if counted == "closedate":
            # A calendar date: no midnights, no zones.
            condition[f">={names[counted]}"] = criteria.period.first.isoformat()
            condition[f"<={names[counted]}"] = criteria.period.last.isoformat()
        else:
            condition |= bounds(names[counted], criteria.period, zone)
    if criteria.created_before is not None:
        condition[f"<{names['createdTime']}"] = midnight(criteria.created_before, zone)
    if criteria.created_from is not None:
        condition[f">={names['createdTime']}"] = midnight(criteria.created_from, zone)
    if criteria.assigned_to is not None:
        condition[f"@{names['assignedById']}"] = list(criteria.assigned_to)
    if criteria.stages:
        condition[f"@{names['stageId']}"] = list(criteria.stages)
    if criteria.pipeline_id is not None:
        condition[names["categoryId"]] = criteria.pipeline_id
    if criteria.amount is not None:
        if criteria.amount.min is not None:
            condition[f">={names['opportunity']}"] = str(criteria.amount.min)
        if criteria.amount.max is not None:
            condition[f"<={names['opportunity']}"] = str(criteria.amount.max)
        if criteria.amount.currency is not None:
            condition[names["currencyId"]] = criteria.amount.currency
    return condition


def counted_date(criteria: DealCriteria) -> str:
    """Which date of a deal a period means."""
    if criteria.date_meaning == "closing":
        return "closedate"
    if criteria.date_meaning == "created" or criteria.state in ("all", "open"):
        return "createdTime"
    return "movedTime"


def _deal(row: Mapping[str, Any], names: Mapping[str, str], stage_of: StageOf, zone: ZoneInfo) -> Deal:
    def at(name: str) -> Any:
        return row.get(names[name])

    return Deal(
        id=number(at("id")) or 0,
        title=str(at("title") or ""),
        amount=Money(Decimal(str(at("opportunity") or 0)), str(at("currencyId") or "")),
        stage=stage_of(str(at("stageId") or ""), str(at("stageSemanticId") or "P")),
        assigned_to=number(at("assignedById")) or 0,
        company_id=number(at("companyId")) or 0,
        contact_id=number(at("contactId")) or 0,
        created=moment(at("createdTime"), zone),
        moved=moment(at("movedTime"), zone),
        closes=day(at("closedate")),
        last_activity=moment(at("lastActivityTime"), zone),
    )
