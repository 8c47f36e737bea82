"""Deals with their way through the stages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from assistant.sandbox.clock import calendar_day
from assistant.sandbox.company import names
from assistant.sandbox.company.clients import ACME, DAY, HISTORY_DAYS, ROMASHKA
from assistant.sandbox.company.deals import enter
from assistant.sandbox.company.people import SALES_EAST, SELLING
from assistant.sandbox.company.records import Deal, Stage

if TYPE_CHECKING:
    from random import Random

    from assistant.sandbox.company.company import Company
    from assistant.sandbox.company.records import User

IMPORTED = 6
"""Deals that came from elsewhere: they have no history."""

# (login, title, client, pipeline, stage, amount, currency, days since it was created, days until it should close)
FIXED = (
    ("anna", "Acme Corp, licences 2026", ACME, 0, "NEGOTIATION", 48000.0, "EUR", 40, 20),
    ("anna", "Acme Corp, service contract", ACME, 0, "PREPAYMENT_INVOICE", 12500.0, "USD", 25, 9),
    ("anna", "Acme Corp, spare parts", ACME, 0, "NEW", 310000.0, "RUB", 3, 45),
    ("anna", "Acme Corp, training", ACME, 0, "PREPARATION", 0.0, "EUR", 12, -4),
    ("ivan", "Ромашка, поставка", ROMASHKA, 1, "C1:EXECUTING", 310000.0, "RUB", 30, 7),
    ("ivan", "Ромашка, лицензии", ROMASHKA, 1, "C1:PREPARATION", 1250000.5, "RUB", 14, 30),
    ("ivan", "Ромашка, пилотный проект", ROMASHKA, 0, "NEGOTIATION", 9000.0, "EUR", 9, 21),
    ("ivan", "Ромашка, оборудование", ROMASHKA, 1, "C1:NEW", 7300.0, "USD", 2, 60),
)


class Sales:
    """Writes deals and their history into the company's tables."""

    def __init__(self, company: Company, random: Random, midnight: int) -> None:
        self._company = company
        self._random = random
        self._midnight = midnight
        self._pipelines = {
            category.id: [stage for stage in company.stages if stage.category_id == category.id]
            for category in company.categories
        }
        self._clients: dict[int, list[tuple[int, int]]] = {}
        for contact in company.contacts:
            self._clients.setdefault(contact.assigned_by, []).append((contact.id, contact.company_id))

    def fixed(self) -> None:
        """The deals that tests and tours may count on."""
        logins = {user.login: user.id for user in self._company.users.values()}
        for login, title, client, category, stage_id, amount, currency, age, closing in FIXED:
            contact = next(contact.id for contact in self._company.contacts if contact.company_id == client)
            created = self._midnight - age * DAY + 10 * 3600
            deal = self._deal(
                title=title,
                seller=logins[login],
                category=category,
                amount=amount,
                currency=currency,
                created=created,
                contact=contact,
                client=client,
            )
            deal.close = calendar_day(self._midnight) + timedelta(days=closing)
            stages = self._pipelines[category]
            place = next(place for place, stage in enumerate(stages) if stage.status_id == stage_id)
            for step, stage in enumerate(stages[: place + 1]):
                self._enter(deal, stage, created + step * age * DAY // (place + 2))

    def random(self, count: int) -> None:
        """Deals of every seller over eighteen months."""
        sellers = [user for user in self._company.users.values() if SELLING.intersection(user.departments)]
        created = sorted(self._midnight - 1 - int(self._random.random() * HISTORY_DAYS * DAY) for _ in range(count))
        for number, moment in enumerate(created):
            self._walk(self._random.choice(sellers), moment, imported=number < IMPORTED)

    def _walk(self, seller: User, created: int, *, imported: bool) -> None:
        random = self._random
        east = SALES_EAST in seller.departments
        category = int(random.random() < (0.7 if east else 0.15))
        currency = random.choices(("RUB", "USD", "EUR") if east else ("EUR", "USD", "RUB"), (75, 15, 10))[0]
        amount = (
            0.0 if random.random() < 0.04 else round(random.lognormvariate(9.2, 1.1), random.choice((-2, -2, 0, 2)))
        )
        amount = amount * 60 if currency == "RUB" else amount
        contact, client = self._client(seller)
        who = self._company.companies.get(client)
        goods = random.choice(names.GOODS_RU if east else names.GOODS_EN)
        title = f"{who.title}, {goods}" if who else goods.capitalize()
        deal = self._deal(
            title=title,
            seller=seller.id,
            category=category,
            amount=amount,
            currency=currency,
            created=created,
            contact=contact,
            client=client,
        )
        deal.close = calendar_day(created) + timedelta(days=random.randint(10, 120))
        process = [stage for stage in self._pipelines[category] if stage.semantics == "P"]
        finals = [stage for stage in self._pipelines[category] if stage.semantics != "P"]
        moment, place = created, 0
        self._enter(deal, process[0], moment)
        while (moment := moment + self._dwell()) < self._midnight:
            if random.random() < 0.12 or place == len(process) - 1:
                chances = (
                    (60, *[40 / (len(finals) - 1)] * (len(finals) - 1)) if place > 1 else (10, 70, 20)[: len(finals)]
                )
                self._enter(deal, random.choices(finals, chances)[0], moment)
                if random.random() > 0.04:
                    break
                # Reopened: back into the process, and on from there.
                moment += self._dwell()
                if moment >= self._midnight:
                    break
                place = random.randrange(len(process))
                self._enter(deal, process[place], moment)
                continue
            place = min(place + (2 if random.random() < 0.15 else 1), len(process) - 1)
            self._enter(deal, process[place], moment)
        if imported:
            for change in self._company.history.of([deal.id]).values():
                self._company.history.remove(change)

    def _dwell(self) -> int:
        return int(self._random.expovariate(1 / (13 * DAY))) + 3600

    def _client(self, seller: User) -> tuple[int, int]:
        known = self._clients.get(seller.id)
        if not known or self._random.random() < 0.05:
            return 0, 0
        return self._random.choice(known)

    def _deal(
        self,
        *,
        title: str,
        seller: int,
        category: int,
        amount: float,
        currency: str,
        created: int,
        contact: int,
        client: int,
    ) -> Deal:
        day = calendar_day(created)
        return self._company.deals.add(
            Deal(
                self._company.deals.next_id(), title, category, "", "P", amount, currency, created, created, created,
                created, day, day, seller, seller, seller, contact, client,
                source_id=self._random.choice(("WEB", "CALL", "EMAIL", "PARTNER")),
            )
        )  # fmt: skip

    def _enter(self, deal: Deal, stage: Stage, moment: int) -> None:
        enter(self._company, deal, stage, moment, deal.assigned_by)
