"""With whom deals are: the names of their companies and contacts, as one person may read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.bitrix24 import client_rows
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import LIMIT, Command
from assistant.bitrix24.rows import PAGE
from assistant.models import Client, ClientKind, Deal

ClientKey = tuple[ClientKind, int]


def read_clients(asker: Asker, deals: Sequence[Deal]) -> Mapping[int, Client]:
    """The company of each deal, or its contact where it has no company; one request for 2,500 clients.

    Returns:
        By id of the deal, with kind, id and name. A client that the person may not read is left out.

    Raises:
        PortalError: the portal did not answer, or not all of it.
    """
    of = {deal.id: key for deal in deals if (key := _main(deal))}
    known: dict[ClientKey, Client] = {}
    wanted = list(_commands(set(of.values())))
    for start in range(0, len(wanted), LIMIT):
        part = wanted[start : start + LIMIT]
        answer = asker.connection.read_batch([command for _, command in part])
        for kind, command in part:
            error = answer.error(command.key)
            if error is not None and error.retry:
                raise error
            found = (client_rows.client(kind, row, {}) for row in client_rows.read_if_any(answer, command.key))
            known |= {(kind, client.id): client for client in found}
    return {deal: known[key] for deal, key in of.items() if key in known}


def _main(deal: Deal) -> ClientKey | None:
    if deal.company_id:
        return ClientKind.COMPANY, deal.company_id
    return (ClientKind.CONTACT, deal.contact_id) if deal.contact_id else None


def _commands(clients: set[ClientKey]) -> Iterator[tuple[ClientKind, Command]]:
    for kind in ClientKind:
        ids = sorted(id_ for each, id_ in clients if each is kind)
        for start in range(0, len(ids), PAGE):
            yield kind, client_rows.names(f"{kind}{start}", ids[start : start + PAGE], kind)
