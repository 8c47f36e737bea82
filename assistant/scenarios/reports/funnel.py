"""The view `funnel` of a sales report: the conversion from stage to stage, one pipeline at a time."""

from __future__ import annotations

from assistant.models import Phrase, Reply
from assistant.scenarios.reports import charts
from assistant.scenarios.reports.amounts import percent
from assistant.scenarios.reports.figures import Funnel, StageReached
from assistant.scenarios.reports.question import at, beside
from assistant.scenarios.reports.report import Report
from assistant.scenarios.saying import button, rows, say

VIEW = "funnel"


def in_one_line(report: Report) -> tuple[Phrase, ...]:
    """The largest pipeline, for the first answer."""
    if not report.funnels:
        return ()
    funnel = report.funnels[0]
    first, *others = funnel.stages
    way = (
        say("reports.stage_first", stage=first.stage.name, number=first.reached),
        *(_next(each) for each in others),
    )
    return (say("reports.funnel_line", pipeline=_named(funnel, report), way=way, notes=_notes(funnel, report)),)


def in_stages(report: Report) -> Reply:
    """A line a stage; the run's offset is the place of the pipeline, the largest first."""
    run, funnels = report.asked.run, report.funnels
    if not funnels:
        line = say("reports.no_funnel", head=report.asked.head)
        return Reply((line,), rows((button("button.summary", at(run)),), beside(report.asked, report.portal)))
    shown = funnels[run.offset] if run.offset < len(funnels) else funnels[0]
    head = say("reports.funnel", head=report.asked.head, pipeline=_named(shown, report), notes=_narrowed(report))
    cohort = say("reports.cohort", count=shown.cohort, notes=_without_history(shown))
    others = tuple(
        button("button.text", at(run, VIEW, place), text=each.pipeline.name)
        for place, each in enumerate(funnels)
        if each is not shown
    )
    back = button("button.summary", at(run))
    return Reply(
        (head, cohort, *(_line(each) for each in shown.stages)),
        rows((*others[:2], back), beside(report.asked, report.portal)),
        attachments=(charts.funnel(shown, report.asked),),
    )


def _named(funnel: Funnel, report: Report) -> tuple[Phrase, ...]:
    """The pipeline, where there are several."""
    if len(report.funnels) < 2 or not funnel.pipeline.name:
        return ()
    return (say("reports.pipeline", name=funnel.pipeline.name),)


def _narrowed(report: Report) -> tuple[Phrase, ...]:
    return (say("reports.narrowed", stage=report.stages.name),) if report.stages else ()


def _without_history(funnel: Funnel) -> tuple[Phrase, ...]:
    return (say("reports.without_history", count=funnel.without_history),) if funnel.without_history else ()


def _notes(funnel: Funnel, report: Report) -> tuple[Phrase, ...]:
    return (*_narrowed(report), *_without_history(funnel))


def _next(each: StageReached) -> Phrase:
    if each.of_before is None:
        return say("reports.stage_bare", stage=each.stage.name, number=each.reached)
    return say("reports.stage", stage=each.stage.name, number=each.reached, share=percent(each.of_before))


def _line(each: StageReached) -> Phrase:
    if each.of_before is None:
        return say("reports.stage_line_first", stage=each.stage.name, number=each.reached)
    return say("reports.stage_line", stage=each.stage.name, number=each.reached, share=percent(each.of_before))
