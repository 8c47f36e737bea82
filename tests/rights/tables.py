"""Who may read what in the portal in a box, worked out from its tables alone: the yardstick of the tests of rights."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.portal_in_a_box import RunningSandbox

DEAL, CONTACT, COMPANY = 2, 3, 4
TABLES = ("users", "departments", "groups", "deals", "history", "contacts", "companies", "activities", "tasks")
TABLES_OF_ALL = (*TABLES, "categories", "events")


@dataclass(frozen=True)
class Readable:
    """Ids of what one person may read."""

    deals: frozenset[int]
    clients: frozenset[tuple[int, int]]
    """Entity type and id."""
    reachable: frozenset[tuple[int, int]]
    """Those of which more than the name may be told."""
    activities: frozenset[int]
    tasks: frozenset[int]
    groups: frozenset[int]
    """Projects: the person's, and those of readable tasks."""
    pipelines: frozenset[int]
    events: frozenset[int]
    """Of which more may be read than when they are."""

    def holds(self, kind: str, record: int) -> bool:
        """Whether a record of a table may be read."""
        if kind in {"contacts", "companies"}:
            return (CONTACT if kind == "contacts" else COMPANY, record) in self.clients
        return record in getattr(self, kind)


class Tables:
    """The raw tables of a portal."""

    def __init__(self, sandbox: RunningSandbox) -> None:
        self.rows = {name: sandbox.table(name) for name in TABLES_OF_ALL}
        self.users = {row["id"]: row for row in self.rows["users"]}
        self.readable = cache(self._readable)
        self.provable = cache(self._provable)

    @property
    def nobody(self) -> Readable:
        """What everybody in a group may read of it all."""
        nothing: frozenset[int] = frozenset()
        return Readable(nothing, frozenset(), frozenset(), nothing, nothing, nothing, nothing, nothing)

    @property
    def employees(self) -> list[int]:
        """Everybody who may ask."""
        return [each for each in self.users if self.works_here(each)]

    def works_here(self, person: int) -> bool:
        """Neither gone nor a guest."""
        return bool(self.users[person]["active"]) and self.users[person]["kind"] == "employee"

    def people(self, person: int, *, employed: bool) -> set[int]:
        """The person with everybody in departments that the person heads, at any depth."""
        parents = {row["id"]: row["parent"] for row in self.rows["departments"]}
        led = {row["id"] for row in self.rows["departments"] if row["head"] == person}

        def below(department: int) -> bool:
            while department:
                if department in led:
                    return True
                department = parents[department]
            return False

        team = {u for u, row in self.users.items() if any(map(below, row["departments"]))}
        return {each for each in team if not employed or self.works_here(each)} | {person}

    def _readable(self, person: int) -> Readable:
        """With the person's own token."""
        if self.users[person]["admin"]:
            return self._of(person, set(self.users), everything=True)
        return self._of(person, self.people(person, employed=False))

    def _provable(self, person: int) -> Readable:
        """What belongs to the person or the person's active people, whoever reads it."""
        people = self.people(person, employed=True)
        found = self._of(person, people)
        activities = frozenset(row["id"] for row in self.rows["activities"] if row["responsible"] in people)
        pipelines = frozenset(row["category_id"] for row in self.rows["deals"] if row["id"] in found.deals)
        owned = frozenset(
            (kind, row["id"])
            for kind, table in ((CONTACT, "contacts"), (COMPANY, "companies"))
            for row in self.rows[table]
            if row["assigned_by"] in people
        )
        groups = frozenset(row["group_id"] for row in self.rows["tasks"] if row["id"] in found.tasks)
        return Readable(found.deals, found.clients, owned, activities, found.tasks, groups, pipelines, found.events)

    def _of(self, person: int, people: Collection[int], *, everything: bool = False) -> Readable:
        deals = [row for row in self.rows["deals"] if everything or row["assigned_by"] in people]
        linked = {(CONTACT, row["contact_id"]) for row in deals} | {(COMPANY, row["company_id"]) for row in deals}
        clients = frozenset(
            (kind, row["id"])
            for kind, table in ((CONTACT, "contacts"), (COMPANY, "companies"))
            for row in self.rows[table]
            if everything or row["assigned_by"] in people or (kind, row["id"]) in linked
        )
        visible = clients | {(DEAL, row["id"]) for row in deals}
        activities = frozenset(
            row["id"]
            for row in self.rows["activities"]
            if everything or row["responsible"] in people or any(tuple(each) in visible for each in row["bindings"])
        )
        tasks = [
            row
            for row in self.rows["tasks"]
            if everything
            or not {row["responsible"], row["created_by"], *row["auditors"], *row["accomplices"]}.isdisjoint(people)
        ]
        events = frozenset(
            row["id"]
            for row in self.rows["events"]
            if person in {row["owner_id"], *row["attendees"]} or (row["owner_id"] in people and not row["private"])
        )
        groups = {row["id"] for row in self.rows["groups"] if everything or person in row["members"]}
        return Readable(
            frozenset(row["id"] for row in deals),
            clients,
            clients,
            activities,
            frozenset(row["id"] for row in tasks),
            frozenset(groups | {row["group_id"] for row in tasks}),
            frozenset(row["id"] for row in self.rows["categories"]),
            events,
        )


def owners(tables: Tables, ways: str) -> Mapping[str, set[tuple[int, int]]]:
    """Whose a phone or an e-mail is: by the last nine digits, or by the whole address.

    Args:
        tables: of the portal.
        ways: `phones` or `emails`.
    """
    found: dict[str, set[tuple[int, int]]] = {}
    for kind, table in ((CONTACT, "contacts"), (COMPANY, "companies")):
        for row in tables.rows[table]:
            for way in row[ways] or ():
                found.setdefault(way_key(way), set()).add((kind, row["id"]))
    return found


def way_key(way: str) -> str:
    """The same for a phone however it is written."""
    return way.casefold() if "@" in way else "".join(filter(str.isdigit, way))[-9:]


def raw(tables: Tables, table: str, record: int) -> dict[str, Any]:
    """One row."""
    return next(row for row in tables.rows[table] if row["id"] == record)
