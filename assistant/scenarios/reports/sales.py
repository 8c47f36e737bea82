"""`report.sales`: what matters in six lines, a chart and the deals as a file; the rest behind buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.catalogue import Catalogue
from assistant.models import FILE, Button, Phrase, Reply, Run
from assistant.scenarios.calendar import month
from assistant.scenarios.deals.pipelines import choose_pipeline, or_pipeline
from assistant.scenarios.deals.stages import choose_stages
from assistant.scenarios.portal import Portal
from assistant.scenarios.progress import Progress
from assistant.scenarios.reports import charts, files, funnel
from assistant.scenarios.reports.amounts import averages, changes, percent, told
from assistant.scenarios.reports.compared import compared
from assistant.scenarios.reports.comparing import period_before
from assistant.scenarios.reports.explaining import explain
from assistant.scenarios.reports.partial import again, part
from assistant.scenarios.reports.people import best_line, best_of, by_person, names
from assistant.scenarios.reports.question import WHY, any_pipeline, at, beside, question
from assistant.scenarios.reports.reading import read_sales
from assistant.scenarios.reports.report import Report
from assistant.scenarios.saying import button, rows, say

NOTHING = {
    "own": "reports.nothing.own",
    "person": "reports.nothing.person",
    "team": "reports.nothing.team",
    "readable": "reports.nothing.readable",
}


def report_sales(run: Run, portal: Portal, catalogue: Catalogue, progress: Progress) -> Reply:
    """The sales of a period, in the view that is asked for."""
    narrowed = choose_pipeline(run, portal)
    if isinstance(narrowed, Reply):
        return narrowed
    said, (run, pipeline) = run, narrowed
    asked = question(run, portal, month)
    if isinstance(asked, Reply):
        meant = or_pipeline(said, asked, portal)
        return report_sales(meant, portal, catalogue, progress) if isinstance(meant, Run) else meant
    asked = replace(asked, pipeline=pipeline)
    stages = choose_stages(run, portal, pipeline) if run.slots.stage else None
    if isinstance(stages, Reply):
        return stages
    before = period_before(asked.period, portal.now.date())
    if run.view == WHY:
        return explain(asked, before, stages, portal)
    codes = stages.ids if stages else ()
    keep = run.view not in VIEWS or run.view == FILE
    history = run.view != FILE
    reading = read_sales(portal, (asked.period, before), asked.criteria, codes, progress, keep=keep, history=history)
    report = Report(asked, before, reading, stages, portal)
    if reading.missing and reading.missing.what == "deals":
        reply = part(report)
    elif report.empty:
        reply = _nothing(report)
    else:
        reply = VIEWS.get(run.view, _summary)(report)
    return replace(reply, rows=asked.rows("deals.list"))


def _summary(report: Report) -> Reply:
    figures, order = report.reading.now, report.currencies
    average = averages(figures, order)
    tail = (say("reports.average", sums=average),) if average else ()
    best = best_of(report)
    named = names([each.person for each in best], report.portal)
    lines = (
        say("reports.first", head=report.asked.head, at=report.portal.now),
        say("reports.won", part=told(figures.won, order), tail=tail),
        _against(report),
        _created_and_lost(report),
        *best_line(best, named, report),
        *funnel.in_one_line(report),
    )
    chart = charts.overview(report, best, named)
    return Reply(lines, _buttons(report), attachments=(chart, files.deals(report)))


def _file(report: Report) -> Reply:
    lines = (say("reports.first", head=report.asked.head, at=report.portal.now), say("reports.as_file"))
    back = button("button.summary", at(report.asked.run))
    return Reply(lines, rows((back, *beside(report.asked))), attachments=(files.deals(report),))


VIEWS: Mapping[str, Callable[[Report], Reply]] = {
    FILE: _file,
    funnel.VIEW: funnel.in_stages,
    "by_stage": funnel.in_stages,
    "by_person": by_person,
    "compared": compared,
}


def _against(report: Report) -> Phrase:
    now, then, order = report.reading.now.won, report.reading.before.won, report.currencies
    return say("reports.before", before=report.before, part=told(then, order), changes=changes(now, then, order))


def _created_and_lost(report: Report) -> Phrase:
    figures, order = report.reading.now, report.currencies
    empty = figures.created.without_amount
    without = (say("reports.without_amount", count=empty),) if empty else ()
    created = say("reports.created", part=told(figures.created, order), tail=without)
    return say("reports.sentences", first=created, second=_lost(report))


def _lost(report: Report) -> Phrase:
    now, then = report.reading.now, report.reading.before
    rates: tuple[Phrase, ...] = ()
    if now.win_rate is not None and then.win_rate is not None:
        rates = (say("reports.rates", now=percent(now.win_rate), before=percent(then.win_rate)),)
    elif now.win_rate is not None:
        rates = (say("reports.rate", now=percent(now.win_rate)),)
    return say("reports.lost", part=told(now.lost, report.currencies), tail=rates)


def _buttons(report: Report) -> tuple[tuple[Button, ...], ...]:
    run = report.asked.run
    first = (
        again(report),
        funnel.button_to(report),
        button("button.by_person", at(run, "by_person")) if report.asked.of_several else None,
        button("button.compared", at(run, "compared")),
    )
    why = replace(at(run, WHY), asked=report.portal.now)
    number = report.reading.now.won.number
    around = beside(report.asked)[: 1 if report.asked.pipeline else 2]
    return rows(first, (button("button.why", why, number=number), any_pipeline(report.asked), *around))


def _nothing(report: Report) -> Reply:
    asked = report.asked
    line = say(NOTHING[asked.whose.kind], name=asked.whose.name, period=asked.period)
    if asked.pipeline:
        line = say("reports.nothing_in_pipeline", name=asked.pipeline.name, line=line)
    return Reply((line,), rows((any_pipeline(asked), *beside(asked))))
