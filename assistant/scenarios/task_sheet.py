"""Tasks as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.models import Cell, Column, ColumnKind, Link, Phrase, Reply, Sheet, Task
from assistant.scenarios.people import named
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import say

COLUMNS = (
    Column(say("tasks.file.task")),
    Column(say("tasks.file.state")),
    Column(say("tasks.file.deadline"), ColumnKind.MOMENT),
    Column(say("tasks.file.person")),
    Column(say("tasks.file.project")),
    Column(say("tasks.file.created"), ColumnKind.MOMENT),
    Column(say("tasks.file.closed"), ColumnKind.MOMENT),
    Column(say("tasks.file.link"), ColumnKind.LINK),
)
STATES = {"open": "tasks.file.open", "overdue": "tasks.file.overdue", "done": "tasks.file.done"}


def as_file(tasks: Sequence[Task], head: Phrase, portal: Portal) -> Reply:
    """The file alone: its caption says which tasks, how many and of when."""
    of = named({task.responsible for task in tasks}, portal)
    sheet = Sheet(
        title=say("tasks.file.title"),
        columns=COLUMNS,
        rows=(cells(task, of) for task in tasks),
        name=say("tasks.file.name", head=head, day=portal.now.date().isoformat()),
        caption=say("tasks.file.caption", head=head, count=len(tasks), at=portal.now),
    )
    return Reply((), attachments=(sheet,), shareable=False)


def cells(task: Task, names: Mapping[int, str]) -> tuple[Cell, ...]:
    """A row of `COLUMNS`; `names` are those of the responsible people that are known."""
    person: str | Phrase = ""
    if task.responsible:
        person = names.get(task.responsible) or say("reports.somebody", id=str(task.responsible))
    return (
        task.title,
        say(STATES[task.state]),
        task.deadline,
        person,
        task.project,
        task.created,
        task.closed,
        Link("", task.url),
    )
