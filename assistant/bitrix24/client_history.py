"""When there was contact with a client, and what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.bitrix24 import activities, client_rows
from assistant.bitrix24.activities import Binding
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.client_links import Linked, deal_ids, deals_of
from assistant.bitrix24.deal_lists import DEAL
from assistant.models import Activity, ClientKind


@dataclass(frozen=True, slots=True)
class History:
    """The nearest contact on either side of now."""

    last: Activity | None
    """See "Last contact" in docs/numbers.md."""
    planned: Activity | None
    companies: dict[int, str]
    """Names of linked companies."""


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
    kind = client_rows.TYPES[linked.kind]
    names = {(kind, each): title for each, title in {**linked.names, **companies}.items()} | {linked.bindings[0]: name}
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
