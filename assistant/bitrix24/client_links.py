"""What belongs to a client: linked contacts and companies, and deals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from assistant.bitrix24 import client_rows
from assistant.bitrix24.activities import Binding
from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import BatchAnswer, Command
from assistant.bitrix24.deal_lists import DEAL, ItemList
from assistant.bitrix24.deals import StageNames
from assistant.bitrix24.rows import PAGE
from assistant.models import Client, ClientKind, Deal, DealCriteria, Pipeline

OPEN, DEALS = "open", "deals"
"""Keys of the open deals and of the newest ones."""
LINKED = {ClientKind.CONTACT: ClientKind.COMPANY, ClientKind.COMPANY: ClientKind.CONTACT}
DEAL_FIELDS = {ClientKind.CONTACT: "contactId", ClientKind.COMPANY: "companyId"}


@dataclass(frozen=True, slots=True)
class Linked:
    """The records around a client."""

    kind: ClientKind
    """Of the linked clients: the companies of a contact, the contacts of a company."""
    ids: tuple[int, ...]
    names: dict[int, str]
    """Of linked contacts; those of companies have to be asked for."""
    bindings: tuple[Binding, ...]
    """Whose activities concern the client: itself first, linked clients, its newest fifty deals."""


class Links:
    """Asks for what belongs to a client, in commands of one batch."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._field = DEAL_FIELDS[client.kind]
        everyone = DealCriteria(state="open")
        contact = client.kind is ClientKind.CONTACT
        self._linked = LINKED[client.kind]
        self._open = (
            replace(everyone, contact_ids=(client.id,)) if contact else replace(everyone, company_ids=(client.id,))
        )
        self._deals = ItemList()

    def commands(self) -> list[Command]:
        """The record itself, linked clients, the open deals, the newest deals."""
        (listing,) = self._deals.listings(self._open, ZoneInfo("UTC"))
        return [
            client_rows.items("record", self._client.kind, {"id": self._client.id}),
            self._links(),
            listing.command(OPEN),
            newest_deals(DEALS, {self._field: self._client.id}),
        ]

    def _links(self) -> Command:
        if self._client.kind is ClientKind.CONTACT:
            # The main company stands in the record as well; only this method tells further ones.
            return Command("links", "crm.contact.company.items.get", {"id": self._client.id})
        return client_rows.items("links", ClientKind.CONTACT, {"companyId": self._client.id})

    def read(self, answer: BatchAnswer) -> Linked:
        """What the commands brought."""
        if self._client.kind is ClientKind.CONTACT:
            rows = answer.get("links", None)
            further = [number(row.get("COMPANY_ID")) for row in (rows if isinstance(rows, list) else ())]
            main = [number(row.get("companyId")) for row in client_rows.read(answer, "record")]
            names: dict[int, str] = {}
            ids = tuple(dict.fromkeys(each for each in (*main, *further) if each))
        else:
            names = client_rows.people(client_rows.read(answer, "links"))
            ids = tuple(names)
        own = client_rows.TYPES[self._client.kind]
        linked = client_rows.TYPES[self._linked]
        deals = deal_ids(answer, OPEN) | deal_ids(answer, DEALS)
        return Linked(
            kind=self._linked,
            ids=ids,
            names=names,
            bindings=((own, self._client.id), *((linked, each) for each in ids), *((DEAL, each) for each in deals)),
        )

    def open_deals(self, answer: BatchAnswer, known: Sequence[Pipeline], zone: ZoneInfo) -> tuple[Deal, ...]:
        """The client's open deals, at most fifty, the newest first."""
        stages = StageNames(tuple(known))
        return tuple(self._deals.deal(row, stages, zone) for row in client_rows.read(answer, OPEN))


def newest_deals(key: str, condition: dict[str, Any]) -> Command:
    """Ask for the ids of the newest fifty deals."""
    params = {"entityTypeId": DEAL, "select": ["id"], "filter": condition, "order": {"id": "DESC"}, "start": -1}
    return Command(key, "crm.item.list", params)


def deals_of(linked: Linked) -> Command:
    """Ask for the newest deals of linked clients."""
    return newest_deals("deals", {f"@{DEAL_FIELDS[linked.kind]}": list(linked.ids[:PAGE])})


def deal_ids(answer: BatchAnswer, key: str) -> set[int]:
    """Ids in the result of such a command."""
    return {number(row.get("id")) or 0 for row in client_rows.read(answer, key)}
