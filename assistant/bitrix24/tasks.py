"""Tasks as one person may see them (tasks.task.list); what the states mean is written in docs/numbers.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.moments import bounds, midnight, moment
from assistant.bitrix24.rows import FRUGAL, Listing, Progress, read_all, stream, unheard
from assistant.models import Period, Task, TaskCriteria, TaskPage

DONE = 5
MOST_PEOPLE = 500
"""In one condition, see `deals.MOST_PEOPLE`."""
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
        listings = self._listings(self._condition(criteria))
        found = read_all(self._asker.connection, listings, spare=self._asker.spare)
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

    def each(self, period: Period, responsible: tuple[int, ...] | None, progress: Progress = unheard) -> Iterator[Task]:
        """Tasks that were created or closed in a period or had to be done in it: each once, as they come.

        One request for up to 500 of each kind, made at once. See `rows.stream` for `progress`.

        Raises:
            PortalError: what the portal refused; also while the tasks come, and those until then are not all.
        """
        if responsible == ():
            return iter(())
        people = frozenset(responsible or ())
        many = len(people) > MOST_PEOPLE
        whose = {} if responsible is None or many else {"RESPONSIBLE_ID": list(responsible)}
        conditions = (
            bounds("CREATED_DATE", period, self._asker.zone),
            {"REAL_STATUS": DONE, **bounds("CLOSED_DATE", period, self._asker.zone)},
            bounds("DEADLINE", period, self._asker.zone),
        )
        listings = [listing for each in conditions for listing in self._listings({**whose, **each})]
        rows = stream(self._asker.connection, listings, spare=FRUGAL, progress=progress)
        tasks = (self._task(row) for row in rows)
        return (task for task in tasks if task.responsible in people) if many else tasks

    def _listings(self, condition: Mapping[str, Any]) -> tuple[Listing, ...]:
        listing = Listing("tasks.task.list", condition, {"select": _SELECT}, rows=("tasks",), id="id", key="ID")
        return self._asker.parted(listing)

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
            created=moment(row.get("createdDate"), asker.zone),
        )
