"""`report.sales`: what matters in six lines, a chart and the deals as a file; the rest behind buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.catalogue import Catalogue
from assistant.models import FILE, Button, Phrase, Reply, Run
from assistant.scenarios.calendar import month
from assistant.scenarios.deals.stages import choose_stages
from assistant.scenarios.portal import Portal
from assistant.scenarios.progress import Progress
from assistant.scenarios.reports import charts, files, funnel
from assistant.scenarios.reports.amounts import averages, changes, percent, told
from assistant.scenarios.reports.compared import compared
from assistant.scenarios.reports.comparing import period_before
from assistant.scenarios.reports.explaining import explain
from assistant.scenarios.reports.figures import PersonFigures
from assistant.scenarios.reports.people import by_person, names, ranked
from assistant.scenarios.reports.question import at, beside, question
from assistant.scenarios.reports.reading import Missing, read_sales
from assistant.scenarios.reports.report import Report
from assistant.scenarios.saying import button, rows, say

BEST = 3
"""People who are named in the first answer."""
WHY = "why"
MISSING = {"deals": "reports.missing.deals", "history": "reports.missing.history", "tasks": "reports.missing.tasks"}
NOTHING = {
    "own": "reports.nothing.own",
    "person": "reports.nothing.person",
    "team": "reports.nothing.team",
    "readable": "reports.nothing.readable",
}


def report_sales(run: Run, portal: Portal, catalogue: Catalogue, progress: Progress) -> Reply:  # noqa: ARG001
    """The sales of a period, in the view that is asked for."""
    asked = question(run, portal, month)
    if isinstance(asked, Reply):
        return asked
    stages = choose_stages(run, portal) if run.slots.stage else None
    if isinstance(stages, Reply):
        return stages
    before = period_before(asked.period, portal.now.date())
    if run.view == WHY:
        return explain(asked, before, stages, portal)
    codes = stages.ids if stages else ()
    keep = run.view not in VIEWS or run.view == FILE
    reading = read_sales(portal, (asked.period, before), asked.whose.ids, codes, progress, keep=keep)
    report = Report(asked, before, reading, stages, portal)
    if reading.missing and reading.missing.what == "deals":
        return _part(report, reading.missing)
    if report.empty:
        return _nothing(report)
    return VIEWS.get(run.view, _summary)(report)


def _summary(report: Report) -> Reply:
    figures, missing, order = report.reading.now, report.reading.missing, report.currencies
    average = averages(figures, order)
    tail = (say("reports.average", sums=average),) if average else ()
    lines = (
        say("reports.first", head=report.asked.head, at=report.portal.now),
        say("reports.won", part=told(figures.won, order), tail=tail),
        _against(report),
        say("reports.lost", part=told(figures.lost, order), tail=_rates(report)),
        say("reports.created", part=told(figures.created, order), tail=_without_amount(figures.created.without_amount)),
        *_best(report),
        *funnel.in_one_line(report),
        *((_told_missing(missing, report),) if missing else ()),
    )
    pictures = (charts.funnel(report.funnels[0], report.asked),) if report.funnels else ()
    return Reply(lines, _buttons(report), attachments=(*pictures, files.deals(report)))


def _file(report: Report) -> Reply:
    lines = (say("reports.first", head=report.asked.head, at=report.portal.now), say("reports.as_file"))
    back = button("button.summary", at(report.asked.run))
    return Reply(lines, rows((back, *beside(report.asked, report.portal))), attachments=(files.deals(report),))


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


def _rates(report: Report) -> tuple[Phrase, ...]:
    now, then = report.reading.now.win_rate, report.reading.before.win_rate
    if now is None:
        return ()
    if then is None:
        return (say("reports.rate", now=percent(now)),)
    return (say("reports.rates", now=percent(now), before=percent(then)),)


def _without_amount(number: int) -> tuple[Phrase, ...]:
    return (say("reports.without_amount", count=number),) if number else ()


def _best(report: Report) -> tuple[Phrase, ...]:
    """Who won most, of several people."""
    if not report.asked.of_several:
        return ()
    best = [each for each in ranked(report)[:BEST] if each.won.number]
    of = names([each.person for each in best], report.portal)

    def one(each: PersonFigures) -> Phrase:
        return say("reports.best_one", name=of[each.person], won=told(each.won, report.currencies))

    return (say("reports.best", people=tuple(map(one, best))),) if best else ()


def _buttons(report: Report) -> tuple[tuple[Button, ...], ...]:
    run = report.asked.run
    now = report.portal.now
    first = (
        _again(report) if report.reading.missing else None,
        button("button.funnel", at(run, funnel.VIEW)) if report.funnels else None,
        button("button.by_person", at(run, "by_person")) if report.asked.of_several else None,
        button("button.compared", at(run, "compared")),
    )
    why = button("button.why", replace(at(run, WHY), asked=now), number=report.reading.now.won.number)
    return rows(first, (why, *beside(report.asked, report.portal)[:2]))


def _nothing(report: Report) -> Reply:
    asked = report.asked
    line = say(NOTHING[asked.whose.kind], name=asked.whose.name, period=asked.period)
    return Reply((line,), rows(beside(asked, report.portal)))


def _part(report: Report, missing: Missing) -> Reply:
    """What was counted until the portal's limits stopped it; nothing that needs all of it, no file."""
    figures, order = report.reading.now, report.currencies
    lines = (
        say("reports.first", head=report.asked.head, at=report.portal.now),
        _told_missing(missing, report),
        say("reports.won", part=told(figures.won, order), tail=()),
        say("reports.lost", part=told(figures.lost, order), tail=()),
        say("reports.created", part=told(figures.created, order), tail=()),
    )
    return Reply(lines, rows((_again(report),)))


def _told_missing(missing: Missing, report: Report) -> Phrase:
    return say(MISSING[missing.what], at=report.portal.now, done=missing.done, total=missing.total)


def _again(report: Report) -> Button:
    run = report.asked.run
    return button("button.try_again", at(run, run.view, run.offset))
