"""The deals of a sales report as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.models import Cell, Column, ColumnKind, Deal, Link, Phrase, Sheet
from assistant.scenarios.reports.figures import counted_as
from assistant.scenarios.reports.people import names
from assistant.scenarios.reports.report import Report
from assistant.scenarios.saying import say

ROLES = {"created": "reports.noun.created", "won": "reports.noun.won", "lost": "reports.noun.lost"}


def deals(report: Report) -> Sheet:
    """Every deal that counts, the newest first, with what it counts as: the sums of the columns are the report's."""
    asked, found = report.asked, report.reading.deals
    of = names({deal.assigned_to for deal in found}, report.portal)
    pipelines = {pipeline.id: pipeline.name for pipeline in report.portal.pipelines()}

    def row(deal: Deal) -> tuple[Cell, ...]:
        roles = counted_as(deal, asked.period, report.portal.zone)
        person = of[deal.assigned_to]
        return (
            deal.id,
            Link(deal.title, deal.url),
            say("reports.file.roles", roles=tuple(say(ROLES[role]) for role in roles)),
            person if isinstance(person, str | Phrase) else None,
            pipelines.get(deal.stage.pipeline_id, ""),
            deal.stage.name,
            deal.amount.value,
            deal.amount.currency,
            deal.created,
            deal.moved,
            deal.closes,
        )

    def all_rows() -> Iterator[tuple[Cell, ...]]:
        yield from (row(deal) for deal in sorted(found, key=lambda deal: -deal.id))

    return Sheet(
        title=say("reports.file.title"),
        columns=(
            Column(say("reports.file.id"), ColumnKind.NUMBER),
            Column(say("reports.file.deal"), ColumnKind.LINK),
            Column(say("reports.file.counts_as")),
            Column(say("reports.file.person")),
            Column(say("reports.file.pipeline")),
            Column(say("reports.file.stage")),
            Column(say("reports.file.amount"), ColumnKind.MONEY),
            Column(say("reports.file.currency")),
            Column(say("reports.file.created"), ColumnKind.MOMENT),
            Column(say("reports.file.moved"), ColumnKind.MOMENT),
            Column(say("reports.file.closes"), ColumnKind.DATE),
        ),
        rows=all_rows(),
        name=say("reports.file.name", period=asked.period),
        caption=say("reports.file.caption", head=asked.head, count=len(found)),
    )
