"""Which client a name means: one for certain, or a question. Never a guess."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.models import Ask, Button, Client, ClientKind, Phrase, Press, Reply, Run
from assistant.names import Certain, Doubtful, candidates, choice, search_terms
from assistant.scenarios.phones import e164
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

EMAIL = re.compile(r"\S+@\S+\.\S+")


def choose_client(run: Run, portal: Portal) -> Client | Reply:
    """The client of the slots, as a button chose it or as its name was written."""
    slots = run.slots
    name = slots.client or ""
    if slots.client_id is not None and slots.client_kind:
        return Client(ClientKind(slots.client_kind), slots.client_id, name)
    found, by_name = _find(name, portal)
    match choice(candidates(name, found, lambda client: client.name)):
        case _ if not by_name and found:
            return found[0] if len(found) == 1 else _question(run, name, found)
        case Certain(client):
            return client
        case Doubtful(several):
            return _question(run, name, several)
        case _:
            return Reply((say("clients.none", name=name),), rows((_another(run, "button.another_name"),)))


def label(client: Client) -> Phrase:
    """Like "Игорь Сомов, ООО «Ромашка»"."""
    if client.company and client.company != client.name:
        return say("clients.of_company", name=client.name, company=client.company)
    return say("text", text=client.name)


def chosen(run: Run, client: Client) -> Run:
    """The same question about exactly this client."""
    slots = replace(run.slots, client=client.name, client_id=client.id, client_kind=str(client.kind))
    return replace(run, slots=slots, offset=0, read_as="")


def _find(name: str, portal: Portal) -> tuple[tuple[Client, ...], bool]:
    """Clients that may be meant, and whether their names decide."""
    if EMAIL.fullmatch(name.strip()):
        return portal.find_clients((), email=name.strip()), False
    if phone := e164(name, portal.zone):
        return portal.find_clients((), phone=phone), False
    return portal.find_clients(search_terms(name)), True


def _question(run: Run, name: str, several: tuple[Client, ...]) -> Reply:
    line = say("clients.several", name=name, count=len(several))
    buttons = tuple(Button(label(client), Press(chosen(run, client))) for client in several[:5])
    return Reply((line,), rows(*((one,) for one in buttons), (_another(run, "button.someone_else"),)))


def _another(run: Run, key: str) -> Button:
    without = replace(run.slots, client=None, client_id=None, client_kind=None)
    return button(key, Ask(replace(run, slots=without, read_as=""), "client"))
