"""Contacts and companies as one person may read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.bitrix24 import client_rows, pipelines
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import BatchAnswer, Command, Reference
from assistant.bitrix24.client_history import Guess, read_history
from assistant.bitrix24.client_links import Links
from assistant.bitrix24.client_ride import hit, ridden, riding
from assistant.bitrix24.client_search import ClientSearch
from assistant.bitrix24.deals import Deals
from assistant.bitrix24.people import People
from assistant.errors import RejectedError
from assistant.models import Activity, Client, ClientCard, ClientKind

RESPONSIBLE = "responsible"
"""The key of the responsible person."""


class Clients:
    """Finds clients and tells what is known about one."""

    def __init__(self, asker: Asker, people: People, deals: Deals) -> None:
        self._asker = asker
        self._people = people
        self._deals = deals
        self._searched: BatchAnswer | None = None

    def find_clients(
        self, terms: Sequence[str], phone: str | None = None, email: str | None = None, *, card: str = ""
    ) -> tuple[Client, ...]:
        """Clients whose first name, last name or title contains one of the terms, or with this phone or e-mail.

        At most fifty contacts and fifty companies a term, the latest touched first. One request; another where the
        portal did not resolve every reference. With `card`, what was written, the cards of the likeliest ride along.
        """
        communications = {kind: value for kind, value in (("PHONE", phone), ("EMAIL", email)) if value}
        search = ClientSearch(self._asker.connection)
        # By a webhook the rows of a hit have to be proved before they are asked for.
        if not card or self._asker.named:
            return search.find(terms, communications)
        found = search.find(terms, communications, card, self._riders)
        self._searched = search.answer
        return found

    def _riders(self, hits: Mapping[ClientKind, Reference]) -> list[Command]:
        cards = (each for kind, place in hits.items() for each in riding(kind, self._commands(hit(kind, place))))
        return [*self._pipelines(), *cards]

    def _commands(self, client: Client) -> list[Command]:
        responsible = self._people.command(RESPONSIBLE, [Reference("record", ("items", 0, "assignedById"))])
        return [*Links(client).commands(), responsible, *Guess(client, self._asker.now).commands]

    def _pipelines(self) -> tuple[Command, ...]:
        return () if self._asker.directories.find(pipelines.NAME) else pipelines.COMMANDS

    def client_card(self, client: Client) -> ClientCard:
        """Card, responsible person, open deals, last contact and what is planned.

        One request, none for one that was likely when it was searched for; another one or two where the client has many
        links, or the portal did not resolve references.

        Raises:
            RejectedError: the client is gone or not the asker's to see, code `NOT_FOUND`.
        """
        asker = self._asker
        known = asker.directories.find(pipelines.NAME)
        links = Links(client)
        guess = Guess(client, asker.now)
        whole = self._searched
        answer = ridden(whole, client) if whole else None
        if whole is None or answer is None:
            answer = whole = asker.connection.read_batch([*self._pipelines(), *self._commands(client)])
        rows = client_rows.read(answer, "record")
        if not rows:
            raise RejectedError(f"{client.kind} {client.id} is not there or not readable", code="NOT_FOUND")
        self._people.keep(answer, RESPONSIBLE)
        stages = pipelines.unpack(known) if known else self._deals.keep_pipelines(whole)
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
