"""The view `compared` of a sales report: everything beside the period before."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from assistant.models import Phrase, Reply, Value
from assistant.scenarios.reports import charts
from assistant.scenarios.reports.amounts import averages, changes, percent, told
from assistant.scenarios.reports.figures import DealSums
from assistant.scenarios.reports.question import at, beside, how
from assistant.scenarios.reports.report import Report
from assistant.scenarios.saying import button, rows, say


def compared(report: Report) -> Reply:
    """A line a figure: now, before, and how it changed."""
    now, then, order = report.reading.now, report.reading.before, report.currencies
    lines = (
        say("reports.compared", head=report.asked.head, before=report.before),
        _line(say("reports.noun.won"), now.won, then.won, order),
        _line(say("reports.noun.lost"), now.lost, then.lost, order),
        _line(say("reports.noun.created"), now.created, then.created, order),
        say("reports.rate_then", now=_share(now.win_rate), before=_share(then.win_rate)),
        say("reports.average_then", now=averages(now, order) or _none(), before=averages(then, order) or _none()),
    )
    chart = charts.against_before(report)
    back = button("button.summary", at(report.asked.run))
    return Reply(
        lines,
        rows((back, how(report.asked.run, report.portal)), beside(report.asked)),
        attachments=(chart,) if chart else (),
    )


def _line(name: Phrase, now: DealSums, then: DealSums, order: Sequence[str]) -> Phrase:
    return say(
        "reports.then", name=name, now=told(now, order), before=told(then, order), changes=changes(now, then, order)
    )


def _share(share: Fraction | None) -> Value:
    return _none() if share is None else percent(share)


def _none() -> Phrase:
    return say("reports.none")
