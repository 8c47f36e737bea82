"""`client.last_contact`: when and how the last contact was, then what is planned."""

from __future__ import annotations

from dataclasses import replace

from assistant.catalogue import Catalogue
from assistant.models import Activity, Client, Phrase, Reply, Run
from assistant.scenarios.clients.card import call_button
from assistant.scenarios.clients.choosing import choose_client, chosen
from assistant.scenarios.clients.contacts import contact, planned
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

LONG_AGO = 7
"""Days after which the distance is told beside the date."""


def last_contact(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """When the last contact with a client was. The card brings the next step in the same request."""
    client = choose_client(run, portal)
    if isinstance(client, Reply):
        return client
    card = portal.client_card(client)
    first = _answer(card.last, card.client, portal)
    to_card = button("button.card", replace(chosen(run, card.client), intent="client.card", view=""))
    return Reply((first, *planned(card.planned, portal)), rows((call_button(card.client, portal), to_card)))


def _answer(last: Activity | None, client: Client, portal: Portal) -> Phrase:
    if last is None:
        return say("contact.never", client=client.name)
    days = (portal.now.date() - last.at.astimezone(portal.zone).date()).days
    distance = (say("contact.ago", at=last.at),) if days >= LONG_AGO else ()
    return say("contact.last", at=last.at, distance=distance, contact=contact(last, client, portal))
