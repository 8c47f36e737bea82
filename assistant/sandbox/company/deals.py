"""Changing deals: a new stage leaves its trace in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.clock import calendar_day, day
from assistant.sandbox.company.records import Deal, StageChange

if TYPE_CHECKING:
    from assistant.sandbox.company.company import Company
    from assistant.sandbox.company.records import Stage, User

CREATED, BETWEEN, FINAL = 1, 2, 3


def add(company: Company, fields: dict[str, Any], by: User, now: int) -> Deal:
    """A new deal with these classic fields, at the first stage of its pipeline unless told otherwise.

    Raises:
        ValueError: for an unknown field, pipeline, stage or value; nothing is added then.
    """
    category = int(fields.get("CATEGORY_ID") or 0)
    stages = [stage for stage in company.stages if stage.category_id == category]
    if not stages:
        raise ValueError(f"There is no pipeline {category}")
    today = calendar_day(now)
    deal = Deal(
        company.deals.next_id(), "", category, "", "P", 0.0, "EUR", now, now, now, now, today, today, by.id, by.id,
        by.id, 0, 0,
    )  # fmt: skip
    company.deals.add(deal)
    try:
        first = {"STAGE_ID": min(stages, key=lambda stage: stage.sort).status_id}
        change(
            company, deal, {name: value for name, value in (first | fields).items() if name != "CATEGORY_ID"}, by, now
        )
    except (ValueError, TypeError):
        remove(company, deal)
        raise
    return deal


def remove(company: Company, deal: Deal) -> None:
    """Take a deal out with its history."""
    for step in company.history.of([deal.id]).values():
        company.history.remove(step)
    company.deals.remove(deal)


def change(company: Company, deal: Deal, fields: dict[str, Any], by: User, now: int) -> dict[str, Any]:
    """Set classic fields of a deal; `now` is Unix seconds.

    Returns:
        The fields with the values that they have now.

    Raises:
        ValueError: for an unknown field, stage or value.
    """
    texts = {"TITLE": "title", "CURRENCY_ID": "currency_id", "COMMENTS": "comments"}
    references = {"ASSIGNED_BY_ID": "assigned_by", "CONTACT_ID": "contact_id", "COMPANY_ID": "company_id"}
    for name, value in fields.items():
        if name == "STAGE_ID":
            enter(company, deal, _stage(company, deal, str(value)), now, by.id)
        elif name == "OPPORTUNITY":
            deal.opportunity = float(value or 0)
        elif name == "CLOSEDATE":
            deal.close = day(str(value))
        elif name in texts:
            setattr(deal, texts[name], str(value))
        elif name in references:
            setattr(deal, references[name], int(value))
        else:
            raise ValueError(f"Field {name} of a deal cannot be changed")
    deal.updated = now
    company.deals.put(deal)
    return fields


def enter(company: Company, deal: Deal, stage: Stage, moment: int, by: int) -> None:
    """Move a deal to a stage of its pipeline and note that in the history; an end sets the closing date."""
    if deal.stage_id == stage.status_id:
        return
    kind = (BETWEEN if deal.stage_id else CREATED) if stage.semantics == "P" else FINAL
    deal.stage_id, deal.semantics = stage.status_id, stage.semantics
    deal.moved, deal.updated, deal.moved_by = moment, moment, by
    if stage.semantics != "P":
        deal.close = calendar_day(moment)
    history = company.history
    history.add(
        StageChange(history.next_id(), kind, deal.id, moment, stage.category_id, stage.semantics, stage.status_id)
    )


def _stage(company: Company, deal: Deal, status_id: str) -> Stage:
    for stage in company.stages:
        if stage.status_id == status_id and stage.category_id == deal.category_id:
            return stage
    raise ValueError(f"The pipeline of this deal has no stage {status_id}")
