"""Every way to ask each intent: about oneself, others, everybody; about clients by name, phone, e-mail, button."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant.catalogue import Catalogue
from assistant.models import Amount, Period, Run, Scope, Slots
from tests.rights.company import mark
from tests.rights.tables import Tables

JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
SPRING = Period(date(2026, 3, 1), date(2026, 5, 31))
YEAR = Period(date(2025, 7, 1), date(2026, 6, 10))
TALK = ("dialogue.", "help", "none", "session.", "smalltalk.")
"""Intents that read nothing of the portal."""
ACTS = ("task.finish", "task.move", "call.dial")
"""Those that only a button starts, and that change something: see the attacks."""


def reading(catalogue: Catalogue) -> set[str]:
    """The intents whose answers may hold records."""
    return {each.name for each in catalogue if each.answered and not each.name.startswith(TALK)} - set(ACTS)


def everything(intent: str) -> Run:
    """Whatever the asker may read."""
    return Run(intent, Slots(deal_state="all"), Scope.READABLE)


class Questions:
    """What one person asks; others' records are named as a forged button or a clever guess would name them."""

    def __init__(self, person: int, tables: Tables, chance: random.Random) -> None:
        self._person = person
        self._tables = tables
        self._chance = chance
        self.ways: dict[str, list[Callable[[], Run]]] = {
            "deals.list": [
                lambda: everything("deals.list"),
                *(lambda: Run("deals.list", *self._deals()) for _ in range(2)),
            ],
            "deals.count": [lambda: everything("deals.count"), lambda: Run("deals.count", *self._deals())],
            "tasks.list": [lambda: everything("tasks.list"), lambda: Run("tasks.list", *self._tasks())],
            "meetings.list": [lambda: Run("meetings.list", *self._meetings())],
            "report.sales": [lambda: Run("report.sales", *self._report())],
            "report.tasks": [lambda: Run("report.tasks", *self._report())],
            "client.card": [lambda: Run("client.card", self._client()) for _ in range(2)],
            "client.last_contact": [lambda: Run("client.last_contact", self._client())],
            "call.start": [lambda: Run("call.start", self._called())],
            "task.create": [lambda: Run("task.create", self._new_task())],
            "people.birthdays": [lambda: Run("people.birthdays", Slots(period=SPRING))],
            "people.newcomers": [lambda: Run("people.newcomers", Slots(period=YEAR))],
            "subscription.create": [lambda: Run("subscription.create")],
            "subscription.list": [lambda: Run("subscription.list")],
            "subscription.cancel": [lambda: Run("subscription.cancel")],
        }

    def __iter__(self) -> Iterator[Run]:
        return (way() for ways in self.ways.values() for way in ways)

    def _deals(self) -> tuple[Slots, Scope]:
        chance = self._chance
        slots = Slots(
            deal_state=chance.choice(["all", "open", "won", "lost", "closed", None]),
            period=chance.choice([None, JUNE, SPRING, YEAR]),
            amount=chance.choice([None, None, None, Amount(Decimal(1000), None, None)]),
        )
        filters = (
            {},
            {"stage": chance.choice(["negotiation", "переговоры", "new", "no such stage"])},
            {"client": "?", "client_id": self._one("companies"), "client_kind": "company"},
            {"client": "?", "client_id": self._one("contacts"), "client_kind": "contact"},
            {"client": self._name()},
        )
        return replace(slots, **self._whose(), **chance.choice(filters)), chance.choice(list(Scope))

    def _tasks(self) -> tuple[Slots, Scope]:
        chance = self._chance
        slots = Slots(
            task_state=chance.choice(["open", "done", "overdue", None]),
            period=chance.choice([None, JUNE, SPRING]),
            project=chance.choice([None, None, "Website"]),
        )
        return replace(slots, **self._whose()), chance.choice(list(Scope))

    def _meetings(self) -> tuple[Slots, Scope]:
        return Slots(period=self._chance.choice([None, JUNE]), **self._whose()), self._chance.choice(list(Scope))

    def _report(self) -> tuple[Slots, Scope]:
        slots = Slots(period=self._chance.choice([JUNE, SPRING, YEAR]), **self._whose())
        return slots, self._chance.choice(list(Scope))

    def _client(self) -> Slots:
        kind, table = self._chance.choice([("contact", "contacts"), ("company", "companies")])
        row = self._chance.choice(self._tables.rows[table])
        ways = (
            Slots(client="?", client_id=row["id"], client_kind=kind),
            Slots(client=self._name()),
            Slots(client=self._chance.choice(row["emails"] or ["nobody@example.com"])),
            Slots(client=self._chance.choice(row["phones"] or ["+49 30 1234567"])),
        )
        return self._chance.choice(ways)

    def _called(self) -> Slots:
        row = self._chance.choice(self._tables.rows["contacts"])
        phone = "+" + re.sub(r"\D", "", self._chance.choice(row["phones"] or ["49301234567"]))
        return self._chance.choice([Slots(phone=phone), self._client()])

    def _new_task(self) -> Slots:
        project = self._chance.choice(self._tables.rows["groups"])["name"].split()[0]
        person = self._chance.choice([{}, {"person": self._other()["last_name"]}])
        return Slots(title="Send the offer", project=self._chance.choice([None, project, "e"]), **person)

    def _name(self) -> str:
        """Of a client: in full, in part, with a mistake, or of many at once."""
        kind = self._chance.choice(["contacts", "companies"])
        row = self._chance.choice(self._tables.rows[kind])
        own = row["last_name"] if kind == "contacts" else row["title"]
        plain = own.replace(mark(kind, row["id"]), "").strip()
        full = f"{row['name']} {own}" if kind == "contacts" else own
        return str(self._chance.choice([full, plain, plain[:5], plain[:-2] + plain[-1:], plain.split()[0]]))

    def _whose(self) -> dict[str, object]:
        other = self._other()
        ways: tuple[dict[str, object], ...] = (
            {},
            {"person": "team"},
            {"person": other["name"], "person_id": other["id"]},
            {"person": other["last_name"]},
        )
        return self._chance.choice(ways)

    def _other(self) -> dict[str, object]:
        return self._chance.choice([row for row in self._tables.rows["users"] if row["id"] != self._person])

    def _one(self, table: str) -> int:
        return int(self._chance.choice(self._tables.rows[table])["id"])
