"""What a subscription is called: its rhythm, its question, the period that each delivery is about."""

from __future__ import annotations

from dataclasses import replace

from assistant.models import Phrase, Rhythm, Run, Scope, Slots, Span, Subscription, Unit
from assistant.models.rhythm import EVERY_DAY, WORKING_DAYS
from assistant.scenarios import tasks
from assistant.scenarios.deals import selection as deals
from assistant.scenarios.people import TEAM
from assistant.scenarios.saying import say
from assistant.subscriptions.spans import MONTHS

SPANS = {
    (Unit.DAY, -1): "subscriptions.span.before.day",
    (Unit.WEEK, -1): "subscriptions.span.before.week",
    (Unit.MONTH, -1): "subscriptions.span.before.month",
    (Unit.QUARTER, -1): "subscriptions.span.before.quarter",
    (Unit.HALF, -1): "subscriptions.span.before.half",
    (Unit.YEAR, -1): "subscriptions.span.before.year",
    (Unit.DAY, 0): "subscriptions.span.running.day",
    (Unit.WEEK, 0): "subscriptions.span.running.week",
    (Unit.MONTH, 0): "subscriptions.span.running.month",
    (Unit.QUARTER, 0): "subscriptions.span.running.quarter",
    (Unit.HALF, 0): "subscriptions.span.running.half",
    (Unit.YEAR, 0): "subscriptions.span.running.year",
    (Unit.DAY, 1): "subscriptions.span.after.day",
    (Unit.WEEK, 1): "subscriptions.span.after.week",
    (Unit.MONTH, 1): "subscriptions.span.after.month",
    (Unit.QUARTER, 1): "subscriptions.span.after.quarter",
    (Unit.HALF, 1): "subscriptions.span.after.half",
    (Unit.YEAR, 1): "subscriptions.span.after.year",
}
"""One unit: the one that runs on the day of a delivery, or one beside it."""
SO_FAR = {
    Unit.WEEK: "subscriptions.span.so_far.week",
    Unit.MONTH: "subscriptions.span.so_far.month",
    Unit.QUARTER: "subscriptions.span.so_far.quarter",
    Unit.HALF: "subscriptions.span.so_far.half",
    Unit.YEAR: "subscriptions.span.so_far.year",
}
SEVERAL = {
    Unit.DAY: ("subscriptions.span.past.day", "subscriptions.span.up_to.day", "subscriptions.span.coming.day"),
    Unit.MONTH: ("subscriptions.span.past.month", "subscriptions.span.up_to.month", "subscriptions.span.coming.month"),
}
"""Several units: until the one before, until the running one, and from there on."""
EVERY = (
    "subscriptions.every.mon",
    "subscriptions.every.tue",
    "subscriptions.every.wed",
    "subscriptions.every.thu",
    "subscriptions.every.fri",
    "subscriptions.every.sat",
    "subscriptions.every.sun",
)
DAYS = (
    "subscriptions.day.mon",
    "subscriptions.day.tue",
    "subscriptions.day.wed",
    "subscriptions.day.thu",
    "subscriptions.day.fri",
    "subscriptions.day.sat",
    "subscriptions.day.sun",
)
OF_MONTH = {1: "subscriptions.every.first", 31: "subscriptions.every.last"}
REPORTS = {
    "meetings.list": "subscriptions.what.meetings",
    "report.sales": "subscriptions.what.sales",
    "report.tasks": "subscriptions.what.tasks",
    "people.birthdays": "subscriptions.what.birthdays",
    "people.newcomers": "subscriptions.what.newcomers",
}
LOOKS = {("meetings.list", "free"): "subscriptions.what.free"}
"""What another look at the same is called."""
WHOSE = {
    "person": "subscriptions.whose.person",
    "team": "subscriptions.whose.team",
    "readable": "subscriptions.whose.readable",
}


def rhythm_words(rhythm: Rhythm) -> Phrase:
    """Like "every Monday 9:00"."""
    return say("subscriptions.rhythm", every=_every(rhythm), time=hour_words(rhythm))


def hour_words(rhythm: Rhythm) -> str:
    """Like "9:00"."""
    return f"{rhythm.at.hour}:{rhythm.at.minute:02}"


def question_words(subscription: Subscription) -> Phrase:
    """Like "your won deals, Acme"; the period only where it stays the same."""
    run, slots = subscription.run, subscription.run.slots
    match run.intent:
        case "deals.list" | "deals.count":
            state = slots.deal_state or ("all" if slots.period or subscription.span else "open")
            pieces = _deal_pieces(slots)
            head = say(deals.HEADS[_whose(run)], name=slots.person or "", deals=say(deals.NOUNS[state]), filters=pieces)
            return head if run.intent == "deals.list" else say("subscriptions.number", head=head)
        case "tasks.list":
            state = slots.task_state or ("open" if slots.period or subscription.span else tasks.DUE)
            project = (say("tasks.project", project=slots.project),) if slots.project else ()
            noun = say(tasks.NOUNS[state])
            return say(tasks.HEADS[_whose(run)], name=slots.person or "", tasks=noun, filters=project)
        case _:
            whose = _whose(run)
            pieces = (say(WHOSE[whose], name=slots.person or ""),) if whose in WHOSE else ()
            if slots.pipeline:
                pieces = (*pieces, say("deals.filter.pipeline", name=slots.pipeline))
            return say(LOOKS.get((run.intent, run.view), REPORTS[run.intent]), pieces=pieces)


def span_words(span: Span) -> Phrase:
    """Like "the week before", as told on the day of a delivery."""
    if span.so_far:
        return say(SO_FAR[span.unit])
    if span.first == span.last:
        return say(SPANS[span.unit, span.first])
    past, up_to, coming = SEVERAL[span.unit]
    return say({-1: past, 0: up_to}.get(span.last, coming), count=span.last - span.first + 1)


def like(run: Run) -> Span:
    """What could be meant in place of a period that never changes: the unit before, by the period's length."""
    period = run.slots.period
    days = period.days if period else 0
    units = sorted(MONTHS.items(), key=lambda each: each[1])
    unit = next((unit for unit, months in reversed(units) if days >= 28 * months), Unit.WEEK if days > 1 else Unit.DAY)
    return Span(unit, -1, -1)


def bare(run: Run) -> Run:
    """The question itself, from its first row on."""
    return replace(run, offset=0, read_as="", key="", confirmed=False, asked=None, wish=None)


def _every(rhythm: Rhythm) -> Phrase:
    if rhythm.monthly:
        return say(OF_MONTH.get(rhythm.day, "subscriptions.every.monthly"), day=rhythm.day)
    if rhythm.weekdays == EVERY_DAY:
        return say("subscriptions.every.day")
    if rhythm.weekdays == WORKING_DAYS:
        return say("subscriptions.every.workday")
    if rhythm.weekly:
        return say(EVERY[rhythm.weekdays[0]])
    return say("subscriptions.every.several", days=tuple(say(DAYS[day]) for day in rhythm.weekdays))


def _whose(run: Run) -> str:
    if run.slots.person == TEAM:
        return "team"
    if run.slots.person:
        return "person"
    return "readable" if run.scope is Scope.READABLE else "own"


def _deal_pieces(slots: Slots) -> tuple[Phrase, ...]:
    pieces: list[Phrase] = []
    if slots.pipeline:
        pieces.append(say("deals.filter.pipeline", name=slots.pipeline))
    if slots.stage:
        pieces.append(say("deals.filter.stage", stage=slots.stage))
    if slots.amount:
        pieces.append(say("deals.filter.amount", amount=slots.amount))
    if slots.client:
        pieces.append(say("deals.filter.client", client=slots.client))
    return tuple(pieces)
