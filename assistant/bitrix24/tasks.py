"""Tasks as one person may see them (tasks.task.list); what the states mean is written in docs/numbers.md."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.moments import bounds, midnight, moment
from assistant.bitrix24.rows import Listing, read_all
from assistant.models import Task, TaskCriteria, TaskPage

DONE = 5
_SELECT = ("ID", "TITLE", "STATUS", "DEADLINE", "CREATED_DATE", "CLOSED_DATE", "RESPONSIBLE_ID", "GROUP_ID")


class Tasks:
    """Lists tasks."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def tasks(self, criteria: TaskCriteria) -> TaskPage:
        """Every task that matches: one request for up to 500.

        The project is compared here, by name: the method filters by a number that nobody knows.
        """
        if criteria.responsible == ():
            return TaskPage((), 0, self._asker.now)
        listing = Listing(
            "tasks.task.list", self._condition(criteria), {"select": _SELECT}, rows=("tasks",), id="id", key="ID"
        )
        found = read_all(self._asker.connection, self._asker.parted(listing), spare=self._asker.spare)
        tasks = tuple(self._task(row) for row in found.rows)
        if criteria.project is None:
            return TaskPage(tasks, len(tasks), self._asker.now)
        wanted = criteria.project.casefold()
        kept = tuple(task for task in tasks if wanted in task.project.casefold())
        return TaskPage(kept, len(kept), self._asker.now)

    def task(self, task_id: int) -> Task | None:
        """One task; `None` when it is not there or not readable."""
        listing = Listing("tasks.task.list", {"ID": task_id}, {"select": _SELECT}, rows=("tasks",), id="id", key="ID")
        found = read_all(self._asker.connection, self._asker.parted(listing), spare=self._asker.spare)
        return next((self._task(row) for row in found.rows), None)

    def _condition(self, criteria: TaskCriteria) -> dict[str, Any]:
        asker, period = self._asker, criteria.period
        condition: dict[str, Any] = {}
        if criteria.state == "done":
            condition["REAL_STATUS"] = DONE
        else:
            condition["!REAL_STATUS"] = DONE
        if criteria.responsible is not None:
            condition["RESPONSIBLE_ID"] = list(criteria.responsible)
        if criteria.date_meaning == "created" and period is not None:
            condition |= bounds("CREATED_DATE", period, asker.zone)
        elif criteria.state == "due":
            last = period.last if period else asker.now.date()
            condition["<DEADLINE"] = midnight(last + timedelta(days=1), asker.zone)
        elif period is not None:
            condition |= bounds("CLOSED_DATE" if criteria.state == "done" else "DEADLINE", period, asker.zone)
        if criteria.state == "overdue":
            # The earlier of now and the period's end; both are conditions on one key.
            bound = asker.now.isoformat()
            stated = condition.get("<DEADLINE")
            condition["<DEADLINE"] = min(filter(None, (stated, bound)), key=datetime.fromisoformat)
        return condition

    def _task(self, row: Mapping[str, Any]) -> Task:
        asker = self._asker
        deadline = moment(row.get("deadline"), asker.zone)
        done = number(row.get("status")) == DONE
        group = row.get("group")
        return Task(
            id=number(row.get("id")) or 0,
            title=str(row.get("title") or ""),
            responsible=number(row.get("responsibleId")) or 0,
            state="done" if done else "overdue" if deadline and deadline < asker.now else "open",
            deadline=deadline,
            closed=moment(row.get("closedDate"), asker.zone) if done else None,
            project=str(group.get("name") or "") if isinstance(group, Mapping) else "",
        )
