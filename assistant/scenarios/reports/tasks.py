"""`report.tasks`: how many tasks were created, closed, overdue; by person where it is about several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.catalogue import Catalogue
from assistant.models import (
    FILE,
    Button,
    Chart,
    ChartBar,
    ChartKind,
    ChartPanel,
    Phrase,
    Reply,
    Run,
    Task,
    Value,
)
from assistant.scenarios.calendar import week
from assistant.scenarios.paging import Page
from assistant.scenarios.portal import Portal
from assistant.scenarios.progress import Progress
from assistant.scenarios.reports import files
from assistant.scenarios.reports.people import names
from assistant.scenarios.reports.question import WHY, Question, at, beside, how, question
from assistant.scenarios.reports.reading import Counting
from assistant.scenarios.reports.task_figures import PersonTasks, TaskCounts, TaskTally
from assistant.scenarios.saying import button, rows, say

FIRST = 3
"""People in the first answer; six on each page of the view `by_person`."""
BY_PERSON = "by_person"
WHOSE = {
    "own": "reports.why.tasks_own",
    "person": "reports.why.tasks_person",
    "team": "reports.why.tasks_team",
    "readable": "reports.why.tasks_readable",
}


@dataclass(frozen=True, slots=True)
class TaskReport:
    """What was counted."""

    asked: Question
    tally: TaskTally
    counting: Counting
    portal: Portal

    @property
    def head(self) -> Phrase:
        """Whose, which, of which project."""
        return _head(self.asked)


def report_tasks(run: Run, portal: Portal, catalogue: Catalogue, progress: Progress) -> Reply:  # noqa: ARG001
    """The tasks of a period, in the view that is asked for."""
    asked = question(run, portal, week)
    if isinstance(asked, Reply):
        return asked
    if run.view == WHY:
        return _explained(asked, portal)
    tally = TaskTally(asked.period, portal.zone, portal.now)
    counting = Counting("tasks", progress)
    wanted = (run.slots.project or "").casefold()
    kept: list[tuple[Task, TaskCounts]] = []
    for task in counting.until_stopped(portal.each_task(asked.period, asked.whose.ids, counting)):
        if wanted in task.project.casefold():
            counts = tally.add(task)
            if run.view == FILE and counts.any:
                kept.append((task, counts))
    if not counting.stopped:
        progress(say("reports.counted"))
    report = TaskReport(asked, tally, counting, portal)
    if not counting.stopped and not tally.whole.any:
        none = rows((_any_project(asked.run),), beside(asked))
        reply = Reply((say("reports.no_tasks", head=report.head),), none)
    else:
        reply = _as_file(report, kept) if run.view == FILE and not counting.stopped else _told(report)
    return replace(reply, rows=asked.rows("tasks.list"))


def _as_file(report: TaskReport, kept: Sequence[tuple[Task, TaskCounts]]) -> Reply:
    asked = report.asked
    lines = (say("reports.first", head=report.head, at=report.portal.now), say("reports.tasks_as_file"))
    sheet = files.tasks(kept, report.head, asked.period, report.portal)
    back = button("button.summary", at(asked.run))
    return Reply(lines, rows((back, *beside(asked))), attachments=(sheet,))


def _told(report: TaskReport) -> Reply:
    asked, whole, portal = report.asked, report.tally.whole, report.portal
    # Of one person there is nothing to divide.
    people = report.tally.people if asked.of_several else ()
    page = Page.of(people, asked.run.offset)
    shown = page.shown if asked.run.view == BY_PERSON else page.shown[:FIRST]
    of = names([each.person for each in shown], portal)
    left = len(people) - page.start - len(shown)
    lines = (
        say("reports.first", head=report.head, at=portal.now),
        *_stopped(report),
        say("reports.task_figures", created=whole.created, closed=whole.closed, overdue=whole.overdue),
        *(_line(each, of) for each in shown),
        *((say("more", count=left),) if left else ()),
    )
    more = button("button.more", at(asked.run, BY_PERSON, page.start + len(shown) if page.start else 0))
    buttons = (
        button("button.try_again", at(asked.run)) if report.counting.stopped else None,
        more if left else None,
        _overdue_now(asked) if whole.overdue else None,
        None if report.counting.stopped else button("button.as_file", at(asked.run, FILE)),
        how(asked.run, portal),
    )
    chart = _chart(report, shown, of) if shown and not report.counting.stopped else None
    return Reply(lines, rows(buttons, beside(asked)), attachments=(chart,) if chart else ())


def _stopped(report: TaskReport) -> tuple[Phrase, ...]:
    missing = report.counting.missing
    if missing is None:
        return ()
    return (say("reports.missing.tasks", at=report.portal.now, done=missing.done, total=missing.total),)


def _line(each: PersonTasks, of: Mapping[int, Value]) -> Phrase:
    counts = each.counts
    return say(
        "reports.person_tasks",
        name=of[each.person],
        created=counts.created,
        closed=counts.closed,
        overdue=counts.overdue,
    )


def _chart(report: TaskReport, shown: tuple[PersonTasks, ...], of: Mapping[int, Value]) -> Chart | None:
    """Who closed how many, and whose deadlines were missed."""
    groups = (
        (say("reports.noun.overdue"), tuple((each, each.counts.overdue) for each in shown)),
        (say("reports.noun.closed"), tuple((each, each.counts.closed) for each in shown)),
    )
    bars = tuple(
        ChartBar(of[each.person], number, number, group)
        for group, numbers in groups
        if any(number for _, number in numbers)
        for each, number in numbers
    )
    if not bars:
        return None
    heading = say("reports.chart.tasks")
    return Chart(
        title=report.head,
        panels=(ChartPanel(ChartKind.BARS, bars, heading),),
        name=say("reports.chart.tasks_name", period=report.asked.period),
        caption=say("reports.chart.parts", head=report.head, parts=(heading,)),
    )


def _any_project(run: Run) -> Button | None:
    """The same of all projects, where one was named."""
    if run.slots.project is None:
        return None
    return button("button.any_project", at(replace(run, slots=replace(run.slots, project=None, project_id=None))))


def _overdue_now(asked: Question) -> Button:
    """The list of those that are still open."""
    counted = asked.rows("tasks.list")
    return button("button.overdue_now", replace(counted, slots=replace(counted.slots, task_state="overdue")))


def _explained(asked: Question, portal: Portal) -> Reply:
    """The definitions; `Run.asked` is when it was counted."""
    run, whose, head = asked.run, asked.whose, _head(asked)
    counted = say("reports.why.head", head=head, at=run.asked) if run.asked else say("reports.why.bare", head=head)
    lines = (
        counted,
        say(WHOSE[whose.kind], name=whose.name, count=len(whose.ids or ())),
        say("reports.why.days", period=asked.period, zone=portal.zone.key.replace("_", " ")),
        say("reports.why.tasks"),
    )
    return Reply(lines, rows((button("button.summary", at(run)),), beside(asked)))


def _head(asked: Question) -> Phrase:
    project = asked.run.slots.project
    if not project:
        return asked.head
    return say("reports.in_project", head=asked.head, project=project)
