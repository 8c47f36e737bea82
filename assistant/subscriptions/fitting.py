"""What fits a question: the rhythm that is offered, and the period that makes sense at each delivery."""

from __future__ import annotations

from datetime import time
from enum import StrEnum

from assistant.models import Rhythm, Run, Span, Unit
from assistant.models.rhythm import EVERY_DAY, WORKING_DAYS

MORNING = time(9)
MONDAYS = Rhythm(MORNING, (0,))
WORKDAYS = Rhythm(MORNING, WORKING_DAYS)
DAILY = Rhythm(MORNING, EVERY_DAY)
FIRST_OF_MONTH = Rhythm(MORNING, day=1)


class Subscribable(StrEnum):
    """Intents whose answers can be subscribed to."""

    DEALS = "deals.list"
    NUMBER = "deals.count"
    TASKS = "tasks.list"
    MEETINGS = "meetings.list"
    SALES = "report.sales"
    TASK_REPORT = "report.tasks"
    BIRTHDAYS = "people.birthdays"
    NEWCOMERS = "people.newcomers"


SUBSCRIBABLE = frozenset(Subscribable)
USUAL_SPANS = {
    Subscribable.SALES: Span(Unit.MONTH),
    Subscribable.TASK_REPORT: Span(Unit.WEEK),
    Subscribable.BIRTHDAYS: Span(Unit.WEEK),
    Subscribable.NEWCOMERS: Span(Unit.MONTH),
}
"""What a question without a period is about, where it is not simply now."""
LOOK_BACK = frozenset({"won", "lost", "closed", "all"})
"""States of deals whose period is one of what has happened."""


def fitting(run: Run, span: Span | None) -> Rhythm:
    """The rhythm that is offered for a question."""
    span = span or USUAL_SPANS.get(run.intent)  # type: ignore[call-overload]
    if run.intent == Subscribable.MEETINGS or (run.intent == Subscribable.TASKS and _of_today(run, span)):
        return WORKDAYS
    if span and span.unit in {Unit.MONTH, Unit.QUARTER, Unit.HALF, Unit.YEAR} and _looks_back(run):
        return FIRST_OF_MONTH
    return MONDAYS


def effective(run: Run, span: Span | None, rhythm: Rhythm) -> Span | None:
    """The span of a delivery; on the first day of a unit the one that has just ended is meant."""
    span = span or USUAL_SPANS.get(run.intent)  # type: ignore[call-overload]
    if span is None or not _looks_back(run) or (span.first, span.last) != (0, 0):
        return span
    begins = {Unit.WEEK: rhythm.weekdays == (0,), Unit.DAY: rhythm.at <= MORNING and not rhythm.monthly}
    months = rhythm.monthly and rhythm.day == 1
    if begins.get(span.unit, months):
        return Span(span.unit, -1, -1)
    return span


def _of_today(run: Run, span: Span | None) -> bool:
    return run.slots.task_state != "done" and (span is None or span.unit is Unit.DAY)


def _looks_back(run: Run) -> bool:
    slots = run.slots
    match run.intent:
        case Subscribable.SALES | Subscribable.TASK_REPORT | Subscribable.NEWCOMERS:
            return True
        case Subscribable.TASKS:
            return slots.task_state == "done" or slots.date_meaning == "created"
        case Subscribable.DEALS | Subscribable.NUMBER:
            return slots.date_meaning != "closing" and slots.deal_state in {*LOOK_BACK, None}
        case _:
            return False
