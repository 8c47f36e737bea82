"""Tasks finished and moved to another day, each once, and set back within ten minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assistant.bitrix24.asker import Asker
from assistant.bitrix24.task_writes import UNDO_FOR, Writing
from assistant.bitrix24.tasks import Tasks
from assistant.effects import UNDO, Done, Effects, Permit
from assistant.errors import ForbiddenError
from assistant.models import Made, Task, Undone

FINISH, MOVE = "finish", "move"
"""Steps of the journal."""
METHODS = {FINISH: ("tasks.task.complete", "tasks.task.renew"), MOVE: ("tasks.task.update", "tasks.task.update")}
"""What does it, and what takes it back."""


@dataclass(frozen=True, slots=True)
class Acted:
    """A task after it was changed, as the journal keeps it."""

    id: int
    task: Task
    before: Task
    cause: str
    """The event that led to it: a later one asks for what was done before."""


class TaskActs:
    """Finishes and moves the asker's own tasks.

    What is the asker's own is read as the asker: a webhook's owner could change the tasks of everybody.
    """

    def __init__(self, asker: Asker, writing: Writing) -> None:
        self._asker = asker
        self._writing = writing

    def finish(self, task_id: int, key: str) -> Made:
        """Finish a task (tasks.task.complete).

        Raises:
            ForbiddenError: it is not there, not the asker's, or the portal does not let them.
        """
        return self._act(FINISH, task_id, key, lambda task: replace(task, state="done", closed=self._asker.now))

    def move(self, task_id: int, deadline: datetime, key: str) -> Made:
        """Give a task another deadline, with zone (tasks.task.update).

        Raises:
            ForbiddenError: see `finish`.
        """
        return self._act(MOVE, task_id, key, lambda task: replace(task, state="open", deadline=deadline))

    def take_back(self, key: str) -> Undone:
        """Set a task back to what it was, up to ten minutes later (tasks.task.renew, tasks.task.update)."""
        self._writing.check()
        effects = self._writing.effects(key)
        step = FINISH if effects.known(FINISH) else MOVE
        acted = effects.done(step, Acted)
        if acted is None:
            return Undone(None)
        before = acted.result.before
        if self._asker.now - self._moment(acted.at) > UNDO_FOR and not effects.known(UNDO):
            return Undone(acted.result.task)
        back = Acted(before.id, before, acted.result.task, self._writing.cause)
        done = self._once(effects, UNDO, step, back, METHODS[step][1])
        return Undone(before, self._moment(done.at), self._earlier(done.result))

    def _act(self, step: str, task_id: int, key: str, change: Callable[[Task], Task]) -> Made:
        self._writing.check()
        effects = self._writing.effects(key)
        acted = effects.done(step, Acted)
        if acted is None:
            before = self._noted(effects, step, task_id)
            after = Acted(task_id, change(before), before, self._writing.cause)
            if not effects.known(step) and _alike(step, before, after.task):
                return Made(before, before.closed or self._asker.now, before=True)
            acted = self._once(effects, step, step, after, METHODS[step][0])
        return Made(acted.result.task, self._moment(acted.at), self._earlier(acted.result))

    def _once(self, effects: Effects, name: str, step: str, acted: Acted, method: str) -> Done[Acted]:
        """Make a task what it is to become; `name` is that of the step in the journal."""
        return effects.once(
            name,
            Acted,
            lambda permit: self._set(step, acted, method, permit),
            look=lambda: self._seen(step, acted),
            what=method,
        )

    def _set(self, step: str, acted: Acted, method: str, permit: Permit) -> Acted:
        params: dict[str, Any] = {"taskId": acted.id}
        if step == MOVE:
            deadline = acted.task.deadline
            params["fields"] = {"DEADLINE": deadline.isoformat() if deadline else ""}
        self._writing.connection.write(method, params, permit)
        return acted

    def _seen(self, step: str, acted: Acted) -> Acted | None:
        """After a lost answer: whether the task is as it was to become."""
        return acted if _alike(step, self._own(acted.id), acted.task) else None

    def _noted(self, effects: Effects, step: str, task_id: int) -> Task:
        """The task as it was before the first try: what it is set back to."""
        note = f"before {step}"
        known = effects.recall(note, Task)
        if known is None:
            known = self._own(task_id)
            effects.note(note, Task, known)
        return known

    def _own(self, task_id: int) -> Task:
        task = Tasks(self._asker).task(task_id)
        if task is None or task.responsible != self._asker.me.id:
            raise ForbiddenError(f"task {task_id} is not one of person {self._asker.me.id}")
        return task

    def _earlier(self, acted: Acted) -> bool:
        return acted.cause != self._writing.cause

    def _moment(self, at: float) -> datetime:
        return datetime.fromtimestamp(at, self._asker.zone)


def _alike(step: str, one: Task, other: Task) -> bool:
    """Whether what a step changes is the same in both."""
    if step == FINISH:
        return (one.state == "done") == (other.state == "done")
    return one.deadline == other.deadline
