"""The view `by_stage`: number and sums of each stage, in the order of the process."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from assistant.models import Deal, DealPage, Phrase, Reply, Stage
from assistant.scenarios.deals import neighbours
from assistant.scenarios.deals.selection import Selection
from assistant.scenarios.deals.sums import sums
from assistant.scenarios.paging import Page
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say


def by_stage(selection: Selection, found: DealPage, portal: Portal) -> Reply:
    """One line a stage; the pipeline is named when there are several."""
    groups: dict[str, list[Deal]] = defaultdict(list)
    stages: dict[str, Stage] = {}
    for deal in found.deals:
        groups[deal.stage.id].append(deal)
        stages[deal.stage.id] = deal.stage
    order = sorted(stages.values(), key=lambda stage: (stage.pipeline_id, stage.sort, stage.id))
    several = len({stage.pipeline_id for stage in order}) > 1
    names = {pipeline.id: pipeline.name for pipeline in portal.pipelines()} if several else {}
    page = Page.of(order, selection.run.offset)

    def line(stage: Stage) -> Phrase:
        name = say("text", text=stage.name)
        if stage.pipeline_id in names:
            name = say("deals.stage_of", stage=stage.name, pipeline=names[stage.pipeline_id])
        deals = groups[stage.id]
        total = sums(deals)
        if not total:
            return say("deals.stage_bare", stage=name, number=len(deals))
        return say("deals.stage_line", stage=name, number=len(deals), sums=total)

    head = say("deals.by_stage", head=selection.head, number=found.total)
    lines = (head, *(line(stage) for stage in page.shown), *page.rest_line(len(order)))
    back = button("button.as_list", neighbours.fresh(selection.run))
    why = button("button.why", replace(neighbours.fresh(selection.run), view="why"), number=found.total)
    return Reply(lines, rows((page.more(selection.run), back, why), (neighbours.other_people(selection),)))
