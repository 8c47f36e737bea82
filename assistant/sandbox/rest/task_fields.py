"""The fields of tasks and how answers show them: asked for in upper case, given in camel case, as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.rest import values
from assistant.sandbox.rest.fields import Field, Fields, constant, field

if TYPE_CHECKING:
    from assistant.sandbox.company.records import Task, User
    from assistant.sandbox.portal import Portal

DONE, DEFERRED = 5, 6
OVERDUE, ALMOST_OVERDUE = -1, -3
DAY = 86400

TASK = Fields(
    [
        field("ID", "int", "id"),
        field("PARENT_ID", "code", constant("")),
        field("TITLE", "text", "title"),
        field("DESCRIPTION", "text", "description"),
        field("MARK", "code", constant("")),
        field("PRIORITY", "int", "priority"),
        field("STATUS", "int", "status"),
        field("GROUP_ID", "int", "group_id"),
        field("STAGE_ID", "int", constant(0)),
        field("CREATED_BY", "int", "created_by"),
        field("CREATED_DATE", "moment", "created"),
        field("RESPONSIBLE_ID", "int", "responsible"),
        field("ACCOMPLICES", "many", "accomplices"),
        field("AUDITORS", "many", "auditors"),
        field("CHANGED_DATE", "moment", "changed"),
        field("STATUS_CHANGED_DATE", "moment", "changed"),
        field("ACTIVITY_DATE", "moment", "changed"),
        field("CLOSED_BY", "code", lambda task: task.closed_by or ""),
        field("CLOSED_DATE", "moment", "closed"),
        field("DATE_START", "moment", "started"),
        field("DEADLINE", "moment", "deadline"),
        field("XML_ID", "code", "xml_id"),
        field("CHAT_ID", "int", "chat_id"),
        field("UF_CRM_TASK", "many", "crm", hidden=True),
        field("TAGS", "many", "tags", hidden=True),
    ]
)


def filter_fields(now: int) -> dict[str, Field]:
    """What tasks.task.list filters by; STATUS knows what is overdue at `now`, Unix seconds."""
    names = ("ID", "TITLE", "PRIORITY", "GROUP_ID", "CREATED_BY", "RESPONSIBLE_ID", "DEADLINE", "CREATED_DATE",
             "CHANGED_DATE", "CLOSED_DATE", "DATE_START", "STAGE_ID", "MARK", "UF_CRM_TASK")  # fmt: skip
    return {name: TASK.classic[name] for name in names} | {
        "REAL_STATUS": field("REAL_STATUS", "int", "status"),
        "STATUS": field("STATUS", "many", lambda task: states(task, now)),
        "ACCOMPLICE": TASK.classic["ACCOMPLICES"],
        "AUDITOR": TASK.classic["AUDITORS"],
        "TAG": TASK.classic["TAGS"],
    }


ORDER_FIELDS = {
    name: TASK.classic[name]
    for name in ("ID", "TITLE", "DATE_START", "CREATED_DATE", "CHANGED_DATE", "CLOSED_DATE", "ACTIVITY_DATE",
                 "DEADLINE", "PRIORITY", "MARK", "GROUP_ID")
} | {"REAL_STATUS": field("REAL_STATUS", "int", "status")}  # fmt: skip


def states(task: Task, now: int) -> tuple[int, ...]:
    """The status and, before it, the meta status of an open task whose time is over or nearly over."""
    if task.status not in (DONE, DEFERRED) and task.deadline:
        if task.deadline < now:
            return (OVERDUE, task.status)
        if task.deadline < now + DAY:
            return (ALMOST_OVERDUE, task.status)
    return (task.status,)


def shown(portal: Portal, task: Task, fields: list[Field], now: int) -> dict[str, Any]:
    """A task with the chosen fields, and the people and the group that belong to them."""
    view: dict[str, Any] = {each.camel: values.task(each.kind, each.read(task)) for each in fields}
    names = {each.name for each in fields}
    if "CREATED_BY" in names:
        view["creator"] = _person(portal.user(task.created_by))
    if "RESPONSIBLE_ID" in names:
        view["responsible"] = _person(portal.user(task.responsible))
    if "GROUP_ID" in names:
        group = portal.company.groups.get(task.group_id)
        view["group"] = {"id": str(group.id), "name": group.name, "opened": False} if group else []
    if "STATUS" in names:
        view["subStatus"] = str(states(task, now)[0])
    if "TAGS" in names:
        view["tags"] = {str(place): {"id": place, "title": tag} for place, tag in enumerate(task.tags, start=1)}
    return view


def _person(user: User | None) -> dict[str, str]:
    if user is None:
        return {}
    return {
        "id": str(user.id),
        "name": user.full_name,
        "link": f"/company/personal/user/{user.id}/",
        "icon": "/bitrix/images/tasks/default_avatar.png",
        "workPosition": user.position,
    }
