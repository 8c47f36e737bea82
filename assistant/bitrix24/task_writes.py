"""Tasks made and taken back, each once: by REST 3.0 with a key where the portal has it, else by tasks.task.add."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import Command
from assistant.bitrix24.capabilities import Capabilities
from assistant.bitrix24.connection import Connection
from assistant.effects import UNDO, Effects, Permit
from assistant.errors import MethodMissingError, RejectedError, ScopeMissingError
from assistant.models import Made, NewTask, Task, Undone

MODERN = "tasks.task.add of REST 3.0"
"""The way of `capabilities.WAYS`."""
TASK = "task"
"""The step of a draft that makes it."""
UNDO_FOR = timedelta(minutes=10)
MARK = "assistant:"
"""Begins the external id of a task that was made here, by which it is found again."""
MOST_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Writing:
    """What one person may change, and where it is written down."""

    connection: Connection
    """With the person's own rights, or those of a webhook's owner."""
    effects: Callable[[str], Effects]
    """The journal of a draft."""
    capabilities: Callable[[], Capabilities]
    cause: str = ""
    """The event that leads to the change."""
    call_line: str = ""
    """The line from which the portal starts calls; empty: from none."""
    check: Callable[[], object] = lambda: None
    """Raises when this person may change nothing."""


@dataclass(frozen=True, slots=True)
class Written:
    """A task that was made or deleted, as the journal keeps it."""

    id: int
    task: Task
    cause: str
    """The event that led to it: a later one asks for what was done before."""


class TaskWrites:
    """Makes and deletes tasks for one person."""

    def __init__(self, asker: Asker, writing: Writing) -> None:
        self._asker = asker
        self._writing = writing

    def create(self, new: NewTask, key: str) -> Made:
        """Make the task of a draft unless it was made; the asker is its creator (tasks.task.add).

        Raises:
            PortalError: what the portal refused or did not do.
        """
        self._writing.check()
        effects = self._writing.effects(key)
        mark = MARK + key

        def add(permit: Permit) -> Written:
            return self._written(new, self._add(new, mark, permit))

        def look() -> Written | None:
            found = self._marked(mark)
            return self._written(new, found) if found else None

        done = effects.once(TASK, Written, add, look=look, what="tasks.task.add")
        return Made(done.result.task, self._moment(done.at), self._earlier(done.result))

    def undo(self, key: str) -> Undone:
        """Delete the task of a draft, up to ten minutes after it was made (tasks.task.delete)."""
        self._writing.check()
        effects = self._writing.effects(key)
        made = effects.done(TASK, Written)
        if made is None:
            return Undone(None)
        task = made.result.task
        gone = Written(task.id, task, self._writing.cause)
        late = self._asker.now - self._moment(made.at) > UNDO_FOR
        if late and not effects.known(UNDO):
            return Undone(task)

        def delete(permit: Permit) -> Written:
            try:
                self._writing.connection.write("tasks.task.delete", {"taskId": task.id}, permit)
            except RejectedError:
                if not self._gone(task.id):
                    raise
            return gone

        def look() -> Written | None:
            return gone if self._gone(task.id) else None

        done = effects.once(UNDO, Written, delete, look=look, what="tasks.task.delete")
        return Undone(task, self._moment(done.at), self._earlier(done.result))

    def _add(self, new: NewTask, mark: str, permit: Permit) -> int:
        if self._writing.capabilities().way("task creation") == MODERN:
            fields: dict[str, Any] = {
                "title": new.title,
                "creatorId": self._asker.me.id,
                "responsibleId": new.responsible,
                "xmlId": mark,
            }
            fields |= {"deadline": new.deadline.isoformat()} if new.deadline else {}
            fields |= {"groupId": new.project_id} if new.project_id else {}
            try:
                answer = self._writing.connection.write("tasks.task.add", {"fields": fields}, permit, modern=True)
                return _id(answer.result, "item")
            except (MethodMissingError, ScopeMissingError):
                pass  # refused before anything happened; the classic method needs less
        classic: dict[str, Any] = {
            "TITLE": new.title,
            "CREATED_BY": self._asker.me.id,
            "RESPONSIBLE_ID": new.responsible,
            "XML_ID": mark,
        }
        classic |= {"DEADLINE": new.deadline.isoformat()} if new.deadline else {}
        classic |= {"GROUP_ID": new.project_id} if new.project_id else {}
        return _id(self._writing.connection.write("tasks.task.add", {"fields": classic}, permit).result, "task")

    def _marked(self, mark: str) -> int:
        """The id of the task with this external id, 0 when there is none.

        The list does not filter by it, so the asker's newest tasks are looked at one by one, in one request.
        """
        condition = {"CREATED_BY": self._asker.me.id}
        order = {"ID": "DESC"}
        listed = Command("l", "tasks.task.list", {"filter": condition, "order": order, "select": ["ID"]})
        rows = self._writing.connection.read_batch([listed])["l"]
        ids = [number(row.get("id")) or 0 for row in rows.get("tasks", ())][:MOST_LOOKED_AT]
        if not ids:
            return 0
        looks = [Command(f"t{each}", "tasks.task.get", {"taskId": each, "select": ["ID", "XML_ID"]}) for each in ids]
        found = self._writing.connection.read_batch(looks)
        return next((each for each in ids if _xml_id(found[f"t{each}"]) == mark), 0)

    def _gone(self, task_id: int) -> bool:
        found = self._writing.connection.read("tasks.task.get", {"taskId": task_id, "select": ["ID"]}).result
        return not found

    def _written(self, new: NewTask, task_id: int) -> Written:
        task = Task(task_id, new.title, new.responsible, "open", new.deadline, project=new.project)
        return Written(task_id, task, self._writing.cause)

    def _earlier(self, written: Written) -> bool:
        """Another event asked for it before."""
        return written.cause != self._writing.cause

    def _moment(self, at: float) -> datetime:
        return datetime.fromtimestamp(at, self._asker.zone)


def _id(result: object, place: str) -> int:
    """The id of the new task."""
    row = result.get(place) if isinstance(result, Mapping) else None
    return (number(row.get("id")) if isinstance(row, Mapping) else None) or 0


def _xml_id(result: object) -> str:
    """The external id; what is not there or not readable comes as an empty list."""
    row = result.get("task") if isinstance(result, Mapping) else None
    return str(row.get("xmlId") or "") if isinstance(row, Mapping) else ""
