"""The view `file`: all the deals of a question as a spreadsheet, in the order of the list."""

from __future__ import annotations

from assistant.models import Cell, Column, ColumnKind, Deal, DealPage, Link, Phrase, Reply, Sheet
from assistant.scenarios.deals.selection import Selection
from assistant.scenarios.deals.sums import by_importance
from assistant.scenarios.people import named
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import say

COLUMNS = (
    Column(say("deals.file.deal")),
    Column(say("deals.file.client")),
    Column(say("deals.file.amount"), ColumnKind.MONEY),
    Column(say("deals.file.currency")),
    Column(say("deals.file.stage")),
    Column(say("deals.file.pipeline")),
    Column(say("deals.file.person")),
    Column(say("deals.file.created"), ColumnKind.MOMENT),
    Column(say("deals.file.moved"), ColumnKind.MOMENT),
    Column(say("deals.file.closes"), ColumnKind.DATE),
    Column(say("deals.file.touched"), ColumnKind.MOMENT),
    Column(say("deals.file.link"), ColumnKind.LINK),
)


def as_file(selection: Selection, found: DealPage, portal: Portal) -> Reply:
    """The file alone: its caption says which deals, how many and of when."""
    names = named({deal.assigned_to for deal in found.deals}, portal)
    clients = portal.clients_of(found.deals)
    pipelines = {pipeline.id: pipeline.name for pipeline in portal.pipelines()}

    def row(deal: Deal) -> tuple[Cell, ...]:
        person: str | Phrase = ""
        if deal.assigned_to:
            person = names.get(deal.assigned_to) or say("deals.file.somebody", id=str(deal.assigned_to))
        return (
            deal.title,
            clients[deal.id].name if deal.id in clients else None,
            deal.amount.value,
            deal.amount.currency,
            deal.stage.name,
            pipelines.get(deal.stage.pipeline_id, ""),
            person,
            deal.created,
            deal.moved,
            deal.closes,
            deal.last_activity,
            Link("", deal.url),
        )

    sheet = Sheet(
        title=say("deals.file.title"),
        columns=COLUMNS,
        rows=(row(deal) for deal in by_importance(found.deals, selection.criteria.state)),
        name=say("deals.file.name", head=selection.head, day=found.as_of.date().isoformat()),
        caption=say("deals.file.caption", head=selection.head, count=len(found.deals), at=found.as_of),
    )
    return Reply((), attachments=(sheet,), shareable=False)
