"""Contacts and companies: found by name, phone or e-mail, with what is known about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.bitrix24 import activities, client_rows, pipelines
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import Command, Reference
from assistant.bitrix24.client_links import Links
from assistant.bitrix24.deals import Deals
from assistant.bitrix24.people import People
from assistant.errors import RejectedError
from assistant.models import Activity, Client, ClientCard, ClientKind

MOST_TERMS = 8
COMPANIES_NAMED = 20
"""Contacts of one command whose company is named; more are never shown at once."""
_HITS = 20
"""Of one type in crm.duplicate.findbycomm."""


class Clients:
    """Clients as one person may read them."""

    def __init__(self, asker: Asker, people: People, deals: Deals) -> None:
        self._asker = asker
        self._people = people
        self._deals = deals

    def find_clients(
        self, terms: Sequence[str], phone: str | None = None, email: str | None = None
    ) -> tuple[Client, ...]:
        """Clients whose first name, last name or title contains one of the terms, or with this phone or e-mail.

        One request; at most fifty contacts and fifty companies a term, the latest touched first.
        """
        commands: list[Command] = []
        for at, term in enumerate(terms[:MOST_TERMS]):
            either = {"0": {"logic": "OR", "0": {"%name": term}, "1": {"%lastName": term}}}
            commands += self._search(f"term{at}", {ClientKind.CONTACT: either, ClientKind.COMPANY: {"%title": term}})
        for kind, value in (("PHONE", phone), ("EMAIL", email)):
            if value:
                key = kind.lower()
                commands.append(Command(key, "crm.duplicate.findbycomm", {"type": kind, "values": [value]}))
                commands += self._search(key, {each: {"@id": _hits(key, each)} for each in ClientKind})
        if not commands:
            return ()
        answer = self._asker.connection.read_batch(commands)
        found: dict[tuple[ClientKind, int], Client] = {}
        for command in commands:
            where, _, kind = command.key.partition("_")
            if kind in ("contact", "company"):
                companies = client_rows.titles(client_rows.read(answer, f"{where}_names")) if kind == "contact" else {}
                for row in client_rows.read(answer, command.key):
                    client = client_rows.client(ClientKind(kind), row, companies)
                    found.setdefault((client.kind, client.id), client)
        return tuple(found.values())

    def _search(self, key: str, conditions: Mapping[ClientKind, Mapping[str, Any]]) -> list[Command]:
        commands = [client_rows.items(f"{key}_{kind}", kind, condition) for kind, condition in conditions.items()]
        contacts = f"{key}_{ClientKind.CONTACT}"
        companies = [Reference(contacts, ("items", at, "companyId"), "0") for at in range(COMPANIES_NAMED)]
        return [*commands, client_rows.names(f"{key}_names", companies)]

    def client_card(self, client: Client) -> ClientCard:
        """Card, responsible person, open deals, last contact and what is planned; two requests.

        Raises:
            RejectedError: the client is gone or not the asker's to see, code `NOT_FOUND`.
        """
        asker = self._asker
        known = asker.directories.find(pipelines.NAME)
        links = Links(client)
        record = client_rows.items("record", client.kind, {"id": client.id})
        responsible = self._people.command("responsible", [Reference("record", ("items", 0, "assignedById"))])
        riders = [] if known else list(pipelines.COMMANDS)
        answer = asker.connection.read_batch([record, responsible, *links.commands(), *riders])
        rows = client_rows.read(answer, "record")
        if not rows:
            raise RejectedError(f"{client.kind} {client.id} is not there or not readable", code="NOT_FOUND")
        self._people.keep(answer, "responsible")
        stages = pipelines.unpack(known) if known else self._deals.keep_pipelines(answer)
        linked = links.read(answer)
        fresh = client_rows.client(client.kind, rows[0], linked.companies)
        last, planned = self._contacts(linked.bindings, {**linked.names, linked.bindings[0]: fresh.name}, plan=True)
        return ClientCard(
            client=fresh,
            responsible=self._people.users((fresh.assigned_to,)).get(fresh.assigned_to),
            deals=links.open_deals(answer, stages, asker.zone),
            last=last,
            planned=planned,
        )

    def last_contact(self, client: Client) -> Activity | None:
        """The newest completed call, e-mail, meeting or chat of an open line; two requests.

        It may be with the client, with linked contacts and companies, or at one of their deals. `None`: none that the
        person may read.
        """
        links = Links(client)
        linked = links.read(self._asker.connection.read_batch(links.commands()))
        names = {**linked.names, linked.bindings[0]: client.name}
        return self._contacts(linked.bindings, names, plan=False)[0]

    def _contacts(
        self, bindings: Sequence[activities.Binding], names: Mapping[activities.Binding, str], *, plan: bool
    ) -> tuple[Activity | None, Activity | None]:
        asker = self._asker
        past = activities.contacts_commands(bindings, asker.now)
        future = activities.planned_commands(bindings, asker.now) if plan else []
        answer = asker.connection.read_batch([*past, *future])
        return (
            activities.last_contact(answer, past, names, asker.zone),
            activities.next_planned(answer, future, names, asker.zone),
        )


def _hits(key: str, kind: ClientKind) -> list[Reference]:
    return [Reference(key, (kind.upper(), at), "0") for at in range(_HITS)]
