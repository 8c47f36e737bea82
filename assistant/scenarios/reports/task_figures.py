"""The figures of a report on tasks, as docs/numbers.md defines them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from assistant.models import Period, Task


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """How many tasks."""

    created: int = 0
    closed: int = 0
    overdue: int = 0
    """The deadline was in the period, and the task was open then."""

    def plus(self, other: TaskCounts) -> TaskCounts:
        """Both together."""
        return TaskCounts(self.created + other.created, self.closed + other.closed, self.overdue + other.overdue)

    @property
    def any(self) -> bool:
        """There is something to tell."""
        return bool(self.created or self.closed or self.overdue)


@dataclass(frozen=True, slots=True)
class PersonTasks:
    """The part of one responsible person."""

    person: int
    counts: TaskCounts


class TaskTally:
    """Counts tasks, each given once, and keeps three numbers a person."""

    def __init__(self, period: Period, zone: tzinfo, now: datetime) -> None:
        """Days are those of the zone; a deadline that lies after `now` is not missed yet."""
        self._period = period
        self._zone = zone
        self._now = now
        self._parts: dict[int, TaskCounts] = {}

    def add(self, task: Task) -> TaskCounts:
        """Count a task; gives what it counts as."""
        counts = TaskCounts(
            created=self._within(task.created),
            closed=self._within(task.closed),
            overdue=self._within(task.deadline) and self._missed(task),
        )
        if counts.any:
            before = self._parts.get(task.responsible, TaskCounts())
            self._parts[task.responsible] = before.plus(counts)
        return counts

    @property
    def whole(self) -> TaskCounts:
        """Everybody's together."""
        total = TaskCounts()
        for part in self._parts.values():
            total = total.plus(part)
        return total

    @property
    def people(self) -> tuple[PersonTasks, ...]:
        """Those with most overdue tasks first, then those who closed most."""
        found = [PersonTasks(person, counts) for person, counts in self._parts.items()]
        found.sort(key=lambda each: (-each.counts.overdue, -each.counts.closed, -each.counts.created, each.person))
        return tuple(found)

    def _within(self, moment: datetime | None) -> int:
        return int(moment is not None and moment.astimezone(self._zone).date() in self._period)

    def _missed(self, task: Task) -> int:
        """Open when its time had come."""
        if task.deadline is None or task.deadline >= self._now:
            return 0
        return int(task.state != "done" or (task.closed is not None and task.closed > task.deadline))
