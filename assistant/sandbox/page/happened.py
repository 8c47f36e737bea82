"""What changed in the portal, told in a line: which record, where it is, who did it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat.views import full_name
from assistant.sandbox.page.records import deal_path, task_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.sandbox.changes import Change
    from assistant.sandbox.portal import Portal


def happened(portal: Portal, change: Change) -> dict[str, Any]:
    """A line for the page.

    `n` counts up, `kind` is like `task.add`, `title` and `link` name the record (both may be empty), `by` is who did
    it, `changed` are the names of the changed fields.
    """
    payload = change.payload
    entity = change.kind.rpartition(".")[0]
    describe = RECORDS.get(entity)
    title, link = describe(portal, int(payload.get("id") or 0)) if describe else ("", "")
    fields = payload.get("fields")
    return {
        "n": change.number,
        "kind": change.kind,
        "title": title or str(payload.get("title") or payload.get("name") or payload.get("text") or ""),
        "link": link,
        "by": full_name(portal, int(payload.get("by") or payload.get("owner") or 0)),
        "changed": [str(name) for name in fields] if isinstance(fields, (dict, list, tuple, set, frozenset)) else [],
    }


def _deal(portal: Portal, row_id: int) -> tuple[str, str]:
    deal = portal.company.deals.get(row_id)
    return (deal.title, deal_path(row_id)) if deal else ("", "")


def _task(portal: Portal, row_id: int) -> tuple[str, str]:
    task = portal.company.tasks.get(row_id)
    return (task.title, task_path(task.responsible, row_id)) if task else ("", "")


def _event(portal: Portal, row_id: int) -> tuple[str, str]:
    event = portal.company.events.get(row_id)
    link = f"/company/personal/user/{event.owner_id}/calendar/?EVENT_ID={row_id}" if event else ""
    return (event.name, link) if event else ("", "")


RECORDS: dict[str, Callable[[Portal, int], tuple[str, str]]] = {
    "deal": _deal,
    "task": _task,
    "calendar.event": _event,
}
