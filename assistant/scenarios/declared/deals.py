"""The source `deals`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.models import Deal, DealPage, Link, Reply, Run, Value
from assistant.scenarios.deals import neighbours
from assistant.scenarios.deals.explaining import explain
from assistant.scenarios.deals.listing import warnings
from assistant.scenarios.deals.selection import Selection, select
from assistant.scenarios.deals.sums import by_importance, sums
from assistant.scenarios.declared.found import Found, Row, Values, Wanted, joined
from assistant.scenarios.people import told_whose
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, say


def read_deals(run: Run, portal: Portal, wanted: Wanted) -> Found | Reply:
    """Deals that a question means, the most important first."""
    selection = select(run, portal)
    if isinstance(selection, Reply):
        return selection
    found = portal.deals(selection.criteria)
    names = portal.users({deal.assigned_to for deal in found.deals}) if "person" in wanted.fields else {}

    def row(deal: Deal) -> Row:
        touched = deal.last_activity or deal.created
        quiet = (portal.now.date() - touched.astimezone(portal.zone).date()).days if touched else 0
        responsible = names.get(deal.assigned_to)
        values: dict[str, Value] = {
            "deal": Link(deal.title, deal.url),
            "title": deal.title,
            "amount": deal.amount if deal.amount.value else say("deals.no_amount"),
            "stage": deal.stage.name,
            "person": responsible.name if responsible else "",
            "created": deal.created or "",
            "moved": deal.moved or "",
            "closes": deal.closes or "",
            "last_activity": deal.last_activity or "",
            "quiet_days": max(quiet, 0),
        }
        return Row(values, deal)

    return Found(
        rows=tuple(row(deal) for deal in by_importance(found.deals, selection.criteria.state)),
        tell=lambda rows: _told(rows, selection, found),
        nothing=lambda: neighbours.nothing(selection, portal),
        ways={
            "why": button("button.why", replace(run, view="why", read_as=""), number=found.total),
            "period_before": neighbours.beside_period(selection, portal),
            "other_people": neighbours.other_people(selection),
        },
        remarks=warnings(selection, found),
        explain=lambda: explain(selection, found, portal),
    )


def _told(rows: Sequence[Row], selection: Selection, found: DealPage) -> Values:
    """A sum is told of all deals or not at all."""
    deals = [row.record for row in rows]
    count = found.total if len(deals) == len(found.deals) else len(deals)
    return {
        "count": count,
        "period": selection.criteria.period or "",
        "as_of": found.as_of,
        "head": selection.head,
        "whose": told_whose(selection.whose),
        "deals": selection.number(count),
        "filters": joined(selection.filters(count)),
        "sums": sums(deals) if found.total == len(found.deals) else (),
    }
