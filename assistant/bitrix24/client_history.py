"""When there was contact with a client, and what is planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.bitrix24 import activities, client_rows
from assistant.bitrix24.activities import Asked, Binding
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import BatchAnswer, Reference
from assistant.bitrix24.client_links import DEAL_FIELDS, DEALS, LINKED, OPEN, Linked, deal_ids, deals_of, newest_deals
from assistant.bitrix24.deal_lists import DEAL
from assistant.models import Activity, Client, ClientKind

MOST_LINKED = 8
"""Linked clients that a guess refers to."""
MOST_DEALS = 20
"""Deals of each list that it refers to."""
FURTHER = "further"
"""The key of the deals of linked clients."""


@dataclass(frozen=True, slots=True)
class History:
    """The nearest contact on either side of now."""

    last: Activity | None
    """See "Last contact" in docs/numbers.md."""
    planned: Activity | None
    companies: dict[int, str]
    """Names of linked companies."""


class Guess:
    """The history in the request that asks for the client's links, by references to them.

    It stands when the links are few enough for the references and nothing strange came; else it is asked for again.
    """

    def __init__(self, client: Client, now: datetime) -> None:
        kind = client.kind
        others = client_rows.TYPES[LINKED[kind]]
        self._own = (client_rows.TYPES[kind], client.id)
        if kind is ClientKind.CONTACT:
            main = Reference("record", ("items", 0, "companyId"), number=True)
            places = [("links", (at, "COMPANY_ID")) for at in range(MOST_LINKED)]
            linked = [main, *(Reference(key, path, number=True) for key, path in places)]
        else:
            linked = [Reference("links", ("items", at, "id"), number=True) for at in range(MOST_LINKED)]
        deals = [
            Reference(key, ("items", at, "id"), number=True)
            for key in (OPEN, DEALS, FURTHER)
            for at in range(MOST_DEALS)
        ]
        bindings: list[Asked] = [self._own, *((others, each) for each in linked), *((DEAL, each) for each in deals)]
        self._past = activities.contacts_commands(bindings, now)
        self._future = activities.planned_commands(bindings, now)
        # What is not linked is asked for as 0: that is no client, and many deals have none.
        field = DEAL_FIELDS[LINKED[kind]]
        further = newest_deals(FURTHER, {f"@{field}": linked, f">{field}": 0})
        names = [client_rows.names("names", linked)] if kind is ClientKind.CONTACT else []
        self.commands = [further, *names, *self._past, *self._future]

    def read(self, answer: BatchAnswer, linked: Linked, name: str, zone: ZoneInfo) -> History | None:
        """The history; `None` when it has to be asked for."""
        lists = [list(deal_ids(answer, key)) for key in (OPEN, DEALS, FURTHER) if key in answer]
        fits = len(linked.ids) <= MOST_LINKED and len(lists) == 3 and all(len(ids) <= MOST_DEALS for ids in lists)
        bindings = [*linked.bindings, *((DEAL, each) for ids in lists for each in ids)]
        if not fits or activities.strange(answer, [*self._past, *self._future], bindings):
            return None
        companies = client_rows.titles(client_rows.read_if_any(answer, "names"))
        if linked.kind is ClientKind.COMPANY and set(linked.ids) - companies.keys():
            return None
        names = _names(linked, companies, name)
        return History(
            activities.last_contact(answer, self._past, names, zone),
            activities.next_planned(answer, self._future, names, zone),
            companies,
        )


def _names(linked: Linked, companies: Mapping[int, str], name: str) -> dict[Binding, str]:
    kind = client_rows.TYPES[linked.kind]
    return {(kind, each): title for each, title in {**linked.names, **companies}.items()} | {linked.bindings[0]: name}


def read_history(asker: Asker, linked: Linked, name: str) -> History:
    """Look at the client, all that is linked and their deals: one request, another for deals of linked clients.

    Args:
        asker: whose rights count.
        linked: the records around the client.
        name: of the client itself.
    """
    past = activities.contacts_commands(linked.bindings, asker.now)
    future = activities.planned_commands(linked.bindings, asker.now)
    of_companies = [client_rows.names("names", linked.ids)] if linked.ids and linked.kind is ClientKind.COMPANY else []
    of_linked = [deals_of(linked)] if linked.ids else []
    answer = asker.connection.read_batch([*past, *future, *of_companies, *of_linked])
    companies = client_rows.titles(client_rows.read(answer, "names")) if of_companies else {}
    names = _names(linked, companies, name)
    last = activities.last_contact(answer, past, names, asker.zone)
    planned = activities.next_planned(answer, future, names, asker.zone)
    if of_linked:
        further = [(DEAL, each) for each in sorted(deal_ids(answer, "deals"))]
        new = [each for each in further if each not in set(linked.bindings)]
        if new:
            later, sooner = _of_deals(asker, new, names)
            last = max(filter(None, (last, later)), key=lambda each: (each.at, each.id), default=None)
            planned = min(filter(None, (planned, sooner)), key=lambda each: (each.at, each.id), default=None)
    return History(last, planned, companies)


def _of_deals(
    asker: Asker, bindings: Sequence[Binding], names: dict[Binding, str]
) -> tuple[Activity | None, Activity | None]:
    past = activities.contacts_commands(bindings, asker.now)
    future = activities.planned_commands(bindings, asker.now)
    answer = asker.connection.read_batch([*past, *future])
    return (
        activities.last_contact(answer, past, names, asker.zone),
        activities.next_planned(answer, future, names, asker.zone),
    )
