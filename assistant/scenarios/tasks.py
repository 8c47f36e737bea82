"""`tasks.list`: today and overdue first; a period is the deadline unless the words say otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.catalogue import Catalogue
from assistant.models import FILE, Button, Link, Phrase, Reply, Run, Task, TaskCriteria, TaskPage
from assistant.scenarios.calendar import week
from assistant.scenarios.paging import Page
from assistant.scenarios.people import Whose, whose
from assistant.scenarios.people import other_people as of_others
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say
from assistant.scenarios.task_acting import WHICH, act_buttons, which
from assistant.scenarios.task_sheet import as_file

DUE = "due"
"""Open with a deadline until the end of today, the overdue ones among them."""

HEADS = {
    "own": "tasks.head.own",
    "person": "tasks.head.person",
    "team": "tasks.head.team",
    "readable": "tasks.head.readable",
}
NOUNS = {DUE: "tasks.noun.due", "open": "tasks.noun.open", "overdue": "tasks.noun.overdue", "done": "tasks.noun.done"}
DATES = {"deadline": "tasks.date.deadline", "done": "tasks.date.done", "created": "tasks.date.created"}


@dataclass(frozen=True, slots=True)
class Selection:
    """The tasks of one question."""

    run: Run
    criteria: TaskCriteria
    whose: Whose

    @property
    def head(self) -> Phrase:
        """Whose tasks and which."""
        pieces: list[Phrase] = []
        if self.criteria.period:
            date = self.criteria.date_meaning or ("done" if self.criteria.state == "done" else "deadline")
            pieces.append(say(DATES.get(date, DATES["deadline"]), period=self.criteria.period))
        if self.criteria.project:
            pieces.append(say("tasks.project", project=self.criteria.project))
        # "done this week" after "tasks": the date tells the state already.
        done = self.criteria.state == "done" and self.criteria.period and not self.criteria.date_meaning
        noun = say(NOUNS[DUE if done else self.criteria.state])
        return say(HEADS[self.whose.kind], name=self.whose.name, tasks=noun, filters=tuple(pieces))


def list_tasks(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """The tasks of a question, overdue ones first."""
    selection = select(run, portal)
    if isinstance(selection, Reply):
        return selection
    found = portal.tasks(selection.criteria)
    if not found.tasks:
        return nothing(selection, portal)
    return _list(selection, found, portal)


def select(run: Run, portal: Portal) -> Selection | Reply:
    """What a question means, or the question that has to be answered first."""
    people = whose(run, portal)
    if isinstance(people, Reply):
        return people
    slots = run.slots
    criteria = TaskCriteria(
        state=slots.task_state or ("open" if slots.period else DUE),
        period=slots.period,
        date_meaning=slots.date_meaning if slots.period else None,
        responsible=people.ids,
        project=slots.project,
    )
    return Selection(run, criteria, people)


def _list(selection: Selection, found: TaskPage, portal: Portal) -> Reply:
    known = ordered(found.tasks, selection.criteria.state)
    if selection.run.view == FILE:
        return as_file(known, selection.head, portal)
    page = Page.of(known, selection.run.offset)
    if selection.run.view in WHICH:
        return which(page.shown, selection.run, portal)
    lines = (_headline(selection, found, page), *_lines(page.shown, selection, portal), *page.rest_line(found.total))
    first = (page.more(selection.run), *_beside(selection, portal), other_people(selection))
    file = button("button.as_file", replace(selection.run, view=FILE, offset=0, read_as=""))
    return Reply(lines, rows(act_buttons(page.shown, selection.run, portal), (*first, file)))


def _headline(selection: Selection, found: TaskPage, page: Page[Task]) -> Phrase:
    if page.start:
        return say("tasks.rows", head=selection.head, first=page.start + 1, last=page.end, total=found.total)
    overdue = sum(1 for task in found.tasks if task.state == "overdue")
    if selection.criteria.state == DUE and found.total == len(found.tasks):
        today = found.total - overdue
        parts = (("tasks.part.overdue", overdue), ("tasks.part.today", today))
        return say("tasks.due", head=selection.head, parts=tuple(say(key, number=n) for key, n in parts if n))
    if overdue and selection.criteria.state == "open":
        return say("tasks.with_overdue", head=selection.head, number=found.total, overdue=overdue)
    return say("tasks.headline", head=selection.head, number=found.total)


def _lines(tasks: Iterable[Task], selection: Selection, portal: Portal) -> tuple[Phrase, ...]:
    shown = tuple(tasks)
    several = selection.whose.ids is None or len(selection.whose.ids) > 1
    names = portal.users({task.responsible for task in shown}) if several else {}

    def line(task: Task) -> Phrase:
        notes = [_when(task, portal)]
        if task.project and not selection.criteria.project:
            notes.append(say("tasks.note.text", text=task.project))
        if task.responsible in names:
            notes.append(say("tasks.note.text", text=names[task.responsible].name))
        return say("tasks.line", task=Link(task.title, task.url), notes=tuple(notes))

    return tuple(line(task) for task in shown)


def _when(task: Task, portal: Portal) -> Phrase:
    if task.state == "done":
        return say("tasks.note.done", at=task.closed) if task.closed else say("tasks.note.done_some_time")
    if task.deadline is None:
        return say("tasks.note.no_deadline")
    days = (portal.now.date() - task.deadline.astimezone(portal.zone).date()).days
    if task.state == "overdue" and days > 0:
        return say("tasks.note.overdue", count=days)
    return say("tasks.note.overdue_today" if task.state == "overdue" else "tasks.note.deadline", at=task.deadline)


def ordered(tasks: Iterable[Task], state: str) -> tuple[Task, ...]:
    """Overdue first, then by deadline, those without one last; done tasks newest first."""
    if state == "done":
        return tuple(sorted(tasks, key=lambda t: (-t.closed.timestamp() if t.closed else 0.0, t.id)))
    return tuple(
        sorted(
            tasks,
            key=lambda t: (t.state != "overdue", t.deadline.timestamp() if t.deadline else float("inf"), t.id),
        )
    )


def nothing(selection: Selection, portal: Portal) -> Reply:
    """What was looked for without success, and the likeliest ways out."""
    # Of others only what the rights show is known.
    others = selection.whose.kind in {"person", "team"}
    line = say("tasks.nothing_seen" if others else "tasks.nothing", head=selection.head)
    if selection.criteria.state == DUE and not selection.criteria.project and selection.whose.kind == "own":
        line = say("tasks.nothing_due")
    return Reply((line,), rows((*_beside(selection, portal), other_people(selection))))


def _beside(selection: Selection, portal: Portal) -> tuple[Button | None, ...]:
    run, slots = replace(selection.run, offset=0, view="", read_as=""), selection.run.slots
    this_week = week(portal.now.date())
    bare = replace(slots, task_state=None, date_meaning=None)
    if selection.criteria.state == DUE:
        return (button("button.this_week", replace(run, slots=replace(bare, period=this_week))),)
    if slots.task_state == "open" and not slots.period:
        return (button("button.due", replace(run, slots=replace(bare, period=None))),)
    return (button("button.all_open", replace(run, slots=replace(bare, task_state="open", period=None))),)


def other_people(selection: Selection) -> Button:
    """The same tasks of other people."""
    return of_others(selection.run, selection.whose)
