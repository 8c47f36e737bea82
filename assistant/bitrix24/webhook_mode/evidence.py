"""What proves that a client or a pipeline is an asker's to see: its responsible, and the asker's deals with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import LIMIT, Command
from assistant.bitrix24.deal_lists import COMPANY, CONTACT, DEAL
from assistant.bitrix24.webhook_mode.company import Rights

ClientKey = tuple[int, int]
"""Entity type and id."""
DEAL_FIELDS = ("id", "assignedById", "categoryId", "contactId", "companyId")
MOST_CLIENTS = 200
"""That are proved for one question."""
DEAL_FIELD = {CONTACT: "contactId", COMPANY: "companyId"}


class Evidence:
    """Collected over one question."""

    def __init__(self, rights: Rights) -> None:
        self._people = rights.people
        self.assigned: set[ClientKey] = set()
        """Clients whose responsible is the asker or one of the asker's people."""
        self.linked: set[ClientKey] = set()
        """Clients of their deals."""
        self.deals: set[int] = set()
        """Deals that were read and are theirs."""
        self.pipelines: set[int] = set()
        """Pipelines in which they have deals."""
        self._asked: set[ClientKey] = set()

    def learn(self, command: Command, rows: Iterable[Mapping[str, Any]]) -> None:
        """Take in rows as the portal gave them; those of others prove nothing."""
        classic = command.method.lower() == "crm.deal.list"
        kind = DEAL if classic else number(command.params.get("entityTypeId"))
        for row in rows:
            if number(row.get("ASSIGNED_BY_ID" if classic else "assignedById")) not in self._people:
                continue
            if kind in DEAL_FIELD:
                self.assigned.add((kind, number(row.get("id")) or 0))
            elif kind == DEAL:
                self._learn_deal(row, classic=classic)

    def _learn_deal(self, row: Mapping[str, Any], *, classic: bool) -> None:
        self.deals.add(number(row.get("ID" if classic else "id")) or 0)
        pipeline = number(row.get("CATEGORY_ID" if classic else "categoryId"))
        if pipeline is not None:
            self.pipelines.add(pipeline)
        for kind, field in ((CONTACT, "CONTACT_ID"), (COMPANY, "COMPANY_ID")):
            if client := number(row.get(field if classic else DEAL_FIELD[kind])):
                self.linked.add((kind, client))

    def proves(self, client: ClientKey) -> bool:
        """Whether the client is assigned or linked."""
        return client in self.assigned or client in self.linked

    def undecided(self, clients: Iterable[ClientKey]) -> list[ClientKey]:
        """Those of which nothing is known and that nobody asked about before."""
        found = [each for each in dict.fromkeys(clients) if not self.proves(each) and each not in self._asked]
        self._asked.update(found[:MOST_CLIENTS])
        return found[:MOST_CLIENTS]

    def together(self, clients: Iterable[ClientKey]) -> list[Command]:
        """Ask about many clients at once: who is responsible, and the newest fifty deals with any of them."""
        ids = {kind: [each for of, each in clients if of == kind] for kind in DEAL_FIELD}
        owners = [owners_of(f"owners{kind}", kind, ids[kind]) for kind in ids if ids[kind]]
        fields = {kind: f"@{DEAL_FIELD[kind]}" for kind in ids if ids[kind]}
        return [*owners, *(deals_within(f"deals{kind}", {fields[kind]: ids[kind]}, self._people) for kind in fields)]

    def one_by_one(self, clients: Sequence[ClientKey]) -> list[Command]:
        """Ask about each of up to fifty clients, where deals with the others left no room for theirs."""
        fields = [(DEAL_FIELD[kind], each) for kind, each in clients[:LIMIT]]
        return [deals_within(f"deals{at}", {field: each}, self._people) for at, (field, each) in enumerate(fields)]


def deals_within(key: str, condition: Mapping[str, Any], people: Collection[int]) -> Command:
    """Ask for what deals of these people prove."""
    condition = {**condition, "@assignedById": sorted(people)}
    params = {"entityTypeId": DEAL, "select": DEAL_FIELDS, "filter": condition, "order": {"id": "DESC"}, "start": -1}
    return Command(key, "crm.item.list", params)


def owners_of(key: str, kind: int, ids: Iterable[Any]) -> Command:
    """Ask who is responsible for clients."""
    params = {"entityTypeId": kind, "select": ["id", "assignedById"], "filter": {"@id": list(ids)}, "start": -1}
    return Command(key, "crm.item.list", params)
