"""Tasks of REST 3.0: tasks.task.add, get, delete and the chat of a task; the rows are those of the classic methods."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.sandbox.clock import iso
from assistant.sandbox.rest.methods import tasks as classic
from assistant.sandbox.rest.registry import Call, RestError
from assistant.sandbox.rest.v3.registry import RefusedError, invalid, method

if TYPE_CHECKING:
    from assistant.sandbox.company.records import Task

FIELDS = {
    "title": "TITLE",
    "description": "DESCRIPTION",
    "creatorId": "CREATED_BY",
    "responsibleId": "RESPONSIBLE_ID",
    "groupId": "GROUP_ID",
    "deadline": "DEADLINE",
    "xmlId": "XML_ID",
    "crmItemIds": "UF_CRM_TASK",
}
"""Names of fields, and what the classic methods call them."""
REQUIRED = ("title", "creatorId", "responsibleId")
STATES = {2: "pending", 3: "in_progress", 4: "supposedly_completed", 5: "completed", 6: "deferred"}


@method("tasks.task.add", scope="tasks", kind="write")
def add(call: Call) -> dict[str, Any]:
    """A new task (api-reference/tasks/tasks-task-add-rest-v3)."""
    fields = call.params.get("fields")
    if not isinstance(fields, dict):
        raise invalid("fields")
    missing = [name for name in REQUIRED if not fields.get(name)]
    if missing or (unknown := sorted(set(fields) - set(FIELDS))):
        raise invalid(*(missing or unknown))
    spelled = {FIELDS[name]: value for name, value in fields.items()}
    try:
        made = classic.task_add(replace(call, params={"fields": spelled}))
    except RefusedError:
        raise
    except RestError as error:
        raise RefusedError("VALIDATION_REQUESTVALIDATIONEXCEPTION", error.description) from error
    task = call.portal.company.tasks.get(int(made["task"]["id"]))
    assert task is not None
    return {"item": _shown(task)}


@method("tasks.task.get", scope="tasks")
def get(call: Call) -> dict[str, Any]:
    """One task; only its id without a `select` (api-reference/tasks/tasks-task-get-rest-v3)."""
    shown = _shown(_named(call, call.params.get("id")))
    wanted = call.params.get("select") or ["id"]
    return {"item": {name: shown[name] for name in wanted if name in shown}}


@method("tasks.task.delete", scope="tasks", kind="write")
def delete(call: Call) -> dict[str, bool]:
    """Delete a task (api-reference/tasks/tasks-task-delete-rest-v3)."""
    task = _named(call, call.params.get("id"))
    try:
        classic.task_delete(replace(call, params={"taskId": task.id}))
    except RestError as error:
        raise RefusedError("ACCESSDENIEDEXCEPTION", error.description, 403) from error
    return {"result": True}


@method("tasks.task.chat.message.send", scope="tasks", kind="write")
def send(call: Call) -> dict[str, bool]:
    """A message into the chat of a task (api-reference/tasks/tasks-task-chat-message-send)."""
    fields = call.params.get("fields")
    if not isinstance(fields, dict) or not fields.get("text"):
        raise invalid("text")
    task = _named(call, fields.get("taskId"))
    note = {"id": task.id, "text": str(fields["text"]), "by": call.user.id}
    call.portal.changes.publish("task.message", note)
    return {"result": True}


def _named(call: Call, task_id: Any) -> Task:
    if not isinstance(task_id, int):
        raise invalid("id")
    task = call.portal.company.rights.task(call.user, task_id)
    if task is None:
        raise RefusedError("ENTITYNOTFOUNDEXCEPTION", "Задача не найдена")
    return task


def _shown(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "title": task.title,
        "description": task.description,
        "creatorId": task.created_by,
        "responsibleId": task.responsible,
        "groupId": task.group_id,
        "deadline": iso(task.deadline) if task.deadline else None,
        "status": STATES[task.status],
        "xmlId": task.xml_id or None,
        "chatId": task.chat_id,
        "crmItemIds": list(task.crm),
        "link": f"/company/personal/user/{task.responsible}/tasks/task/view/{task.id}/",
    }
