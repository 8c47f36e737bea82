"""Contacts and companies as one person may read them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.bitrix24 import client_rows, pipelines
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import Reference
from assistant.bitrix24.client_history import Guess, read_history
from assistant.bitrix24.client_links import Links
from assistant.bitrix24.client_search import ClientSearch
from assistant.bitrix24.deals import Deals
from assistant.bitrix24.people import People
from assistant.errors import RejectedError
from assistant.models import Activity, Client, ClientCard


class Clients:
    """Finds clients and tells what is known about one."""

    def __init__(self, asker: Asker, people: People, deals: Deals) -> None:
        self._asker = asker
        self._people = people
        self._deals = deals

    def find_clients(
        self, terms: Sequence[str], phone: str | None = None, email: str | None = None
    ) -> tuple[Client, ...]:
        """Clients whose first name, last name or title contains one of the terms, or with this phone or e-mail.

        At most fifty contacts and fifty companies a term, the latest touched first. One request; another where the
        portal did not resolve every reference.
        """
        communications = {kind: value for kind, value in (("PHONE", phone), ("EMAIL", email)) if value}
        return ClientSearch(self._asker.connection).find(terms, communications)

    def client_card(self, client: Client) -> ClientCard:
        """Card, responsible person, open deals, last contact and what is planned.

        One request; another one or two where the client has many links, or the portal did not resolve references.

        Raises:
            RejectedError: the client is gone or not the asker's to see, code `NOT_FOUND`.
        """
        asker = self._asker
        known = asker.directories.find(pipelines.NAME)
        links = Links(client)
        responsible = self._people.command("responsible", [Reference("record", ("items", 0, "assignedById"))])
        riders = () if known else pipelines.COMMANDS
        guess = Guess(client, asker.now)
        answer = asker.connection.read_batch([*links.commands(), responsible, *riders, *guess.commands])
        rows = client_rows.read(answer, "record")
        if not rows:
            raise RejectedError(f"{client.kind} {client.id} is not there or not readable", code="NOT_FOUND")
        self._people.keep(answer, "responsible")
        stages = pipelines.unpack(known) if known else self._deals.keep_pipelines(answer)
        linked, name = links.read(answer), client_rows.client(client.kind, rows[0], {}).name
        history = guess.read(answer, linked, name, asker.zone) or read_history(asker, linked, name)
        fresh = client_rows.client(client.kind, rows[0], history.companies)
        return ClientCard(
            client=fresh,
            responsible=self._people.users((fresh.assigned_to,)).get(fresh.assigned_to),
            deals=links.open_deals(answer, stages, asker.zone),
            last=history.last,
            planned=history.planned,
        )

    def last_contact(self, client: Client) -> Activity | None:
        """The newest completed call, e-mail, meeting or chat of an open line, in as many requests as a card.

        It may be with the client, with linked contacts and companies, or at one of their deals. `None`: none that the
        person may read.
        """
        links = Links(client)
        guess = Guess(client, self._asker.now)
        answer = self._asker.connection.read_batch([*links.commands(), *guess.commands])
        linked = links.read(answer)
        found = guess.read(answer, linked, client.name, self._asker.zone)
        return (found or read_history(self._asker, linked, client.name)).last
