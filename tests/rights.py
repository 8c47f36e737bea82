"""Who may read what in the portal in a box, worked out from its tables alone: the yardstick of the tests of rights."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from assistant.models import Activity, Client, ClientKind, Colleague, Deal, Meeting, StageChange, Task, User
from assistant.sandbox.options import Options
from tests import rest_spec
from tests.portal_in_a_box import SPEC, RunningSandbox, running

DEAL, CONTACT, COMPANY = 2, 3, 4
KINDS = {ClientKind.CONTACT: CONTACT, ClientKind.COMPANY: COMPANY}


@dataclass(frozen=True)
class Readable:
    """Ids of what one person may read."""

    deals: frozenset[int]
    clients: frozenset[tuple[int, int]]
    """Entity type and id."""
    activities: frozenset[int]
    tasks: frozenset[int]
    pipelines: frozenset[int]
    events: frozenset[int]
    """Of which more may be read than when they are."""


class Tables:
    """The raw tables of a portal."""

    def __init__(self, sandbox: RunningSandbox) -> None:
        names = (
            "users",
            "departments",
            "deals",
            "history",
            "contacts",
            "companies",
            "activities",
            "tasks",
            "categories",
            "events",
        )
        self.rows = {name: sandbox.table(name) for name in names}
        self.users = {row["id"]: row for row in self.rows["users"]}

    def people(self, person: int, *, active: bool) -> set[int]:
        """The person with everybody in departments that the person heads, at any depth."""
        parents = {row["id"]: row["parent"] for row in self.rows["departments"]}
        led = {row["id"] for row in self.rows["departments"] if row["head"] == person}

        def below(department: int) -> bool:
            while department:
                if department in led:
                    return True
                department = parents[department]
            return False

        users = self.rows["users"]
        team = {u["id"] for u in users if (u["active"] or not active) and any(map(below, u["departments"]))}
        return team | {person}

    def readable(self, person: int) -> Readable:
        """With the person's own token."""
        if self.users[person]["admin"]:
            return self._of(person, set(self.users), everything=True)
        return self._of(person, self.people(person, active=False))

    def provable(self, person: int) -> Readable:
        """What belongs to the person or the person's active people, whoever reads it."""
        found = self._of(person, self.people(person, active=True))
        own = {row["id"] for row in self.rows["activities"] if row["responsible"] in self.people(person, active=True)}
        pipelines = {row["category_id"] for row in self.rows["deals"] if row["id"] in found.deals}
        return Readable(found.deals, found.clients, frozenset(own), found.tasks, frozenset(pipelines), found.events)

    def _of(self, person: int, people: set[int], *, everything: bool = False) -> Readable:
        deals = [row for row in self.rows["deals"] if everything or row["assigned_by"] in people]
        linked = {(CONTACT, row["contact_id"]) for row in deals} | {(COMPANY, row["company_id"]) for row in deals}
        clients = {
            (kind, row["id"])
            for kind, table in ((CONTACT, "contacts"), (COMPANY, "companies"))
            for row in self.rows[table]
            if everything or row["assigned_by"] in people or (kind, row["id"]) in linked
        }
        visible = clients | {(DEAL, row["id"]) for row in deals}
        activities = {
            row["id"]
            for row in self.rows["activities"]
            if everything or row["responsible"] in people or any(tuple(each) in visible for each in row["bindings"])
        }
        tasks = {
            row["id"]
            for row in self.rows["tasks"]
            if everything or people & {row["responsible"], row["created_by"], *row["auditors"], *row["accomplices"]}
        }
        events = {
            row["id"]
            for row in self.rows["events"]
            if person in {row["owner_id"], *row["attendees"]} or (row["owner_id"] in people and not row["private"])
        }
        return Readable(
            frozenset(row["id"] for row in deals),
            frozenset(clients),
            frozenset(activities),
            frozenset(tasks),
            frozenset(row["id"] for row in self.rows["categories"]),
            frozenset(events),
        )


@contextmanager
def mixed_company() -> Iterator[RunningSandbox]:
    """A portal in which sellers share clients; what was called there is held against the vendor's documentation."""
    with running(Options(port=0, bucket=0, date=date(2026, 6, 10))) as sandbox:
        mix_up(sandbox, seed=11)
        yield sandbox
        if SPEC.is_dir():
            rest_spec.check(sandbox.calls(), SPEC)


def mix_up(sandbox: RunningSandbox, seed: int) -> None:
    """Give a quarter of the deals to others than their clients: sellers who share a client."""
    chance = random.Random(seed)
    deals = sandbox.table("deals")
    sellers = sorted({deal["assigned_by"] for deal in deals})
    to = {str(deal["id"]): chance.choice(sellers) for deal in deals if chance.random() < 0.25}
    sandbox.http.post("/_sandbox/assign", json={"table": "deals", "to": to}).raise_for_status()


def records(found: object) -> Iterator[object]:
    """Every record in what a method of a portal returned, however deep."""
    if isinstance(found, Deal | StageChange | Client | Activity | Task | User | Meeting | Colleague):
        yield found
    if isinstance(found, dict):
        found = tuple(found.values())
    if isinstance(found, tuple | list):
        for each in found:
            yield from records(each)
    elif is_dataclass(found) and not isinstance(found, type):
        for each in fields(found):
            yield from records(getattr(found, each.name))


def strange(found: object, may: Readable) -> list[object]:
    """The records that are not readable."""
    return [each for each in records(found) if not _may(each, may)]


def _may(record: object, may: Readable) -> bool:
    match record:
        case Deal():
            return record.id in may.deals
        case StageChange():
            return record.deal in may.deals
        case Client():
            return (KINDS[record.kind], record.id) in may.clients
        case Activity():
            return record.id in may.activities
        case Task():
            return record.id in may.tasks
        case Meeting():
            return record.id in may.events or not (record.title or record.place or record.link)
        case _:
            return True


class Witness:
    """A portal that notes everything that a scenario is given."""

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
