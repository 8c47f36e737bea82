"""A portal that notes everything that a scenario is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from assistant.models import (
    Activity,
    Client,
    ClientKind,
    Colleague,
    Deal,
    DealPage,
    Meeting,
    Pipeline,
    Project,
    StageChange,
    Task,
    TaskPage,
    User,
)
from tests.rights.marks import told
from tests.rights.tables import COMPANY, CONTACT, Readable

KINDS = {ClientKind.CONTACT: CONTACT, ClientKind.COMPANY: COMPANY}
Record = Deal | StageChange | Client | Activity | Task | User | Meeting | Colleague | Pipeline | Project


class Witness:
    """Stands before a portal."""

    def __init__(self, portal: Any) -> None:
        self._portal = portal
        self.given: list[object] = []

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._portal, name)
        if not callable(found):
            return found

        def noted(*args: Any, **kwargs: Any) -> Any:
            result = found(*args, **kwargs)
            if isinstance(result, Iterator):
                return self._each(result)
            self.given.append(result)
            return result

        return noted

    def _each(self, rows: Iterator[object]) -> Iterator[object]:
        for row in rows:
            self.given.append(row)
            yield row


def records(found: object) -> Iterator[Record]:
    """Every record in what a method of a portal returned, however deep."""
    match found:
        case Deal() | StageChange() | Activity() | Task() | User() | Meeting() | Colleague() | Pipeline() | Project():
            yield found
        case Client():
            yield found
        case dict():
            yield from records(tuple(found.values()))
        case tuple() | list():
            for each in found:
                yield from records(each)
        case _ if is_dataclass(found) and not isinstance(found, type):
            for each in fields(found):
                yield from records(getattr(found, each.name))


def rows_of(given: list[object]) -> dict[str, set[int]]:
    """Ids of what a scenario was given, by table."""
    found: dict[str, set[int]] = {}
    for each in records(given):
        if table := _table(each):
            found.setdefault(table, set()).add(each.id)  # type: ignore[union-attr]
        if isinstance(each, Task):
            found.setdefault("groups", set()).update(record for _, record in told(each.project))
    return found


def strange(given: object, may: Readable) -> list[object]:
    """What is not readable of it: records, and totals that count others."""
    odd = [each for each in records(given) if not _may(each, may)]
    pages = given if isinstance(given, list) else [given]
    return [
        *odd,
        *(page for page in pages if isinstance(page, DealPage) and page.total != len(page.deals)),
        *(page for page in pages if isinstance(page, TaskPage) and page.total != len(page.tasks)),
    ]


def _table(record: Record) -> str:
    match record:
        case Deal():
            return "deals"
        case Client():
            return "contacts" if record.kind is ClientKind.CONTACT else "companies"
        case Activity():
            return "activities"
        case Task():
            return "tasks"
        case Meeting():
            return "events"
        case Project():
            return "groups"
        case _:
            return ""


def _may(record: Record, may: Readable) -> bool:
    match record:
        case StageChange():
            return record.deal in may.deals
        case Pipeline():
            return record.id in may.pipelines
        case Client():
            whole = record.phones or record.emails or record.position
            return (KINDS[record.kind], record.id) in (may.reachable if whole else may.clients)
        case Meeting():
            return record.id in may.events or not (record.title or record.place or record.link)
        case User() | Colleague():
            return True
        case _:
            return may.holds(_table(record), record.id)
