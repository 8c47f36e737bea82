"""What a report is about: which period and whose, or the sentence that helps when that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.models import Button, DealCriteria, Period, Phrase, Pipeline, Reply, Run, Scope
from assistant.scenarios.calendar import previous, week
from assistant.scenarios.people import TEAM, Whose, of_team, own, readable, whose
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

WHY = "why"
"""The view that says how it was counted."""
MOST_YEARS = 10
"""Of one report."""
SALES = {
    "own": "reports.sales.own",
    "person": "reports.sales.person",
    "team": "reports.sales.team",
    "readable": "reports.sales.readable",
}
TASKS = {
    "own": "reports.tasks.own",
    "person": "reports.tasks.person",
    "team": "reports.tasks.team",
    "readable": "reports.tasks.readable",
}
"""The first words of an answer: whose and which."""


@dataclass(frozen=True, slots=True)
class Question:
    """One report."""

    run: Run
    period: Period
    whose: Whose
    pipeline: Pipeline | None = None
    """The only one that it is about, where one was named."""

    @property
    def head(self) -> Phrase:
        """Whose and which."""
        keys = SALES if self.run.intent == "report.sales" else TASKS
        head = say(keys[self.whose.kind], name=self.whose.name, period=self.period)
        return say("reports.in_pipeline", head=head, name=self.pipeline.name) if self.pipeline else head

    @property
    def criteria(self) -> DealCriteria:
        """Whose deals, and of which pipeline."""
        return DealCriteria(assigned_to=self.whose.ids, pipeline_id=self.pipeline.id if self.pipeline else None)

    def rows(self, intent: str) -> Run:
        """The list of what it counts; a stage only narrows the conversion."""
        return Run(intent, replace(self.run.slots, period=self.period, stage=None), self.run.scope)

    @property
    def of_pipeline(self) -> tuple[Phrase, ...]:
        """The pipeline in the name of a file."""
        return (say("reports.pipeline", name=self.pipeline.name),) if self.pipeline else ()

    def running(self, today: date) -> bool:
        """The period is not over."""
        return today in self.period and today < self.period.last

    @property
    def of_several(self) -> bool:
        """It may be about more than one person."""
        return self.whose.ids is None or len(self.whose.ids) > 1


def question(run: Run, portal: Portal, usual: Callable[[date], Period]) -> Question | Reply:
    """What is asked, or what stands in the way with the likeliest correction.

    Args:
        run: the step.
        portal: of the asker.
        usual: the period when none is said, by today.
    """
    today = portal.now.date()
    period = run.slots.period or usual(today)
    if period.first > today:
        return _not_begun(run, period, usual(today), today)
    if years_before(period.last, MOST_YEARS) >= period.first:
        return _too_long(run, period, today)
    run = _of_department(run, portal)
    people = whose(run, portal)
    return people if isinstance(people, Reply) else Question(run, period, people)


def _of_department(run: Run, portal: Portal) -> Run:
    """As said; without a word about it a head gets the department."""
    slots = run.slots
    unsaid = slots.person is None and slots.person_id is None and run.scope is Scope.OWN
    return replace(run, slots=replace(slots, person=TEAM)) if unsaid and portal.leads() else run


def mine(run: Run) -> Run:
    """The same report about the asker alone, a head too."""
    return replace(own(_fresh(run)), scope=Scope.MINE)


def how(run: Run, portal: Portal) -> Button:
    """Leads to how what is told now was counted."""
    return button("button.how", replace(at(run, WHY), asked=portal.now))


def any_pipeline(asked: Question) -> Button | None:
    """The same report about all of them."""
    if asked.pipeline is None:
        return None
    run = at(asked.run, asked.run.view)
    return button("button.any_pipeline", replace(run, slots=replace(run.slots, pipeline=None)))


def at(run: Run, view: str = "", offset: int = 0) -> Run:
    """The same report, told in another way."""
    return replace(run, view=view, offset=offset, read_as="", asked=None)


def beside(asked: Question) -> tuple[Button, ...]:
    """The period before, and other people's."""
    run, before = _fresh(asked.run), previous(asked.period)
    earlier = button("button.period", _in(run, before), period=before)
    match asked.whose.kind:
        case "own":
            other = button("button.team", of_team(run))
        case "team":
            return (earlier, button("button.mine", mine(run)), button("button.readable", readable(run)))
        case _:
            other = button("button.mine", mine(run))
    return (earlier, other)


def _not_begun(run: Run, period: Period, now: Period, today: date) -> Reply:
    """The last time like it, the usual one, or what is planned for then."""
    past = _begun(period, today)
    ways = (
        button("button.period", _in(_fresh(run), past), period=past),
        button("button.period", _in(_fresh(run), now), period=now) if now != past else None,
    )
    return Reply((say("reports.not_begun", period=period),), rows(ways, (_planned(run, period),)), personal=False)


def _begun(period: Period, today: date) -> Period:
    """Tomorrow was meant as today, next week as this one; a month with its name was there before."""
    if period.days == 1:
        return Period.day(today)
    if period.days == 7 and period.first.weekday() == 0:
        return week(today)
    years = 1
    while years_before(period.first, years) > today:
        years += 1
    return Period(years_before(period.first, years), years_before(period.last, years))


def _planned(run: Run, period: Period) -> Button:
    """Deals that should close then, or tasks that are due."""
    slots = replace(run.slots, period=period)
    if run.intent == "report.sales":
        slots = replace(slots, deal_state="open", date_meaning="closing")
        return button("button.closing", Run("deals.list", slots, run.scope), period=period)
    return button("button.due_in", Run("tasks.list", replace(slots, task_state="open"), run.scope), period=period)


def _too_long(run: Run, period: Period, today: date) -> Reply:
    last = min(period.last, today)
    longest = Period(years_before(last, MOST_YEARS) + timedelta(1), last)
    year = Period(date(last.year, 1, 1), date(last.year, 12, 31))
    ways = tuple(button("button.period", _in(_fresh(run), each), period=each) for each in (year, longest))
    return Reply((say("reports.too_long", count=MOST_YEARS),), rows(ways), personal=False)


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _fresh(run: Run) -> Run:
    return at(run)


def _in(run: Run, period: Period) -> Run:
    return replace(run, slots=replace(run.slots, period=period))
