"""What a report counts as a spreadsheet: its deals, its tasks."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence

from assistant.errors import PortalError
from assistant.models import FILE, Cell, Client, Column, ColumnKind, Deal, Link, Period, Phrase, Sheet, Task
from assistant.scenarios.people import named
from assistant.scenarios.portal import Portal
from assistant.scenarios.reports.figures import counted_as
from assistant.scenarios.reports.people import names
from assistant.scenarios.reports.report import Report
from assistant.scenarios.reports.task_figures import TaskCounts
from assistant.scenarios.saying import say
from assistant.scenarios.task_sheet import COLUMNS, cells

log = logging.getLogger(__name__)

FEW = 500
"""Deals that come with one request, so that another may ask for their clients; of more only the view `file` does."""
ROLES = {"created": "reports.noun.created", "won": "reports.noun.won", "lost": "reports.noun.lost"}

TASK_ROLES = {
    "created": "reports.file.task_created",
    "closed": "reports.file.task_closed",
    "overdue": "reports.file.task_overdue",
}


def deals(report: Report) -> Sheet:
    """Every deal that counts, the newest first, with what it counts as: the sums of the columns are the report's."""
    asked, found = report.asked, report.reading.deals
    of = names({deal.assigned_to for deal in found}, report.portal)
    pipelines = {pipeline.id: pipeline.name for pipeline in report.portal.pipelines()}
    clients = _clients(report)

    def client(deal: Deal) -> tuple[Cell, ...]:
        if clients is None:
            return ()
        return (clients[deal.id].name if deal.id in clients else None,)

    def row(deal: Deal) -> tuple[Cell, ...]:
        roles = counted_as(deal, asked.period, report.portal.zone)
        person = of[deal.assigned_to]
        return (
            deal.id,
            Link(deal.title, deal.url),
            *client(deal),
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
            *(() if clients is None else (Column(say("reports.file.client")),)),
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
        name=say("reports.file.name", pipeline=asked.of_pipeline, period=asked.period),
        caption=say("reports.file.caption", head=asked.head, count=len(found)),
    )


def _clients(report: Report) -> Mapping[int, Client] | None:
    """With whom the deals are; `None`: that is left out, under a report that has taken its requests already."""
    reading = report.reading
    if reading.missing or (report.asked.run.view != FILE and reading.read > FEW):
        return None
    try:
        return report.portal.clients_of(reading.deals)
    except PortalError as error:
        log.warning("%s A report is without the clients of its deals: %s", error.id, error.detail)
        return None


def tasks(counted: Sequence[tuple[Task, TaskCounts]], head: Phrase, period: Period, portal: Portal) -> Sheet:
    """Every task that counts, the newest first, with what it counts as."""
    of = named({task.responsible for task, _ in counted}, portal)

    def all_rows() -> Iterator[tuple[Cell, ...]]:
        for task, counts in sorted(counted, key=lambda one: -one[0].id):
            parts = {"created": counts.created, "closed": counts.closed, "overdue": counts.overdue}
            roles = tuple(say(TASK_ROLES[name]) for name, number in parts.items() if number)
            title, *others = cells(task, of)
            yield (title, say("reports.file.roles", roles=roles), *others)

    title, *others = COLUMNS
    return Sheet(
        title=say("tasks.file.title"),
        columns=(title, Column(say("reports.file.counts_as")), *others),
        rows=all_rows(),
        name=say("reports.file.tasks_name", period=period),
        caption=say("reports.file.tasks_caption", head=head, count=len(counted)),
    )
