"""The view `funnel` of a sales report: the conversion from stage to stage, one pipeline at a time."""

from __future__ import annotations

from dataclasses import replace

from assistant.models import Button, Phrase, Reply
from assistant.scenarios.reports import charts
from assistant.scenarios.reports.amounts import percent
from assistant.scenarios.reports.figures import LOST, Funnel, StageReached
from assistant.scenarios.reports.partial import again, told_missing
from assistant.scenarios.reports.question import at, beside, how
from assistant.scenarios.reports.report import Report
from assistant.scenarios.saying import button, rows, say

VIEW = "funnel"
LINES = 5
"""Of stages below their heading; of a longer process several stages stand in a line."""
OTHERS = 5
"""Buttons with other pipelines."""


def in_one_line(report: Report) -> tuple[Phrase, ...]:
    """The largest pipeline, for the first answer, or why there is none."""
    if report.reading.missing:
        return told_missing(report)
    if not report.funnels:
        return (_none(report),)
    funnel = report.funnels[0]
    way, notes = tuple(map(_step, funnel.stages)), _notes(funnel, report)
    return (say("reports.funnel_line", pipeline=report.named(funnel), way=way, notes=notes),)


def button_to(report: Report) -> Button | None:
    """From the first answer to all funnels; where the stage that was named leaves none, to every stage."""
    run = report.asked.run
    if report.funnels:
        return button("button.funnels" if len(report.funnels) > 1 else "button.funnel", at(run, VIEW))
    if report.stages and not report.reading.missing:
        return button("button.any_stage", at(replace(run, slots=replace(run.slots, stage=None)), run.view))
    return None


def in_stages(report: Report) -> Reply:
    """The stages below each other; the run's offset is the place of the pipeline, the largest first."""
    run, funnels = report.asked.run, report.funnels
    back = button("button.summary", at(run))
    place = _place(report)
    if place is None:
        lines = (say("reports.first", head=report.asked.head, at=report.portal.now), *in_one_line(report))
        ways = (again(report) or button_to(report), back, how(run, report.portal))
        return Reply(lines, rows(ways, beside(report.asked)))
    shown = funnels[place]
    head = say(
        "reports.funnel",
        head=report.asked.head,
        pipeline=report.named(shown),
        cohort=say("reports.cohort", count=shown.cohort),
        notes=_notes(shown, report),
    )
    # The next ones first, so that each can be reached however many there are.
    order = [*range(place + 1, len(funnels)), *range(place)]
    others = tuple(button("button.text", at(run, VIEW, each), text=funnels[each].pipeline.name)
                   for each in order[:OTHERS])  # fmt: skip
    return Reply(
        (head, *_lines(shown)),
        rows(others[:3], others[3:], (back, how(run, report.portal)), beside(report.asked)),
        attachments=(charts.funnel(shown, report),),
    )


def _place(report: Report) -> int | None:
    """Of the funnel that is asked for, among those that there are."""
    if not report.funnels:
        return None
    return report.asked.run.offset if report.asked.run.offset < len(report.funnels) else 0


def _none(report: Report) -> Phrase:
    if not report.reading.now.created.number:
        return say("reports.no_funnel.nothing_created")
    if report.stages is None:
        return say("reports.no_funnel.unseen")
    stage = report.stages.name
    if report.stages.semantics == LOST:
        return say("reports.no_funnel.lost", stage=stage)
    return say("reports.no_funnel.not_reached", stage=stage)


def _notes(funnel: Funnel, report: Report) -> tuple[Phrase, ...]:
    narrowed = (say("reports.narrowed", stage=report.stages.name),) if report.stages else ()
    count = funnel.without_history
    return (*narrowed, say("reports.without_history", count=count)) if count else narrowed


def _lines(funnel: Funnel) -> tuple[Phrase, ...]:
    each = -(-len(funnel.stages) // LINES)
    if each == 1:
        return tuple(map(_line, funnel.stages))
    ways = (funnel.stages[start : start + each] for start in range(0, len(funnel.stages), each))
    return tuple(
        say("reports.way" if number else "reports.way_first", way=tuple(map(_step, way)))
        for number, way in enumerate(ways)
    )


def _step(each: StageReached) -> Phrase:
    if each.of_before is None:
        return say("reports.stage_bare", stage=each.stage.name, number=each.reached)
    return say("reports.stage", stage=each.stage.name, number=each.reached, share=percent(each.of_before))


def _line(each: StageReached) -> Phrase:
    if each.of_before is None:
        return say("reports.stage_line_first", stage=each.stage.name, number=each.reached)
    return say("reports.stage_line", stage=each.stage.name, number=each.reached, share=percent(each.of_before))
