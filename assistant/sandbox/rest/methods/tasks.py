"""Tasks: tasks.task.list, get, add, update, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from assistant.sandbox.clock import moment
from assistant.sandbox.company.records import Task
from assistant.sandbox.rest import task_fields
from assistant.sandbox.rest.filters import Grammar, listing
from assistant.sandbox.rest.parameters import mapping, number, several
from assistant.sandbox.rest.registry import Call, Listing, RestError, method

if TYPE_CHECKING:
    from assistant.sandbox.company.company import Company

CORE = "ERROR_CORE"
NOT_ALLOWED = "Действие над задачей не разрешено (internal error)"
TEXTS = {"TITLE": "title", "DESCRIPTION": "description", "XML_ID": "xml_id"}
NUMBERS = {
    "RESPONSIBLE_ID": "responsible",
    "CREATED_BY": "created_by",
    "GROUP_ID": "group_id",
    "PRIORITY": "priority",
    "STATUS": "status",
}
LISTS = {"AUDITORS": "auditors", "ACCOMPLICES": "accomplices"}


@method("tasks.task.list", scope="task", params={"order", "filter", "select", "params", "start"})
def task_list(call: Call) -> Listing:
    """Readable tasks (api-reference/tasks/tasks-task-list)."""
    now = int(call.now.timestamp())
    grammar = Grammar(task_fields.filter_fields(now), "0")
    condition = mapping(call, "filter")
    pattern = condition.get("TITLE")
    if isinstance(pattern, str) and "%" in pattern:
        # A title may be a pattern without saying so.
        condition = {"=%TITLE" if key == "TITLE" else key: value for key, value in condition.items()}
    rows = grammar.matching(call.portal.company.rights.tasks(call.user), condition)
    order = mapping(call, "order")
    try:
        rows = Grammar(task_fields.ORDER_FIELDS, "0").ordered(rows, order, {"ID": "DESC"})
    except RestError as error:
        raise RestError("0", "Неверный ключ сортировки (internal error)") from error
    fields = task_fields.TASK.selected(several(call, "select"), task_fields.TASK.classic)
    return listing(
        rows,
        call.params.get("start"),
        lambda part: {"tasks": [task_fields.shown(call.portal, row, fields, now) for row in part]},
    )


@method("tasks.task.get", scope="task", params={"taskId", "select"})
def task_get(call: Call) -> dict[str, Any] | list[Any]:
    """One task; an empty list when it is not there or not readable (api-reference/tasks/tasks-task-get)."""
    task_id = number(call.params.get("taskId"))
    if not task_id:
        raise RestError("0", "wrong task id")
    task = call.portal.company.rights.task(call.user, task_id)
    if task is None:
        return []
    return answer(call, task, several(call, "select"))


@method("tasks.task.add", scope="task", required={"fields"}, kind="write")
def task_add(call: Call) -> dict[str, Any]:
    """A new task; who asks is its creator unless said otherwise (api-reference/tasks/tasks-task-add)."""
    fields = _fields(call)
    if not str(fields.get("TITLE") or "").strip():
        raise RestError(CORE, "Не указано название задачи<br>")
    now = int(call.now.timestamp())
    table = call.portal.company.tasks
    # Built apart, so that a refused value leaves nothing behind.
    task = Task(table.next_id(), "", "", 2, 1, 0, call.user.id, now, now, 0, 0, 0, 0)
    _set(call, task, fields)
    if not task.responsible:
        raise RestError(CORE, "Не указан исполнитель<br>")
    table.add(task)
    call.portal.changes.publish("task.add", {"id": task.id, "title": task.title, "by": call.user.id})
    return answer(call, task, [])


@method("tasks.task.update", scope="task", required={"taskId", "fields"}, kind="write")
def task_update(call: Call) -> dict[str, Any]:
    """Change a task (api-reference/tasks/tasks-task-update)."""
    # A copy, so that a refused value changes nothing.
    task = replace(readable(call), changed=int(call.now.timestamp()))
    fields = _fields(call)
    _set(call, task, fields)
    call.portal.company.tasks.put(task)
    call.portal.changes.publish("task.update", {"id": task.id, "fields": fields, "by": call.user.id})
    return answer(call, task, [])


@method("tasks.task.delete", scope="task", required={"taskId"}, kind="write")
def task_delete(call: Call) -> dict[str, bool]:
    """Delete a task: its creator and administrators may (api-reference/tasks/tasks-task-delete)."""
    task = readable(call)
    if call.user.id != task.created_by and not call.user.admin:
        raise RestError(CORE, "Недостаточно прав для удаления задачи<br>")
    call.portal.company.tasks.remove(task)
    call.portal.changes.publish("task.delete", {"id": task.id, "by": call.user.id})
    return {"task": True}


@method("tasks.task.getFields", scope="task")
def task_fields_list(_call: Call) -> dict[str, Any]:
    """The fields of tasks (api-reference/tasks/tasks-task-get-fields)."""
    types = {"int": "integer", "moment": "datetime", "many": "array"}
    return {
        "fields": {
            each.name: {"title": each.name.capitalize(), "type": types.get(each.kind, "string")}
            for each in task_fields.TASK.all
        }
    }


def readable(call: Call) -> Task:
    """The task that a call names.

    Raises:
        RestError: it is not there or not readable, which look alike.
    """
    task = call.portal.company.rights.task(call.user, number(call.params["taskId"]))
    if task is None:
        raise RestError("0", NOT_ALLOWED)
    return task


def answer(call: Call, task: Task, select: list[Any]) -> dict[str, Any]:
    """A task as a method's result."""
    fields = task_fields.TASK.selected(select, task_fields.TASK.classic)
    shown = task_fields.shown(call.portal, task, fields, int(call.now.timestamp()))
    guid = str(uuid5(NAMESPACE_URL, f"{call.portal.member_id}/task/{task.id}"))
    return {"task": shown if select else {**shown, "guid": f"{{{guid}}}"}}


def _fields(call: Call) -> dict[str, Any]:
    fields = call.params["fields"]
    if not isinstance(fields, dict) or not fields:
        raise RestError("100", "Could not find value for parameter {fields} (internal error)")
    return fields


def _set(call: Call, task: Task, fields: dict[str, Any]) -> None:
    company = call.portal.company
    for name, value in fields.items():
        try:
            if name in TEXTS:
                setattr(task, TEXTS[name], str(value or ""))
            elif name in NUMBERS:
                setattr(task, NUMBERS[name], _number(company, name, value))
            elif name in LISTS:
                setattr(task, LISTS[name], tuple(_number(company, "RESPONSIBLE_ID", each) for each in value or []))
            elif name == "DEADLINE":
                task.deadline = moment(value) if value else 0
            elif name == "UF_CRM_TASK":
                task.crm = tuple(map(str, value or []))
            elif name == "TAGS":
                task.tags = tuple(map(str, value if isinstance(value, list) else [value]))
            else:
                raise RestError(CORE, f"The sandbox knows no field {name} of a task<br>")
        except (ValueError, TypeError) as error:
            raise RestError(CORE, f"Неверное значение поля {name}<br>") from error


def _number(company: Company, name: str, value: Any) -> int:
    number = int(value or 0)
    if name in ("RESPONSIBLE_ID", "CREATED_BY") and number not in company.users:
        raise RestError(CORE, "Пользователь, указанный в поле «Исполнитель», не найден<br>")
    if name == "GROUP_ID" and number and number not in company.groups:
        raise RestError(CORE, "Группа не найдена<br>")
    return number
