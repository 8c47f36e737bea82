"""The source `tasks`."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import Link, Reply, Run, Task, Value
from assistant.scenarios.declared.found import Found, Row, Values, Wanted
from assistant.scenarios.people import told_whose
from assistant.scenarios.portal import Portal
from assistant.scenarios.tasks import nothing, ordered, other_people, select


def read_tasks(run: Run, portal: Portal, wanted: Wanted) -> Found | Reply:
    """Tasks that a question means, overdue ones first."""
    selection = select(run, portal)
    if isinstance(selection, Reply):
        return selection
    found = portal.tasks(selection.criteria)
    names = portal.users({task.responsible for task in found.tasks}) if "person" in wanted.fields else {}

    def row(task: Task) -> Row:
        late = 0
        if task.state == "overdue" and task.deadline:
            late = (portal.now.date() - task.deadline.astimezone(portal.zone).date()).days
        responsible = names.get(task.responsible)
        values: dict[str, Value] = {
            "task": Link(task.title, task.url),
            "title": task.title,
            "deadline": task.deadline or "",
            "closed": task.closed or "",
            "project": task.project,
            "person": responsible.name if responsible else "",
            "state": task.state,
            "overdue_days": late,
        }
        return Row(values, task)

    def told(rows: Sequence[Row]) -> Values:
        return {
            "count": len(rows),
            "period": selection.criteria.period or "",
            "as_of": found.as_of,
            "head": selection.head,
            "whose": told_whose(selection.whose),
            "overdue": sum(1 for row in rows if row.record.state == "overdue"),
        }

    return Found(
        rows=tuple(row(task) for task in ordered(found.tasks, selection.criteria.state)),
        tell=told,
        nothing=lambda: nothing(selection, portal),
        ways={"other_people": other_people(selection)},
    )
