"""`client.card`: who it is, how to reach them, what is open, what was last and what is next."""

from __future__ import annotations

from assistant.catalogue import Catalogue
from assistant.models import (
    Button,
    Call,
    Client,
    ClientCard,
    Link,
    OpenLink,
    Phrase,
    Reply,
    Run,
    Scope,
    Slots,
    Value,
)
from assistant.scenarios.clients.choosing import choose_client, chosen
from assistant.scenarios.clients.contacts import contact, planned
from assistant.scenarios.deals.sums import by_importance, sums
from assistant.scenarios.phones import e164
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

DEALS = 2
"""Open deals that the card names; a button shows all."""

WAYS = 3
"""Phones and e-mails that the card shows, of each; the portal's card has them all."""


def client_card(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """The card of a client."""
    client = choose_client(run, portal)
    if isinstance(client, Reply):
        return client
    card = portal.client_card(client)
    client = card.client
    lines = (
        say("clients.title", client=Link(client.name, client.url), about=_about(client)),
        *((say("clients.limited"),) if client.limited else ()),
        *_reach(client, portal),
        *((say("clients.responsible", name=card.responsible.name),) if card.responsible else ()),
        _deals(card),
        _last(card, portal),
        *planned(card.planned, portal),
    )
    deals = button("button.deals", deals_of(client)) if card.deals else None
    opened = Button(say("button.open"), OpenLink(client.url))
    return Reply(lines, rows((call_button(client, portal), deals, opened)))


def deals_of(client: Client) -> Run:
    """Every open deal of a client that the asker may read."""
    slots = Slots(client=client.name, client_id=client.id, client_kind=str(client.kind))
    return Run("deals.list", slots, Scope.READABLE)


def call_button(client: Client, portal: Portal) -> Button | None:
    """Dials the only number, or lets choose among several."""
    phones = tuple(filter(None, (e164(phone, portal.zone) for phone in client.phones)))
    if not phones:
        return None
    if len(phones) == 1:
        return Button(say("button.call"), Call(phones[0]))
    return button("button.call", chosen(Run("call.start"), client))


def _about(client: Client) -> tuple[Phrase, ...]:
    """Position and company of a contact."""
    pieces = (client.position, client.company if client.company != client.name else "")
    return tuple(say("comma", text=piece) for piece in pieces if piece)


def _reach(client: Client, portal: Portal) -> tuple[Phrase, ...]:
    """Phones and e-mails on one line; a phone that cannot be read stays as it is."""
    ways: list[Value] = []
    for phone in client.phones[:WAYS]:
        number = e164(phone, portal.zone)
        ways.append(Call(number) if number else phone)
    ways.extend(client.emails[:WAYS])
    return (say("clients.reach", ways=tuple(ways)),) if ways else ()


def _deals(card: ClientCard) -> Phrase:
    if not card.deals:
        return say("clients.no_deals")
    named: tuple[Value, ...] = tuple(Link(deal.title, deal.url) for deal in by_importance(card.deals, "open")[:DEALS])
    if left := len(card.deals) - DEALS if len(card.deals) > DEALS else 0:
        named = (*named, say("clients.more_deals", count=left))
    total = sums(card.deals)
    if not total:
        return say("clients.deals_bare", number=len(card.deals), deals=named)
    return say("clients.deals", number=len(card.deals), sums=total, deals=named)


def _last(card: ClientCard, portal: Portal) -> Phrase:
    if card.last is None:
        return say("clients.no_contact")
    return say("clients.last", at=card.last.at, contact=contact(card.last, card.client, portal))
