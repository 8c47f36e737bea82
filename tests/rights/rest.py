"""The portal's own word: which records REST gives to a person who asks for them by their ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from tests.portal_in_a_box import RunningSandbox
from tests.rights.marks import Told

GETS = {
    "deals": ("crm.item.get", {"entityTypeId": 2}, "id"),
    "contacts": ("crm.item.get", {"entityTypeId": 3}, "id"),
    "companies": ("crm.item.get", {"entityTypeId": 4}, "id"),
    "tasks": ("tasks.task.get", {"select[0]": "ID"}, "taskId"),
    "activities": ("crm.activity.get", {}, "id"),
    "events": ("calendar.event.getbyid", {}, "id"),
    "groups": ("sonet_group.get", {}, "FILTER[ID]"),
}
NAMED_BY = {"groups": ("tasks.task.list", {"select[0]": "GROUP_ID", "start": -1}, "filter[GROUP_ID]")}
"""Tasks that a person may read tell the names of their projects."""
MOST = 50
"""Commands of a batch."""


def given(sandbox: RunningSandbox, login: str, records: Iterable[tuple[str, int]]) -> Told:
    """Those of the records that the portal gives to a person, texts included."""
    wanted = sorted(records)
    found: set[tuple[str, int]] = set()
    for start in range(0, len(wanted), MOST):
        part = wanted[start : start + MOST]
        for ways in GETS, NAMED_BY:
            cmd = {f"{table}_{record}": _command(*ways[table], record) for table, record in part if table in ways}
            if cmd:
                answer = sandbox.result("batch", {"halt": 0, "cmd": cmd}, login=login)
                results = answer["result"] if isinstance(answer["result"], dict) else {}
                found |= {each for each in part if _there(each[0], results.get(f"{each[0]}_{each[1]}"))}
    return frozenset(found)


def _command(method: str, params: dict[str, Any], key: str, record: int) -> str:
    return f"{method}?{urlencode({**params, key: record})}"


def _there(table: str, result: Any) -> bool:
    if table == "events":
        return bool(result) and not result["NAME"].startswith("[")
    return bool(result["tasks"] if isinstance(result, dict) and "tasks" in result else result)
