"""Which client a name means: one for certain, or a question. Never a guess."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from assistant.models import Ask, Button, Client, ClientKind, Phrase, Press, Reply, Run
from assistant.names import Certain, Doubtful, candidates, choice, search_terms
from assistant.scenarios.phones import e164
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

SHOWN = ("client.card", "client.last_contact")
"""Intents that tell what is known of a client."""
OFFERED = 5
"""Buttons with clients in one question."""
DIGITS = 3
"""So many and no letter: a phone was meant."""
EMAIL = re.compile(r"\S+@\S+\.\S+")


def choose_client(run: Run, portal: Portal) -> Client | Reply:
    """The client of the slots, as a button chose it or as its name was written."""
    slots = run.slots
    name = slots.client or ""
    if slots.client_id is not None and slots.client_kind:
        return Client(ClientKind(slots.client_kind), slots.client_id, name)
    card = name if run.intent in SHOWN else ""
    if EMAIL.fullmatch(name.strip()):
        return _by_address(run, portal.find_clients((), email=name.strip(), card=card))
    if phone := e164(name, portal.zone):
        return _by_address(run, portal.find_clients((), phone=phone, card=card))
    found = portal.find_clients(search_terms(name), card=card)
    match choice(candidates(name, found, lambda client: client.name)):
        case Certain(client) if len(name.strip()) > 1:
            return client
        case Certain(client):  # a letter fits many that were not even looked at
            return _question(run, (client,))
        case Doubtful(several, more):
            return _question(run, several, more=more)
        case _:  # some are called by a number, "36.6"; who is not was meant by a phone
            return _no_phone(run) if _like_a_phone(name) else _nobody(run)


def label(client: Client) -> Phrase:
    """Like "Игорь Сомов, ООО «Ромашка»"."""
    if client.company and client.company != client.name:
        return say("clients.of_company", name=client.name, company=client.company)
    return say("text", text=client.name)


def chosen(run: Run, client: Client) -> Run:
    """The same question about exactly this client."""
    slots = replace(run.slots, client=client.name, client_id=client.id, client_kind=str(client.kind))
    return replace(run, slots=slots, offset=0, read_as="")


def _told_apart(client: Client) -> Phrase:
    """Two of one name differ by their phone, or at least by their number in the portal."""
    if client.phones:
        return say("clients.of_company", name=client.name, company=client.phones[0])
    return say("button.namesake", name=client.name, id=str(client.id))


def _by_address(run: Run, found: tuple[Client, ...]) -> Client | Reply:
    """A phone or an e-mail is exact: several owners are a question, one is certain."""
    if not found:
        return _nobody(run)
    return found[0] if len(found) == 1 else _question(run, found[:OFFERED], more=len(found) > OFFERED)


def _nobody(run: Run) -> Reply:
    return Reply((say("clients.none", name=run.slots.client or ""),), rows((_another(run, "button.another_name"),)))


def _no_phone(run: Run) -> Reply:
    line = say("clients.no_phone", phone=run.slots.client or "")
    return Reply((line,), rows((_another(run, "button.another_name"),)))


def _like_a_phone(name: str) -> bool:
    digits = sum(map(str.isdigit, name)) >= DIGITS or name.strip().startswith("+")
    return digits and not any(map(str.isalpha, name))


def _question(run: Run, several: tuple[Client, ...], *, more: bool = False) -> Reply:
    key = "clients.many" if more else "clients.several"
    line = say(key, name=run.slots.client or "", count=len(several))
    labels = Counter((client.name, client.company) for client in several)

    def named(client: Client) -> Button:
        twin = labels[client.name, client.company] > 1
        return Button(_told_apart(client) if twin else label(client), Press(chosen(run, client)))

    buttons = tuple(named(client) for client in several)
    asked = Ask(_without(run), "client")
    return Reply((line,), rows(*((one,) for one in buttons), (_another(run, "button.someone_else"),)), question=asked)


def _another(run: Run, key: str) -> Button:
    return button(key, Ask(_without(run), "client"))


def _without(run: Run) -> Run:
    return replace(run, slots=replace(run.slots, client=None, client_id=None, client_kind=None), read_as="")
