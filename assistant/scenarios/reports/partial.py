"""What the portal did not give: said, with a button that tries again."""

from __future__ import annotations

from assistant.models import Button, Phrase, Reply
from assistant.scenarios.reports.amounts import told
from assistant.scenarios.reports.question import at
from assistant.scenarios.reports.report import Report
from assistant.scenarios.saying import button, rows, say

MISSING = {"deals": "reports.missing.deals", "history": "reports.missing.history"}


def told_missing(report: Report) -> tuple[Phrase, ...]:
    """How far the reading came; nothing where it came to its end."""
    missing = report.reading.missing
    if missing is None:
        return ()
    back = (say("reports.missing.back_to", day=missing.back_to),) if missing.back_to else ()
    key = MISSING[missing.what] if missing.total else "reports.missing.whole_history"
    return (say(key, at=report.portal.now, done=missing.done, total=missing.total, back=back),)


def again(report: Report) -> Button | None:
    """The same once more, where something is missing."""
    run = report.asked.run
    return button("button.try_again", at(run, run.view, run.offset)) if report.reading.missing else None


def part(report: Report) -> Reply:
    """What was counted until the portal's limits stopped it; nothing that needs all of it, no file."""
    figures, order = report.reading.now, report.currencies
    lines = (
        say("reports.first", head=report.asked.head, at=report.portal.now),
        *told_missing(report),
        say("reports.won", part=told(figures.won, order), tail=()),
        say("reports.lost", part=told(figures.lost, order), tail=()),
        say("reports.created", part=told(figures.created, order), tail=()),
    )
    return Reply(lines, rows((again(report),)))
