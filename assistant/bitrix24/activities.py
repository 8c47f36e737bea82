"""What happened with clients and what is planned (crm.activity.list)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import BatchAnswer, Command, Reference
from assistant.bitrix24.deal_lists import COMPANY, CONTACT
from assistant.bitrix24.moments import moment
from assistant.models import Activity

MEETING, CALL, EMAIL, PROVIDED = 1, 2, 4, 6
OPEN_LINE = "IMOPENLINES_SESSION"
_KINDS = {MEETING: "meeting", CALL: "call", EMAIL: "email", 3: "todo"}
_PROVIDERS = {OPEN_LINE: "chat", "CRM_TODO": "todo", "CRM_TASKS_TASK": "todo", "VOXIMPLANT_CALL": "call"}
_MAILINGS = {"CRM_SENDER", "SENDER"}
"""Providers of mass mailings: they come as e-mails, but nobody talked to anybody."""
_SELECT = (
    "ID",
    "TYPE_ID",
    "PROVIDER_ID",
    "SUBJECT",
    "START_TIME",
    "END_TIME",
    "DEADLINE",
    "COMPLETED",
    "DIRECTION",
    "RESPONSIBLE_ID",
    "OWNER_TYPE_ID",
    "OWNER_ID",
    "COMMUNICATIONS",
)

Binding = tuple[int, int]
"""Entity type and id of a record that activities belong to."""
Asked = tuple[int, int | Reference]
"""The same, of a record that an earlier command of the batch may bring."""
BINDINGS = 100
"""So many records are asked for in one command."""


def contacts_commands(bindings: Sequence[Asked], now: datetime) -> list[Command]:
    """Ask for the newest completed calls, e-mails, meetings and chats of open lines up to now."""
    kinds: dict[str, dict[str, Any]] = {
        "talks": {"@TYPE_ID": [MEETING, CALL, EMAIL]},
        "chats": {"PROVIDER_ID": OPEN_LINE},
    }
    return [
        _command(
            f"{key}{at}", {**kind, "COMPLETED": "Y", "<=START_TIME": now.isoformat(), **part}, "START_TIME", "DESC"
        )
        for key, kind in kinds.items()
        for at, part in enumerate(_parts(bindings))
    ]


def planned_commands(bindings: Sequence[Asked], now: datetime) -> list[Command]:
    """Ask for what comes next, of any kind."""
    return [
        _command(f"planned{at}", {"COMPLETED": "N", ">=DEADLINE": now.isoformat(), **part}, "DEADLINE", "ASC")
        for at, part in enumerate(_parts(bindings))
    ]


def last_contact(
    answer: BatchAnswer, commands: Sequence[Command], names: Mapping[Binding, str], zone: ZoneInfo
) -> Activity | None:
    """The newest of the results of `contacts_commands`; `names` are those of the people that may be named in it."""
    found = [
        activity(row, names, zone)
        for command in commands
        for row in answer[command.key]
        if str(row.get("PROVIDER_ID") or "") not in _MAILINGS
    ]
    return max(found, key=lambda each: (each.at, each.id), default=None)


def next_planned(
    answer: BatchAnswer, commands: Sequence[Command], names: Mapping[Binding, str], zone: ZoneInfo
) -> Activity | None:
    """The earliest of the results of `planned_commands`."""
    found = [activity(row, names, zone) for command in commands for row in answer[command.key]]
    return min(found, key=lambda each: (each.at, each.id), default=None)


def strange(answer: BatchAnswer, commands: Sequence[Command], bindings: Collection[Binding]) -> bool:
    """Whether a command failed, or brought what may belong to none of these records."""
    owners = set(bindings)
    return any(
        command.key not in answer
        or any(_binding(row, "OWNER_TYPE_ID", "OWNER_ID") not in owners for row in answer[command.key])
        for command in commands
    )


def activity(row: Mapping[str, Any], names: Mapping[Binding, str], zone: ZoneInfo) -> Activity:
    """A row as a record; a completed one took place at its start, a to-do is planned for its deadline."""
    kind = _PROVIDERS.get(str(row.get("PROVIDER_ID") or "")) or _KINDS.get(number(row.get("TYPE_ID")) or 0, "other")
    done = row.get("COMPLETED") == "Y"
    start, end = moment(row.get("START_TIME"), zone), moment(row.get("END_TIME"), zone)
    deadline = moment(row.get("DEADLINE"), zone)
    at = (deadline or start) if kind == "todo" and not done else (start or deadline)
    lasted = round((end - start).total_seconds() / 60) if start and end and kind in ("call", "meeting") else 0
    return Activity(
        id=number(row.get("ID")) or 0,
        kind=kind,
        subject=str(row.get("SUBJECT") or ""),
        at=at or datetime.fromtimestamp(0, zone),
        done=done,
        incoming={1: True, 2: False}.get(number(row.get("DIRECTION")) or 0) if kind in ("call", "email") else None,
        responsible=number(row.get("RESPONSIBLE_ID")) or 0,
        with_whom=_with_whom(row, names),
        minutes=lasted or None,
    )


def _with_whom(row: Mapping[str, Any], names: Mapping[Binding, str]) -> str:
    """Whoever of the named it was with: a row names others too, of whom the asker may not be allowed to read."""
    for each in row.get("COMMUNICATIONS") or ():
        if isinstance(each, Mapping) and (name := names.get(_binding(each, "ENTITY_TYPE_ID", "ENTITY_ID"))):
            return name
    owner = _binding(row, "OWNER_TYPE_ID", "OWNER_ID")
    return names.get(owner, "") if owner[0] in (CONTACT, COMPANY) else ""


def _binding(row: Mapping[str, Any], kind: str, record: str) -> Binding:
    return number(row.get(kind)) or 0, number(row.get(record)) or 0


def _parts(bindings: Sequence[Asked]) -> list[dict[str, Any]]:
    unique = list(dict.fromkeys(bindings))
    return [
        {"BINDINGS": [{"OWNER_TYPE_ID": kind, "OWNER_ID": each} for kind, each in unique[start : start + BINDINGS]]}
        for start in range(0, len(unique), BINDINGS)
    ]


def _command(key: str, condition: Mapping[str, Any], order: str, direction: str) -> Command:
    params = {"filter": condition, "order": {order: direction}, "select": _SELECT, "start": -1}
    return Command(key, "crm.activity.list", params)
