"""A sales report worked out anew from the raw tables of a portal, by the words of docs/numbers.md and nothing else."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def report(
    tables: Tables, days: tuple[date, date], zone: tzinfo, people: set[int] | None = None, narrowed: str = ""
) -> Row:
    """Everything that the report says of the days from the first to the last."""
    first, last = days
    begin = datetime.combine(first, time(), zone).timestamp()
    end = datetime.combine(last + timedelta(days=1), time(), zone).timestamp()
    theirs = [deal for deal in tables["deals"] if people is None or deal["assigned_by"] in people]
    created = [deal for deal in theirs if begin <= deal["created"] < end]
    won = [deal for deal in theirs if deal["semantics"] == "S" and begin <= deal["moved"] < end]
    lost = [deal for deal in theirs if deal["semantics"] == "F" and begin <= deal["moved"] < end]
    return {
        "created": part(created),
        "won": part(won),
        "lost": part(lost),
        "averages": {
            currency: Fraction(total) / sum(deal["currency_id"] == currency for deal in won)
            for currency, total in part(won)["sums"].items()
        },
        "win_rate": Fraction(len(won), len(won) + len(lost)) if won or lost else None,
        "funnels": funnels(tables, created, narrowed),
        "people": {
            person: [part([deal for deal in some if deal["assigned_by"] == person]) for some in (created, won, lost)]
            for person in {deal["assigned_by"] for deal in (*created, *won, *lost)}
        },
    }


def part(deals: list[Row]) -> Row:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for deal in deals:
        sums[deal["currency_id"]] += Decimal(str(deal["opportunity"]))
    return {"number": len(deals), "sums": dict(sums), "without": len([d for d in deals if not d["opportunity"]])}


def funnels(tables: Tables, created: list[Row], narrowed: str) -> Row:
    shown: dict[int, set[str]] = defaultdict(set)
    for change in tables["history"]:
        shown[change["owner_id"]].add(change["stage_id"])
    found = {}
    for category in tables["categories"]:
        stages = [stage for stage in tables["stages"] if stage["category_id"] == category["id"]]
        process = sorted((s for s in stages if s["semantics"] == "P"), key=lambda s: s["sort"])
        final = next(stage for stage in stages if stage["semantics"] == "S")
        cohort = [deal for deal in created if deal["category_id"] == category["id"]]
        steps = [*process, final]

        def has_reached(deal: Row, stage: Row, steps: list[Row] = steps) -> bool:
            """Its history shows that stage, or a later one of the process, or the won one."""
            seen = shown[deal["id"]] or {deal["stage_id"]}
            return any(later["status_id"] in seen for later in steps[steps.index(stage) :])

        if narrowed:
            at = [stage for stage in steps if stage["status_id"] == narrowed]
            cohort = [deal for deal in cohort if at and has_reached(deal, at[0])]
        if cohort:
            reached = [sum(has_reached(deal, stage) for deal in cohort) for stage in steps]
            found[category["id"]] = {
                "cohort": len(cohort),
                "stages": [stage["status_id"] for stage in steps],
                "reached": reached,
                "of_before": [None] + [Fraction(b, a) if a else None for a, b in pairwise(reached)],
                "without_history": len([deal for deal in cohort if not shown[deal["id"]]]),
            }
    return found
