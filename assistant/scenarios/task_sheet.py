"""Tasks as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

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
    Column(say("tasks.file.closed"), ColumnKind.MOMENT),
    Column(say("tasks.file.link"), ColumnKind.LINK),
)
STATES = {"open": "tasks.file.open", "overdue": "tasks.file.overdue", "done": "tasks.file.done"}


def as_file(tasks: Sequence[Task], head: Phrase, portal: Portal) -> Reply:
    """The file alone: its caption says which tasks, how many and of when."""
    names = named({task.responsible for task in tasks}, portal)

    def row(task: Task) -> tuple[Cell, ...]:
        return (
            task.title,
            say(STATES[task.state]),
            task.deadline,
            names.get(task.responsible, ""),
            task.project,
            task.closed,
            Link("", task.url),
        )

    sheet = Sheet(
        title=say("tasks.file.title"),
        columns=COLUMNS,
        rows=(row(task) for task in tasks),
        name=say("tasks.file.name", head=head, day=portal.now.date().isoformat()),
        caption=say("tasks.file.caption", head=head, count=len(tasks), at=portal.now),
    )
    return Reply((), attachments=(sheet,), shareable=False)
