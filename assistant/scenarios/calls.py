"""`call.start`: a button that dials, with the number and whose it is."""

from __future__ import annotations

from assistant.catalogue import Catalogue
from assistant.models import Button, Call, Client, KeyStyle, Link, OpenLink, Phrase, Reply, Run
from assistant.scenarios.clients.choosing import choose_client
from assistant.scenarios.phones import e164
from assistant.scenarios.portal import Portal
from assistant.scenarios.ringing import ring_buttons
from assistant.scenarios.saying import rows, say

OWNERS = 3
"""Clients of one number that are named."""


def start_call(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """Offer to dial a number or a client."""
    if run.slots.phone:
        return _number(run.slots.phone, portal)
    client = choose_client(run, portal)
    if isinstance(client, Reply):
        return client
    if not client.phones:
        client = portal.client_card(client).client
    phones = tuple(dict.fromkeys(filter(None, (e164(phone, portal.zone) for phone in client.phones))))
    link = Link(client.name, client.url)
    if not phones:
        return Reply((_unreachable(client, link),), rows((Button(say("button.open_card"), OpenLink(client.url)),)))
    line = say("calls.client", client=link, about=_about(client), phones=tuple(Call(phone) for phone in phones))
    return Reply((line,), (*ring_buttons(phones, client.name, portal), *_buttons(phones)))


def _number(phone: str, portal: Portal) -> Reply:
    owners = portal.find_clients((), phone=phone)[:OWNERS]
    if not owners:
        return Reply(
            (say("calls.number", phone=Call(phone)),), (*ring_buttons((phone,), "", portal), *_buttons((phone,)))
        )
    names = tuple(Link(owner.name, owner.url) for owner in owners)
    return Reply(
        (say("calls.owner", phone=Call(phone), clients=names),),
        (*ring_buttons((phone,), owners[0].name, portal), *_buttons((phone,))),
    )


def _about(client: Client) -> tuple[Phrase, ...]:
    return (say("comma", text=client.company),) if client.company and client.company != client.name else ()


def _unreachable(client: Client, link: Link) -> Phrase:
    """No number, or one that nobody can dial: it is shown as it is stored."""
    if client.phones:
        return say("calls.unreadable", client=link, phone=client.phones[0])
    return say("calls.limited" if client.limited else "calls.no_phone", client=link)


def _buttons(phones: tuple[str, ...]) -> tuple[tuple[Button, ...], ...]:
    """One number is "Call", several are told apart by their digits."""
    if len(phones) == 1:
        return ((Button(say("button.call"), Call(phones[0]), KeyStyle.PRIMARY),),)
    return tuple((Button(say("button.call_number", phone=Call(phone)), Call(phone)),) for phone in phones[:5])
