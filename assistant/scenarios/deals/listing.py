"""`deals.list`: the headline with number and sums, six deals, then what else can be seen."""

from __future__ import annotations

from dataclasses import replace

from assistant.catalogue import Catalogue
from assistant.models import FILE, Button, DealPage, Phrase, Reply, Run
from assistant.scenarios.deals import neighbours
from assistant.scenarios.deals.finding import answer_found
from assistant.scenarios.deals.grouping import by_stage
from assistant.scenarios.deals.lines import deal_lines
from assistant.scenarios.deals.selection import Selection
from assistant.scenarios.deals.sheet import as_file
from assistant.scenarios.deals.sums import by_importance, sums
from assistant.scenarios.paging import Page
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

VIEWS = {"by_stage": by_stage, FILE: as_file}


def list_deals(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """The deals of a question, in the view that it asks for."""
    return answer_found(run, portal, VIEWS.get(run.view, _list))


def _list(selection: Selection, found: DealPage, portal: Portal) -> Reply:
    run = selection.run
    page = Page.of(by_importance(found.deals, selection.criteria.state), run.offset)
    lines = (
        headline(selection, found, page),
        *deal_lines(page.shown, selection, portal),
        *page.rest_line(found.total),
        *warnings(selection, found),
    )
    stages = {deal.stage.id for deal in found.deals}
    first = (
        page.more(run),
        button("button.by_stage", view(run, "by_stage")) if len(stages) > 1 else None,
        button("button.why", view(run, "why"), number=found.total),
    )
    as_file = button("button.as_file", view(run, FILE))
    beside = (neighbours.beside_period(selection, portal), neighbours.other_people(selection), as_file)
    return Reply(lines, rows(first, _pipelines(selection), beside))


def headline(selection: Selection, found: DealPage, page: Page[object] | None = None) -> Phrase:
    """Like "Your open deals: 14 · €182,400 · 310 000 ₽"; on later pages which rows are shown."""
    if page and page.start:
        return say("deals.rows", head=selection.head, first=page.start + 1, last=page.end, total=found.total)
    total = sums(found.deals)
    if not total or found.total > len(found.deals):
        return say("deals.headline_bare", head=selection.head, number=found.total)
    return say("deals.headline", head=selection.head, number=found.total, sums=total)


def warnings(selection: Selection, found: DealPage) -> tuple[Phrase, ...]:
    """What would mislead when it stayed unsaid."""
    lines: list[Phrase] = []
    total = sums(found.deals)
    if total and found.total > len(found.deals):
        lines.append(say("deals.partial", number=len(found.deals), sums=total))
    amount = selection.criteria.amount
    if amount and not amount.currency and len({deal.amount.currency for deal in found.deals}) > 1:
        lines.append(say("deals.own_currency"))
    return tuple(lines)


def view(run: Run, name: str) -> Run:
    """The same deals, told in another way."""
    return replace(run, intent="deals.list", view=name, offset=0, read_as="")


def _pipelines(selection: Selection) -> tuple[Button, ...]:
    """One button a pipeline, when the name of a stage stands in several."""
    stages = selection.stages
    if stages is None or len(stages.pipelines) < 2:
        return ()
    names = {pipeline.id: pipeline.name for pipeline in stages.pipelines}
    return tuple(
        button("button.text", _at(selection.run, stage.id), text=names[stage.pipeline_id]) for stage in stages.stages
    )


def _at(run: Run, stage: str) -> Run:
    return replace(run, slots=replace(run.slots, stage=stage), offset=0, read_as="")
