"""What belongs to a client: linked contacts and companies, and the deals of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from assistant.bitrix24 import client_rows
from assistant.bitrix24.activities import Binding
from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import BatchAnswer, Command, Reference
from assistant.bitrix24.deal_lists import COMPANY, CONTACT, DEAL, ItemList
from assistant.bitrix24.deals import StageNames
from assistant.models import Client, ClientKind, Deal, DealCriteria, Pipeline

COMPANIES = 10
CONTACTS = 50
"""Linked records that are looked at."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The records whose activities concern a client."""

    bindings: tuple[Binding, ...]
    """The client itself first."""
    names: Mapping[Binding, str]
    companies: Mapping[int, str]


class Links:
    """Asks for what belongs to a client, in commands of one batch."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._contact = client.kind is ClientKind.CONTACT
        everyone = DealCriteria(state="open")
        self._open = (
            replace(everyone, contact_ids=(client.id,))
            if self._contact
            else replace(everyone, company_ids=(client.id,))
        )
        self._way = ItemList()

    def commands(self) -> list[Command]:
        """Linked records, the open deals of the client, the newest fifty deals of the client and all that is linked."""
        return [*self._links(), self._own_deals(), self._all_deals()]

    def read(self, answer: BatchAnswer) -> Linked:
        """What the commands brought."""
        kind, other = (CONTACT, COMPANY) if self._contact else (COMPANY, CONTACT)
        names = self._linked_names(answer)
        deals = [(DEAL, number(row.get("id")) or 0) for key in ("own", "all") for row in client_rows.read(answer, key)]
        linked = {(other, each): name for each, name in names.items()}
        return Linked(
            bindings=tuple(dict.fromkeys([(kind, self._client.id), *linked, *deals])),
            names=linked,
            companies=names if self._contact else {},
        )

    def open_deals(self, answer: BatchAnswer, known: Sequence[Pipeline], zone: ZoneInfo) -> tuple[Deal, ...]:
        """The client's own open deals, at most fifty, the newest first."""
        stages = StageNames(tuple(known))
        return tuple(self._way.deal(row, stages, zone) for row in client_rows.read(answer, "own"))

    def _links(self) -> list[Command]:
        if self._contact:
            return [
                # The main company stands in the record; further ones are told by a method of their own.
                client_rows.items("contact", ClientKind.CONTACT, {"id": self._client.id}),
                Command("links", "crm.contact.company.items.get", {"id": self._client.id}),
                client_rows.names("linked", self._references()),
            ]
        return [client_rows.items("linked", ClientKind.CONTACT, {"companyId": self._client.id})]

    def _references(self) -> list[Reference]:
        if self._contact:
            further = (Reference("links", (at, "COMPANY_ID"), "0") for at in range(COMPANIES))
            return [Reference("contact", ("items", 0, "companyId"), "0"), *further]
        return [Reference("linked", ("items", at, "id"), "0") for at in range(CONTACTS)]

    def _own_deals(self) -> Command:
        (listing,) = self._way.listings(self._open, ZoneInfo("UTC"))
        return listing.page("own", below=None)

    def _all_deals(self) -> Command:
        own, linked = ("contactId", "@companyId") if self._contact else ("companyId", "@contactId")
        # Nothing linked gives zeros, and 0 is what deals without any company or contact have.
        of_linked = {linked: self._references(), linked.replace("@", ">"): 0}
        either = {"logic": "OR", "0": {own: self._client.id}, "1": of_linked}
        params: dict[str, Any] = {
            "entityTypeId": DEAL,
            "select": ["id"],
            "filter": {"0": either},
            "order": {"id": "DESC"},
            "start": -1,
        }
        return Command("all", "crm.item.list", params)

    def _linked_names(self, answer: BatchAnswer) -> dict[int, str]:
        rows = client_rows.read(answer, "linked")
        if self._contact:
            return client_rows.titles(rows)
        people = (client_rows.client(ClientKind.CONTACT, row, {}) for row in rows)
        return {person.id: person.name for person in people}
